"""Why each shop has its star: `programme.ratings.explanation` for all shops together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from programme.ratings.bands import TOP, WHYS
from programme.ratings.columns.judge import Judgement
from programme.ratings.columns.mends import mends
from programme.ratings.columns.tables import Floats, Ints
from programme.ratings.explanation import LEAST_GAIN, STEPS
from programme.rules import Rules

MOST = 2
"""Observations that are named."""
NO_NEED = -1


@dataclass(slots=True)
class Mattered:
    """The observations that mattered most, each shop's together; `source` by `SOURCES`, `failed` by the town's keys."""

    shop: Ints
    look: Ints
    day: Ints
    source: Ints
    failed: Ints


@dataclass(slots=True)
class Reasons:
    """The explanation of every shop: the next step by `STEPS`, its number or its duty's bit, `NO_NEED` for neither."""

    mattered: Mattered
    step: Ints
    needs: Ints


def reasons(judged: Judgement, rules: Rules) -> Reasons:
    """The explanations of a judgement."""
    return Reasons(_weightiest(judged), *_steps(judged, rules))


def _steps(judged: Judgement, rules: Rules) -> tuple[Ints, Ints]:
    """The one next step of every shop, and what it needs."""
    rated, shops = judged.rated, judged.town.shops
    gain, weakest = _gains_of_a_look(judged, rules), _weakest_failed(judged)
    step, needs = np.full(shops, STEPS.index("keep")), np.full(shops, NO_NEED)
    helps = gain > LEAST_GAIN
    step[helps] = np.where(weakest == NO_NEED, STEPS.index("more_looks"), STEPS.index("duty"))[helps]
    needs[helps] = weakest[helps]
    for gained, shop, name, bit in mends(judged, rules):
        if gained > max(gain[shop], LEAST_GAIN):
            gain[shop], step[shop], needs[shop] = gained, STEPS.index(name), bit
    for name, rows in (
        ("keep", rated.stars == TOP),
        ("hold", rated.why == WHYS.index("waiting")),
        ("second_eyes", rated.why == WHYS.index("second_eyes")),
        ("looks", ~rated.is_rated),
    ):
        step[rows], needs[rows] = STEPS.index(name), NO_NEED
    unrated = ~rated.is_rated
    needs[unrated] = np.maximum(rules.rating.gate_looks - rated.looks, 1)[unrated]
    return step, needs


def _gains_of_a_look(judged: Judgement, rules: Rules) -> Floats:
    """What one more look by the linked member adds to each score if everything is met."""
    r, rated = rules.rating, judged.rated
    before = r.prior + rated.weight
    after = before + r.linked_weight
    total = before * np.where(rated.external == 0, rated.mean, rated.external) + 100 * r.linked_weight
    own = np.minimum(rated.own_weight, after / r.self_share)
    best = np.maximum(total / after, (total + own * 100 * rated.trust) / (after + own))
    gain = np.minimum(np.maximum(best + rated.points.total, 0.0), 100.0) - rated.score
    distinct, which = np.unique(judged.town.duties, return_inverse=True)
    has_none = np.array([judged.sums.scores.of(mask, 0, 0) is None for mask in distinct.tolist()], np.bool_)
    found: Floats = np.where(has_none[which], 0.0, gain)
    return found


def _weakest_failed(judged: Judgement) -> Ints:
    """The bit of the weakest of the duties that somebody saw failing, of equal ones the first by name."""
    town, seen = judged.town, judged.known.seen
    looks, rows = seen.looks, np.flatnonzero(seen.weight > 0)
    failed = np.zeros(town.shops, np.int64)
    np.bitwise_or.at(failed, looks.shop[rows], (looks.flawed & looks.duties & ~judged.left)[rows])
    found, least = np.full(town.shops, NO_NEED), np.full(town.shops, np.inf)
    for bit in sorted(range(len(town.keys)), key=lambda bit: town.keys[bit]):
        value = judged.rated.duties[bit]
        lower = (failed >> bit & 1 == 1) & (value < least)
        found[lower], least[lower] = bit, value[lower]
    return found


def _weightiest(judged: Judgement) -> Mattered:
    """The looks that moved the score most away from a flawless one; among flawless looks the weightiest."""
    seen, sums = judged.known.seen, judged.sums
    looks, rows = seen.looks, sums.places
    weight, left = seen.weight[rows], judged.left[rows]
    score, otherwise = sums.score.copy(), np.flatnonzero(left)
    others = rows[otherwise]
    counted = looks.duties[others] & ~left[otherwise]
    score[otherwise] = sums.scores.column(counted, looks.half[others], looks.failed[others])
    pull = weight * (100 - np.where(np.isnan(score), 100.0, score))
    shop, keys = looks.shop[rows], (pull, weight, looks.id[rows])
    places, found = np.arange(len(rows)), []
    for _ in range(MOST):
        best = _first_of_each(places, shop, keys)
        found.append(best)
        places = np.setdiff1d(places, best, assume_unique=True)
    every = np.concatenate(found)
    chosen = rows[every[np.argsort(shop[every], kind="stable")]]
    failed = (looks.flawed & looks.duties & ~judged.left)[chosen]
    return Mattered(looks.shop[chosen], looks.id[chosen], looks.day[chosen], looks.source[chosen], failed)


def _first_of_each(places: Ints, shop: Ints, keys: Sequence[NDArray[Any]]) -> Ints:
    """Of each shop the place with the greatest first key, of several the one with the greatest next; no two are all alike."""
    for key in keys:
        whose, value = shop[places], key[places]
        begins = np.flatnonzero(np.diff(whose, prepend=-1))
        if not len(begins):
            break
        greatest = np.repeat(np.maximum.reduceat(value, begins), np.diff(begins, append=len(places)))
        places = places[value == greatest]
    return places
