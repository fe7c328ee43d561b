"""What the rules make of an age and of a look's facts, worked out once for all shops of a run."""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum

from programme.rules import Rules


class Scale:
    """`ages` is 0.5^(n / half-life) by age in open days, `sources` a look's weight by who looked, `weights` the duties'."""

    def __init__(self, rules: Rules) -> None:
        r = rules.rating
        self.rules = rules
        self.weights = {d.key: d.weight for d in rules.duties}
        self.ages = tuple(float(0.5 ** (age / r.half_life)) for age in range(r.window + 1))
        self.sources = {source: r.source_weight(source) for source in ("linked", "cross", "spot")}
        self._scores: dict[tuple[object, ...], float | None] = {}

    def score(self, duties: tuple[str, ...], facts: Mapping[str, float]) -> float | None:
        """`weighted_share` with the programme's weights, cached: few combinations of duties and facts occur."""
        key = (duties, *facts.items()) if facts else (duties,)
        found = self._scores.get(key, -1.0)
        if found == -1.0:
            found = self._scores[key] = weighted_share(duties, facts, self.weights)
        return found


def weighted_share(duties: tuple[str, ...], facts: Mapping[str, float], weights: Mapping[str, float]) -> float | None:
    """q = 100·Σ w·x / Σ w over `duties`, x from `facts` (1 where they say nothing); None when nothing is left."""
    total = fsum([weights.get(d, 0.0) for d in duties])
    met = fsum([weights.get(d, 0.0) * facts.get(d, 1.0) for d in duties])
    return 100 * met / total if total > 0 else None


_SCALES: list[Scale] = []
_MOST = 4


def scale(rules: Rules) -> Scale:
    """The scale of these rules: the same object as long as they are the same object."""
    for known in _SCALES:
        if known.rules is rules:
            return known
    _SCALES.insert(0, made := Scale(rules))
    del _SCALES[_MOST:]
    return made
