"""Σ a and Σ a·q of a shop, over all duties and by duty, for the common case: looks that can be read in one way only.

That is so where no look found unmet what the shop had reported before it. `programme.ratings.honesty` gives the same, to the
last bit (a property test compares the two).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from files.dataclass import dataclass
from programme.ratings.evidence import Look, Sums
from programme.ratings.scale import Scale, scale
from programme.rules import Rules


@dataclass(frozen=True, slots=True)
class Weighed:
    """All looks together, and each duty by itself."""

    outside: Sums
    duties: dict[str, Sums]


def weigh(looks: Sequence[Look], duties: Sequence[str], rules: Rules) -> Weighed | None:
    """The sums, or None where the looks can be read in more ways than one."""
    by = scale(rules)
    known = _known(looks, by)
    if known is None:
        return None
    scored = [(a, q) for a, look in known if (q := by.score(look.duties, look.facts)) is not None]
    outside = Sums(fsum([a for a, _ in scored]), fsum([a * q for a, q in scored]))
    return Weighed(outside, _by_duty(known, duties))


def _known(looks: Sequence[Look], by: Scale) -> list[tuple[float, Look]] | None:
    """The looks that count with their weights; None when one of them is doubtful."""
    window, sources, ages = by.rules.rating.window, by.sources, by.ages
    known = []
    for look in looks:
        if look.contested or not 0 <= look.age <= window:
            continue
        weight = sources[look.source] * ages[look.age] * look.part * look.cap
        if weight <= 0:
            continue
        if look.left_out and look.facts and is_doubtful(look):
            return None
        known.append((weight, look))
    return known


def is_doubtful(look: Look) -> bool:
    """Whether something reported before the look was found not met in it."""
    return any(d in look.left_out and look.met(d) < 1 for d in look.duties)


def _by_duty(known: Sequence[tuple[float, Look]], duties: Sequence[str]) -> dict[str, Sums]:
    """The same with q = 100·x of one duty; those that applied in every look and were always met share one sum."""
    always = set(duties).intersection(*[look.duties for _, look in known])
    flawed = {duty for _, look in known for duty in look.facts}
    flawless = _flawless(known)
    return {duty: flawless if duty in always - flawed else _of_duty(known, duty) for duty in duties}


def _of_duty(known: Sequence[tuple[float, Look]], duty: str) -> Sums:
    about = [(a, look.facts.get(duty, 1.0)) for a, look in known if duty in look.duties]
    return Sums(fsum([a for a, _ in about]), fsum([a * (100 * x) for a, x in about]))


def _flawless(known: Sequence[tuple[float, Look]]) -> Sums:
    return Sums(fsum([a for a, _ in known]), fsum([a * 100.0 for a, _ in known]))
