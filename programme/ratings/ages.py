"""How old every day is for a shop, counted back once for all shops that keep the same days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

from files.dataclass import dataclass
from programme.calendar import OpenDays
from programme.holiday_lists import office
from programme.holidays import Holidays


@dataclass(frozen=True, slots=True)
class Ages:
    """The days before `today`, the n-th so many calendar days back: its age in open days, whether it was open, or shut."""

    today: date
    age: tuple[int, ...]
    is_open: tuple[bool, ...]
    is_shut: tuple[bool, ...]
    backs: Mapping[date, int]

    def back(self, day: date) -> int:
        """How many calendar days `day` lies back: 0 for today or later, the oldest known day for what is older."""
        found = self.backs.get(day)
        return found if found is not None else 0 if day > self.today else len(self.age) - 1

    def knows(self, day: date) -> bool:
        """Whether it was counted so far back."""
        return (self.today - day).days < len(self.age)

    def of(self, day: date) -> int:
        """The same as `OpenDays.age`, as far back as was counted."""
        return self.age[self.back(day)]


def ages(days: OpenDays, today: date, calendar_days: int) -> Ages:
    """Count back so many calendar days, by the holidays that hold here and now."""
    return _ages(days, today, calendar_days, office().known.lists)


@lru_cache(2048)
def _ages(days: OpenDays, today: date, calendar_days: int, _lists: tuple[Holidays, ...]) -> Ages:
    before = [today - timedelta(days=n) for n in range(calendar_days + 1)]
    is_open = tuple(map(days.is_open, before))
    age, counted = [0], 0
    for n in range(calendar_days):
        counted += is_open[n]
        age.append(counted)
    backs = {day: n for n, day in enumerate(before)}
    return Ages(today, tuple(age), is_open, tuple(map(days.is_shut, before)), backs)
