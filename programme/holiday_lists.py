"""The holiday lists that hold: what is published, and before it what an office has entered. Each town has its own.

A process with one town has one office. With many towns each begins apart, and all its tasks and threads inherit that.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from datetime import date
from functools import cache

import chinese_calendar

from programme.holidays import Holidays

_WEEKEND = 5


class HolidayLists:
    """The lists that an office has entered, and what was looked up by them."""

    def __init__(self, lists: Iterable[Holidays] = ()) -> None:
        by_year = {one.year: one for one in lists}
        self.lists = tuple(by_year.values())
        self.working: dict[date, bool] = {}
        self.festive: dict[date, bool] = {}
        self._years = frozenset(by_year)
        self._worked: dict[date, bool] = {}
        for one in self.lists:
            self._worked.update(dict.fromkeys(one.off, False) | dict.fromkeys(one.work, True))

    def knows(self, year: int) -> bool:
        return year in self._years or _is_published(year)

    def is_working_day(self, day: date) -> bool:
        """Looked up once, then in `working`."""
        if day in self._worked:
            found = self._worked[day]
        elif day.year in self._years or not _is_published(day.year):
            found = day.weekday() < _WEEKEND
        else:
            found = bool(chinese_calendar.is_workday(day))
        return self.working.setdefault(day, found)

    def is_public_holiday(self, day: date) -> bool:
        """Looked up once, then in `festive`."""
        if day in self._worked:
            found = not self._worked[day]
        elif day.year in self._years or not _is_published(day.year):
            found = False
        else:
            off, name = chinese_calendar.get_holiday_detail(day)
            found = bool(off) and name is not None
        return self.festive.setdefault(day, found)


@cache
def _is_published(year: int) -> bool:
    try:
        chinese_calendar.is_workday(date(year, 6, 1))
    except NotImplementedError:
        return False
    return True


class Office:
    """Who enters lists."""

    def __init__(self) -> None:
        self.known = HolidayLists()


_ONLY = Office()
_here: ContextVar[Office] = ContextVar("office")


def office() -> Office:
    """The office whose lists hold here."""
    return _here.get(_ONLY)


def begin_apart() -> None:
    """From now on this context has an office of its own: what another town enters does not hold here."""
    _here.set(Office())
