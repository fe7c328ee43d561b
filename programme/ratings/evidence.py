"""What was seen and said, made comparable: a look's score, how much it weighs, how far a shop's own word can be trusted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from math import fsum

from files.dataclass import dataclass
from programme.calendar import iso_week
from programme.ratings.scale import scale, weighted_share
from programme.rules import Rules


@dataclass(frozen=True, slots=True)
class Look:
    """An observation: what one outsider saw at one shop on one day.

    `age` in open days; `source` linked, cross or spot; `duties` the keys that applied; `facts` what was not met (0 failed,
    0.5 minor and fixed on the spot); `left_out` duties the shop had reported itself before the look (which of them really are,
    `programme.ratings.honesty` decides); `contested` while an appeal runs or was granted: out of the score, still counted by
    the gate. `observer` 0 where nobody in particular looked; `part` is the share of its weight that counts beside the same
    observer's other looks of that week (`by_observer_week`).
    """

    age: int
    source: str
    duties: tuple[str, ...]
    facts: Mapping[str, float] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    contested: bool = False
    day: date | None = None
    id: int = 0
    observer: int = 0
    part: float = 1.0
    cap: float = 1.0

    def met(self, duty: str) -> float:
        return self.facts.get(duty, 1.0)

    @property
    def counted(self) -> tuple[str, ...]:
        """The duties that count in this look."""
        return tuple(d for d in self.duties if d not in self.left_out) if self.left_out else self.duties

    def score(self, weights: Mapping[str, float]) -> float | None:
        """q = 100·Σ w·x / Σ w over the duties that count; None when none is left."""
        return weighted_share(self.counted, self.facts, weights)


@dataclass(frozen=True, slots=True)
class SelfDay:
    """The self-check that stands for one day.

    `problems` are the duties it reported, `fixed` those of them put right in time (they count as met then).
    """

    age: int
    duties: tuple[str, ...]
    problems: frozenset[str] = frozenset()
    fixed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Claims:
    """How a shop's “met” stood up when an outsider looked the same day: `agreed` of `compared` duty answers."""

    compared: int = 0
    agreed: int = 0

    def __add__(self, other: Claims) -> Claims:
        return Claims(self.compared + other.compared, self.agreed + other.agreed)


@dataclass(frozen=True, slots=True)
class Grid:
    """What is pooled over a grid: the clamped mean μ, the share of claims that proved true, and those claims."""

    mean: float
    trust: float
    claims: Claims = field(default_factory=Claims)


@dataclass(frozen=True, slots=True)
class Sums:
    """Σ a and Σ a·q of one shop's looks; adding two shops' sums pools them."""

    weight: float = 0.0
    weighted: float = 0.0

    def shrunk(self, mean: float, prior: float) -> float:
        """E = (m·μ + Σ a·q) / (m + Σ a)."""
        return (prior * mean + self.weighted) / (prior + self.weight)


def duty_weights(rules: Rules) -> dict[str, float]:
    return {d.key: d.weight for d in rules.duties}


def weight_of(look: Look, rules: Rules) -> float:
    """a: who looked × how long ago; 0 outside the window."""
    if look.contested or not 0 <= look.age <= rules.rating.window:
        return 0.0
    by = scale(rules)
    return by.sources[look.source] * by.ages[look.age] * look.part * look.cap


def capped(looks: Sequence[Look], rules: Rules) -> tuple[Look, ...]:
    """The looks with one observer's weight cut to the share of all evidence that it may have; as they are without a limit."""
    share, looks = rules.rating.observer_share, by_observer_week(looks)
    if share >= 1:
        return looks
    weights = [weight_of(look, rules) for look in looks]
    whole = rules.rating.prior + fsum(weights)
    mine = dict.fromkeys((look.observer for look in looks), 0.0)
    for look, weight in zip(looks, weights, strict=True):
        mine[look.observer] += weight
    caps = {o: min(1.0, share / (1 - share) * (whole - w) / w) if o and w else 1.0 for o, w in mine.items()}
    return tuple([replace(look, cap=caps[look.observer]) if caps[look.observer] < 1 else look for look in looks])


