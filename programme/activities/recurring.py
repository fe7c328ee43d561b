"""Volunteer days that come back every week: `[[activities]]` of programme.toml, planned on the Thursday before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta
from typing import ClassVar

from files.dataclass import dataclass
from programme.activities.plan import LONGEST_HOURS, LONGEST_TITLE, MOST_PLACES, minutes_between

MONDAY, SUNDAY = 1, 7
HOUR = 60


@dataclass(frozen=True, slots=True)
class Recurring:
    """`weekday` 1 is Monday, 7 Sunday; `places` 0: as many as come; `branch` hosts it, empty: the branch whose turn it is."""

    __pydantic_config__: ClassVar = {"extra": "forbid", "strict": False}
    title: str
    place: str
    weekday: int
    begins: time
    ends: time
    places: int = 0
    branch: str = ""

    def day(self, monday: date) -> date:
        """Its day in the week of a Monday."""
        return monday + timedelta(days=self.weekday - MONDAY)


def problems(days: Sequence[Recurring]) -> Iterator[tuple[str, str]]:
    """What is wrong, as (path, what to do about it)."""
    for n, one in enumerate(days):
        if not one.title.strip() or len(one.title) > LONGEST_TITLE:
            yield f"activities.{n}.title", f"say what is done, in at most {LONGEST_TITLE} characters"
        if not one.place.strip():
            yield f"activities.{n}.place", "say where one meets"
        if not MONDAY <= one.weekday <= SUNDAY:
            yield f"activities.{n}.weekday", "1 is Monday, 7 is Sunday"
        if not 0 < minutes_between(one.begins, one.ends) <= LONGEST_HOURS * HOUR:
            yield f"activities.{n}.ends", f"it ends on the same day, after it begins, within {LONGEST_HOURS} hours"
        if not 0 <= one.places <= MOST_PLACES:
            yield f"activities.{n}.places", f"0 (as many as come) to {MOST_PLACES}"
