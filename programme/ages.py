"""How old every day is for a shop, counted back once for all shops that keep the same days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from programme.calendar import OpenDays


@dataclass(frozen=True, slots=True)
class Ages:
    """The days before `today`, the n-th so many calendar days back: its age in open days, whether it was open, or shut."""

    today: date
    age: tuple[int, ...]
    is_open: tuple[bool, ...]
    is_shut: tuple[bool, ...]

    def back(self, day: date) -> int:
        """How many calendar days `day` lies back: 0 for today or later, the oldest known day for what is older."""
        return min(max(self.today.toordinal() - day.toordinal(), 0), len(self.age) - 1)

    def of(self, day: date) -> int:
        """The same as `OpenDays.age`, as far back as was counted."""
        return self.age[self.back(day)]


@lru_cache(2048)
def ages(days: OpenDays, today: date, calendar_days: int) -> Ages:
    """Count back so many calendar days."""
    before = [today - timedelta(days=n) for n in range(calendar_days + 1)]
    is_open = tuple(map(days.is_open, before))
    age, counted = [0], 0
    for n in range(calendar_days):
        counted += is_open[n]
        age.append(counted)
    return Ages(today, tuple(age), is_open, tuple(map(days.is_shut, before)))
