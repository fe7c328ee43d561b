"""How old every day is for every kind of shop: the columns of `programme.ratings.ages`, for all closures together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from programme.calendar import OpenDays
from programme.ratings.ages import ages
from programme.ratings.columns.tables import Bools, Ints


@dataclass(slots=True)
class DayTable:
    """`row` by shop; in each row the days before `today`, the n-th so many calendar days back."""

    today: int
    row: Ints
    age: Ints
    is_open: Bools
    is_shut: Bools

    def back(self, day: Ints) -> Ints:
        """How many calendar days back: 0 for today or later, the oldest known day for what is older."""
        return np.clip(self.today - day, 0, self.age.shape[1] - 1)

    def knows(self, day: Ints) -> Bools:
        """Whether it was counted so far back."""
        found: Bools = self.today - day < self.age.shape[1]
        return found


def day_table(shops: Sequence[OpenDays], today: date, calendar_days: int) -> DayTable:
    """One row for every distinct calendar among the shops."""
    rows: dict[OpenDays, int] = {}
    row = np.array([rows.setdefault(days, len(rows)) for days in shops], np.int64)
    is_open = np.empty((len(rows), calendar_days + 1), np.bool_)
    is_shut = np.empty_like(is_open)
    for n, days in enumerate(rows):
        base = ages(replace(days, shut=()) if days.shut else days, today, calendar_days)
        is_open[n], is_shut[n] = base.is_open, base.is_shut
        for first, last in days.shut:
            newest = 0 if last is None else max((today - last).days, 0)
            oldest = (today - first).days
            is_open[n, newest : max(oldest + 1, 0)] = False
            is_shut[n, newest : max(oldest + 1, 0)] = True
    age = np.zeros(is_open.shape, np.int64)
    np.cumsum(is_open[:, :-1], axis=1, out=age[:, 1:])
    return DayTable(today.toordinal(), row, age, is_open, is_shut)
