"""Why each shop has its star: `programme.ratings.explanation` for all shops together."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import numpy as np

from programme.ratings.adjustment import Found
from programme.ratings.columns.gather import Cased
from programme.ratings.columns.judge import Judgement
from programme.ratings.columns.tables import NONE, SOURCES, Ints
from programme.ratings.explanation import Explanation, Mattered, best_step, explained, gain_of_a_look
from programme.ratings.stars import Rating
from programme.rules import Rules

MOST = 2
"""Observations that are named."""


class Reasons:
    """The explanations of a judgement, asked shop by shop."""

    def __init__(self, judged: Judgement, rules: Rules) -> None:
        self._judged, self._rules = judged, rules
        self._mattered = _weightiest(judged, rules)
        seen, town = judged.known.seen, judged.town
        looks, weighs = seen.looks, seen.weight > 0
        failed = np.zeros(town.shops, np.int64)
        counted = looks.flawed & looks.duties & ~judged.left
        np.bitwise_or.at(failed, looks.shop[weighs], counted[weighs])
        self._failed = failed.tolist()
        cased = judged.known.cased
        waiting = cased.waiting & (~cased.own | (cased.seen != NONE))
        running = ~(cased.own | cased.in_time | cased.overdue | cased.again)
        self._open = np.bincount(cased.cases.shop[waiting | running], minlength=town.shops).tolist()
        self._no_score = [judged.sums.scores.of(int(mask), 0, 0) is None for mask in town.duties]

    def of(self, shop: int, rating: Rating) -> Explanation:
        """The explanation of one shop's rating."""
        best = partial(self._best_step, shop, rating)
        return explained(tuple(self._mattered[shop]), rating, self._rules, best)

    def _best_step(self, shop: int, rating: Rating) -> tuple[str, str]:
        look = 0.0 if self._no_score[shop] else gain_of_a_look(rating, self._rules)
        findings = self._found(shop) if self._open[shop] else ()
        today = self._judged.town.today
        return best_step(look, findings, today, rating, self._weakest(shop, rating), self._rules)

    def _weakest(self, shop: int, rating: Rating) -> str:
        names = self._judged.sums.scores.names(self._failed[shop])
        return min((d for d in rating.duties if d in names), key=lambda d: (rating.duties[d], d), default="")

    def _found(self, shop: int) -> tuple[Found, ...]:
        cased, keys = self._judged.known.cased, self._judged.town.keys
        return found_of(cased, keys, slice(cased.starts[shop], cased.starts[shop + 1]))


def found_of(cased: Cased, keys: tuple[str, ...], rows: slice) -> tuple[Found, ...]:
    """Some of the findings as the readable rules take them."""
    cases = cased.cases
    plain = (cased.age, cased.own, cased.in_time, cased.proved, cased.overdue, cased.again, cases.resident)
    columns: list[list[Any]] = [
        [keys[bit] for bit in cases.duty[rows].tolist()],
        [date.fromordinal(day) for day in cases.day[rows].tolist()],
        *[column[rows].tolist() for column in plain],
        [None if seen == NONE else date.fromordinal(seen) for seen in cased.seen[rows].tolist()],
        *[column[rows].tolist() for column in (cased.seen_age, cases.id, cased.by)],
    ]
    return tuple([Found(*values) for values in zip(*columns, strict=True)])


def _weightiest(judged: Judgement, rules: Rules) -> list[list[Mattered]]:
    """The looks that moved the score most away from a flawless one; among flawless looks the weightiest."""
    town, seen = judged.town, judged.known.seen
    rows = np.flatnonzero(seen.weight > 0)
    looks, weight = seen.looks, seen.weight[rows]
    counted = looks.duties[rows] & ~judged.left[rows]
    score = judged.sums.scores.column(counted, looks.half[rows], looks.failed[rows])
    pull = weight * (100 - np.where(np.isnan(score), 100.0, score))
    shop = looks.shop[rows]
    order = np.lexsort((-looks.id[rows], -weight, -pull, shop))
    ranks = np.arange(len(order)) - np.searchsorted(shop[order], shop[order])
    chosen = rows[order[ranks < MOST]]
    found: list[list[Mattered]] = [[] for _ in range(town.shops)]
    failed = (looks.flawed & looks.duties & ~judged.left)[chosen]
    columns: tuple[Ints, ...] = (looks.shop[chosen], looks.id[chosen], looks.day[chosen], looks.source[chosen], failed)
    for one, number, day, source, mask in zip(*[c.tolist() for c in columns], strict=True):
        names = judged.sums.scores.names(mask)
        found[one].append(Mattered(number, date.fromordinal(day), SOURCES[source], names))
    return found
