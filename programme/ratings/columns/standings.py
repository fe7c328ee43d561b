"""The star of every shop, from its score and its last star: `programme.ratings.bands` for all shops together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from programme.ratings.bands import TOP, WHYS
from programme.ratings.columns.tables import Bools, Floats, Ints
from programme.ratings.columns.town import Pasts
from programme.rules import Cut, Rules

_FIRST, _UP, _DOWN, _HELD, _WAITING, _WARNED, _SECOND_EYES = range(1, len(WHYS))


@dataclass(slots=True)
class Standings:
    """The stars, and why, by the place in `WHYS`."""

    stars: Ints
    why: Ints


def standings(score: Floats, weakest: Floats, past: Pasts, second_eyes: Bools, rules: Rules) -> Standings:
    """This run's stars, of shops that are rated; what stands at the others means nothing."""
    now, before = (score, weakest), (past.score, past.weakest)
    stars, why = past.stars.copy(), np.full(len(score), _HELD)
    for held in range(1, TOP + 1):
        here = past.stars == held
        rises = here & _reaches(now, _cut(held + 1, rules), rules) if held < TOP else np.zeros_like(here)
        if held > 1:
            falls = here & ~rises & _falls(now, _cut(held, rules), rules)
            is_second = _falls(before, _cut(held, rules), rules)
            stars[falls & is_second] = held - 1
            why[falls] = np.where(is_second[falls], _DOWN, _WARNED)
        if held < TOP:
            is_second = rises & _reaches(before, _cut(held + 1, rules), rules)
            waits_for_eyes = is_second & ~second_eyes & (held + 1 == TOP)
            stars[is_second & ~waits_for_eyes] = held + 1
            why[rises] = np.where(waits_for_eyes, _SECOND_EYES, np.where(is_second, _UP, _WAITING))[rises]
    return _with_first_stars(Standings(stars, why), now, past, second_eyes, rules)


def _with_first_stars(
    found: Standings, now: tuple[Floats, Floats], past: Pasts, second_eyes: Bools, rules: Rules
) -> Standings:
    """A first star, or one after a run without, is given at once, but the fifth waits for a second pair of eyes."""
    is_first = (past.stars == 0) | past.gap
    band = _bands(*now, rules)
    waits = is_first & (band == TOP) & ~second_eyes
    found.stars[is_first] = np.where(waits, TOP - 1, band)[is_first]
    found.why[is_first] = np.where(waits, _SECOND_EYES, _FIRST)[is_first]
    return found


def _bands(score: Floats, weakest: Floats, rules: Rules) -> Ints:
    stars = np.ones(len(score), np.int64)
    for cut in sorted(rules.rating.cuts, key=lambda c: c.stars):
        stars[(score >= cut.score) & (weakest >= cut.weakest)] = cut.stars
    return stars


def unsteady_ones(score: Floats, rules: Rules) -> Bools:
    """不稳."""
    near: Bools = np.zeros(len(score), np.bool_)
    for cut in rules.rating.cuts:
        near |= np.abs(score - cut.score) <= rules.rating.unsteady
    return near


def _cut(stars: int, rules: Rules) -> Cut:
    return next(c for c in rules.rating.cuts if c.stars == stars)


def _reaches(keys: tuple[Floats, Floats], cut: Cut, rules: Rules) -> Bools:
    margin = rules.rating.up_margin
    found: Bools = keys[0] >= cut.score + margin
    return found & (keys[1] >= cut.weakest + margin) if cut.weakest else found


def _falls(keys: tuple[Floats, Floats], cut: Cut, rules: Rules) -> Bools:
    margin = rules.rating.down_margin
    found: Bools = (keys[0] < cut.score - margin) | (keys[1] < cut.weakest - margin)
    return found
