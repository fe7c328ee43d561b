"""How old every day is for every kind of shop: the columns of `programme.ratings.ages`, for all closures together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from programme.calendar import OpenDays
from programme.ratings.ages import ages
from programme.ratings.columns.tables import Bools, Ints


@dataclass(slots=True)
class DayTable:
    """`row` by shop; in each row the days before `today`, the n-th so many calendar days back.

    Ages have two bytes here: the table is asked about every look, finding and self-check, and has to stay near.
    """

    today: int
    row: Ints
    age: npt.NDArray[np.int16]
    is_open: Bools
    is_shut: Bools

    def back(self, day: Ints) -> Ints:
        """How many calendar days back: 0 for today or later, the oldest known day for what is older."""
        return np.clip(self.today - day, 0, self.age.shape[1] - 1)

    def ages(self, row: Ints, back: Ints) -> Ints:
        """How many open days ago the days so many calendar days back were."""
        return self.age[row, back].astype(np.int64)

    def knows(self, day: Ints) -> Bools:
        """Whether it was counted so far back."""
        found: Bools = self.today - day < self.age.shape[1]
        return found


def day_table(rows: Sequence[OpenDays], row: Ints, today: date, calendar_days: int) -> DayTable:
    """`rows` are the calendars of the shops, `row` is each shop's."""
    weeks = {week: n for n, week in enumerate(dict.fromkeys((days.weekly, days.works_holidays) for days in rows))}
    bases = [ages(OpenDays(*week), today, calendar_days) for week in weeks]
    base = np.array([weeks[days.weekly, days.works_holidays] for days in rows], np.int64)
    shut = _shut(rows, today, calendar_days)
    is_open = np.array([kind.is_open for kind in bases], np.bool_).reshape(len(bases), -1)[base] & ~shut
    is_shut = np.array([kind.is_shut for kind in bases], np.bool_).reshape(len(bases), -1)[base] | shut
    age = np.zeros(is_open.shape, np.int16)
    np.cumsum(is_open[:, :-1], axis=1, dtype=np.int16, out=age[:, 1:])
    return DayTable(today.toordinal(), row, age, is_open, is_shut)


def _shut(rows: Sequence[OpenDays], today: date, calendar_days: int) -> Bools:
    """The days that closures and pauses take away: counted up where one begins and down where it ends."""
    spans = [
        (n, 0 if last is None else max((today - last).days, 0), (today - first).days + 1)
        for n, days in enumerate(rows)
        for first, last in days.shut
    ]
    steps = np.zeros((len(rows), calendar_days + 2), np.int16)
    if spans:
        row, newest, oldest = np.array([span for span in spans if span[1] < span[2]], np.int64).reshape(-1, 3).T
        np.add.at(steps, (row, np.minimum(newest, calendar_days + 1)), 1)
        np.subtract.at(steps, (row, np.minimum(oldest, calendar_days + 1)), 1)
    found: Bools = np.cumsum(steps, axis=1, dtype=np.int16)[:, :-1] > 0
    return found
