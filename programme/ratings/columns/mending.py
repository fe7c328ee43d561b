"""Whether what was reported or found was put right, and seen good: findings joined with self-checks and looks."""

from __future__ import annotations

import numpy as np

from programme.ratings.columns.tables import MOST_SHOPS, NONE, SELF, Bools, Cases, Ints, Looks

DAYS = 1 << 21
"""More than any ordinal of a day."""
INSTANTS = 1 << 43
"""More than any instant in milliseconds."""


def split(mask: Ints) -> tuple[Ints, Ints]:
    """One row for each bit that is set: which row of the mask, and which bit."""
    rows, found = [], []
    for bit in range(int(np.bitwise_or.reduce(mask, initial=0)).bit_length()):
        has = np.flatnonzero(mask >> bit & 1)
        rows.append(has)
        found.append(np.full(len(has), bit))
    if not rows:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    return np.concatenate(rows), np.concatenate(found)


def _group(shop: Ints, duty: Ints) -> Ints:
    """One number for a duty at a shop. What `split` gives is in this order, and what is in order is found quickly."""
    return duty * MOST_SHOPS + shop


class Mending:
    """The findings that were put right in time, to be asked which reported problems they answer."""

    def __init__(self, cases: Cases) -> None:
        right = np.flatnonzero((cases.fixed != NONE) & ((cases.due == NONE) | (cases.fixed <= cases.due)))
        group = _group(cases.shop[right], cases.duty[right])
        key = group * DAYS + cases.day[right]
        self._same_day = np.sort(key[cases.origin[right] == SELF])
        order = np.argsort(key)
        self._keys = key[order]
        self._latest = np.maximum.accumulate(group[order] * INSTANTS + cases.fixed[right[order]])

    def fixed(self, shop: Ints, day: Ints, at: Ints, problems: Ints) -> Ints:
        """Of the problems that were named on a day, at an instant: those put right in time.

        A finding answers a self-check when it was made by it that day, or was running already and put right later.
        """
        row, bit = split(problems)
        group = _group(shop[row], bit)
        key = group * DAYS + day[row]
        place = np.minimum(np.searchsorted(self._same_day, key), max(len(self._same_day) - 1, 0))
        answered = self._same_day[place] == key if len(self._same_day) else np.zeros(len(key), np.bool_)
        before = np.searchsorted(self._keys, key)
        has = before > 0
        latest = self._latest[before[has] - 1]
        answered[has] |= (latest // INSTANTS == group[has]) & (latest % INSTANTS >= at[row[has]])
        found = np.zeros(len(shop), np.int64)
        np.bitwise_or.at(found, row[answered], 1 << bit[answered])
        return found


def proved(cases: Cases, looks: Looks, shops: int) -> Bools:
    """Whether somebody else has seen a fix good: at a second look at it, or at any look since."""
    good: Bools = (cases.fixed != NONE) & (cases.checked != NONE) & (cases.checked >= cases.fixed)
    unseen = (cases.fixed != NONE) & ~good
    if not unseen.any():
        return good
    asked = np.zeros(shops, np.bool_)
    asked[cases.shop[unseen]] = True
    rows = np.flatnonzero(asked[looks.shop])
    rows = rows[np.lexsort((looks.at[rows], looks.shop[rows]))]
    shop, at, observer, met = (
        looks.shop[rows],
        looks.at[rows],
        looks.observer[rows],
        (looks.duties & ~looks.named)[rows],
    )
    for bit in np.flatnonzero(np.bincount(cases.duty[unseen])).tolist():
        here = np.flatnonzero(unseen & (cases.duty == bit))
        about = np.flatnonzero(met >> bit & 1)
        last, second = _last_two(shop[about], observer[about], shops)
        by_last = _at(observer[about], last)[cases.shop[here]]
        is_other = by_last != cases.fixed_by[here]
        when = np.where(is_other, _at(at[about], last)[cases.shop[here]], _at(at[about], second)[cases.shop[here]])
        good[here] = when > cases.fixed[here]
    return good


def _last_two(shop: Ints, observer: Ints, shops: int) -> tuple[Ints, Ints]:
    """Of looks in the order of time: each shop's last one, and the last one by anybody else; -1 where there is none."""
    last, second = np.full(shops, -1), np.full(shops, -1)
    last[shop] = np.arange(len(shop))
    others = np.flatnonzero(observer != observer[last[shop]]) if len(shop) else shop
    second[shop[others]] = others
    return last, second


def _at(values: Ints, places: Ints) -> Ints:
    return np.where(places >= 0, values[places], NONE) if len(values) else np.full(len(places), NONE)


def seen_days(cases: Cases, looks: Looks) -> Ints:
    """The last day on which a look found what the shop had reported, before it was put right; `NONE` where none did."""
    found, own = np.full(len(cases.id), NONE), np.flatnonzero(cases.origin == SELF)
    look, bit = split(looks.left_out & looks.flawed)
    group = _group(cases.shop[own], cases.duty[own])
    order = np.argsort(group)
    group, order = group[order], own[order]
    key = _group(looks.shop[look], bit)
    first = np.searchsorted(group, key)
    many = np.searchsorted(group, key, side="right") - first
    pair = np.repeat(look, many)
    case = order[np.repeat(first - np.cumsum(many) + many, many) + np.arange(many.sum())]
    at = looks.at[pair]
    saw = (at >= cases.opened[case]) & ((cases.fixed[case] == NONE) | (at <= cases.fixed[case]))
    np.maximum.at(found, case[saw], looks.day[pair[saw]])
    return found
