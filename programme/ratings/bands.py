"""From score to star: two keys, hysteresis in both directions, and another person's look before the fifth star."""

from __future__ import annotations

from collections.abc import Sequence

from files.dataclass import dataclass
from programme.rules import Cut, Rules

TOP = 5
WHYS = ("", "first", "up", "down", "held", "waiting", "warned", "second_eyes")
"""Every reason of a `Standing`, and none."""


@dataclass(frozen=True, slots=True)
class Past:
    """One earlier run of the same tenure, oldest first in a sequence; `stars` None for an unrated run (待评).

    Runs in which the shop was closed or paused are left out: it was not judged, and its last star stands.
    """

    period: str
    stars: int | None
    score: float | None
    weakest: float | None


@dataclass(frozen=True, slots=True)
class Standing:
    """The star of a run and why.

    `first`, `up`, `down`, `held`, `waiting` (one good run so far), `warned` (one weak run so far) or `second_eyes` (only the
    promotion waits, for somebody else's look).
    """

    stars: int
    why: str


def band(score: float, weakest: float, rules: Rules) -> int:
    """The star both keys allow."""
    for cut in sorted(rules.rating.cuts, key=lambda c: -c.stars):
        if score >= cut.score and weakest >= cut.weakest:
            return cut.stars
    return 1


def unsteady(score: float, rules: Rules) -> bool:
    """不稳: so near a cut that another look may well carry the score over it."""
    return any(abs(score - cut.score) <= rules.rating.unsteady for cut in rules.rating.cuts)


def standing(score: float, weakest: float, past: Sequence[Past], *, second_eyes: bool, rules: Rules) -> Standing:
    """This run's star.

    Up one after two runs in a row at the next cut + margin, down one after two runs below the own cut − margin, on both
    keys; runs without a star are skipped in every count. The first star after 待评 is given at once.
    """
    before = next((p for p in reversed(past) if p.stars is not None), None)
    if before is None or past[-1].stars is None:
        return _first(band(score, weakest, rules), second_eyes=second_eyes)
    stars = before.stars or 1
    this, last = (score, weakest), (before.score or 0.0, before.weakest or 0.0)
    if stars < TOP and _reaches(this, _cut(stars + 1, rules), rules):
        return _rising(stars, is_second=_reaches(last, _cut(stars + 1, rules), rules), second_eyes=second_eyes)
    if stars > 1 and _falls(this, _cut(stars, rules), rules):
        is_second = _falls(last, _cut(stars, rules), rules)
        return Standing(stars - 1, "down") if is_second else Standing(stars, "warned")
    return Standing(stars, "held")


def _first(stars: int, *, second_eyes: bool) -> Standing:
    """The first star of a tenure, or after 待评: at once, but the fifth waits for a second pair of eyes."""
    return Standing(TOP - 1, "second_eyes") if stars == TOP and not second_eyes else Standing(stars, "first")


def _rising(stars: int, *, is_second: bool, second_eyes: bool) -> Standing:
    """A run that reaches the next star: the second in a row gives it, the fifth only with a second pair of eyes."""
    if not is_second:
        return Standing(stars, "waiting")
    return Standing(stars, "second_eyes") if stars + 1 == TOP and not second_eyes else Standing(stars + 1, "up")


def _cut(stars: int, rules: Rules) -> Cut:
    return next(c for c in rules.rating.cuts if c.stars == stars)


def _reaches(keys: tuple[float, float], cut: Cut, rules: Rules) -> bool:
    margin = rules.rating.up_margin
    return keys[0] >= cut.score + margin and (cut.weakest == 0 or keys[1] >= cut.weakest + margin)


def _falls(keys: tuple[float, float], cut: Cut, rules: Rules) -> bool:
    margin = rules.rating.down_margin
    return keys[0] < cut.score - margin or keys[1] < cut.weakest - margin