def by_observer_week(looks: Sequence[Look]) -> tuple[Look, ...]:
    """What one observer saw at a shop within one ISO week weighs as one look together: each of n counts 1/n of its weight."""
    keys = [observer_week(look) for look in looks]
    many = Counter(key for key, look in zip(keys, looks, strict=True) if not look.contested)
    parts = [1.0 if look.contested else 1 / many[key] for key, look in zip(keys, looks, strict=True)]
    return tuple([look if look.part == p else replace(look, part=p) for look, p in zip(looks, parts, strict=True)])


def observer_week(look: Look) -> tuple[int, int, int]:
    """Who looked and in which ISO week; a look of nobody in particular, or of no known day, stands alone."""
    if not look.observer or look.day is None:
        return 0, look.id, id(look)
    return look.observer, iso_week(look.day), 0


def sums(looks: Iterable[Look], weights: Mapping[str, float], rules: Rules) -> Sums:
    """Σ a and Σ a·q; `weights` are those of the duties."""
    pairs = [(weight_of(look, rules), look.score(weights)) for look in looks]
    known = [(a, q) for a, q in pairs if a > 0 and q is not None]
    return Sums(fsum(a for a, _ in known), fsum(a * q for a, q in known))


def grid_of(pooled: Iterable[Sums], claims: Iterable[Claims], rules: Rules) -> Grid:
    """μ = Σaq/Σa over all shops of the grid, clamped; the lower bound where there is nothing. h_grid pooled likewise."""
    r, shops = rules.rating, list(pooled)
    weight = fsum(s.weight for s in shops)
    mean = fsum(s.weighted for s in shops) / weight if weight > 0 else r.mean_low
    total = sum(claims, Claims())
    trust = total.agreed / total.compared if total.compared else r.trust_unknown
    return Grid(min(max(mean, r.mean_low), r.mean_high), trust, total)


def claims_of(look: Look, said: SelfDay) -> Claims:
    """Compare a day's self-check, as it stood when the look was recorded, with the look; a day with problems adds nothing."""
    if said.problems:
        return Claims()
    if look.duties == said.duties and not look.facts:
        return Claims(len(look.duties), len(look.duties))
    both = [d for d in look.duties if d in said.duties]
    return Claims(len(both), sum([look.met(d) == 1 for d in both]))


def honest_claims(look: Look, said: SelfDay) -> Claims:
    """The same for a day on which everything reported was put right in time: what a plain “all met” would have stood for."""
    return (
        claims_of(look, SelfDay(said.age, said.duties)) if said.problems and said.problems <= said.fixed else Claims()
    )


def trust(claims: Claims, pooled: float, rules: Rules) -> float:
    """h = (20·h_grid + agree) / (20 + n); `pooled` is h_grid."""
    prior = rules.rating.trust_prior
    return (prior * pooled + claims.agreed) / (prior + claims.compared) if prior + claims.compared else pooled


def self_weight(days: Iterable[SelfDay], rules: Rules, clean: Iterable[int] = ()) -> float:
    """Σ 0.1·age of the days' self-checks; a duty reported and not put right in time takes its share of the day away.

    `clean` are the ages of further days on which all was said to be met.
    """
    weights, ages, window = duty_weights(rules), scale(rules).ages, rules.rating.window
    counted = [rules.rating.self_weight * ages[d.age] * share_met(d, weights) for d in days if 0 <= d.age <= window]
    return fsum(counted + [rules.rating.self_weight * ages[age] for age in clean if age <= window])


def share_met(day: SelfDay, weights: Mapping[str, float]) -> float:
    """The share of a day's duties that counts as met: all but those reported and not put right in time."""
    whole = fsum(weights.get(d, 0.0) for d in day.duties)
    open_ones = fsum(weights.get(d, 0.0) for d in day.duties if d in day.problems - day.fixed)
    return (whole - open_ones) / whole if whole else 0.0


def candor(found: Claims, grid: float, rules: Rules) -> float | None:
    """主动发现率: of the faults an outsider found (`compared`), the share the shop had reported before the look (`agreed`).

    (4·grid + a) / (4 + n), None below the least n: shown to the linked member, never scored.
    """
    if found.compared < rules.rating.candor_least:
        return None
    prior = rules.rating.candor_prior
    return (prior * grid + found.agreed) / (prior + found.compared)
