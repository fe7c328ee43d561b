"""Working days of staff messages: a Monday list that falls on a holiday is sent on the week's first working day."""

from __future__ import annotations

from datetime import date, timedelta

from programme.calendar import is_working_day

FRIDAY = 5
VISITS_LEFT = 15
"""So many working days, that day with them, are left of the quarter at the second reminder of visits."""


def begins_week(day: date) -> bool:
    """The first working day of its ISO week; a week without one has no such day."""
    return is_working_day(day) and not _any_working(_monday(day), day)


def ends_week(day: date) -> bool:
    """The last working day of Monday to Friday."""
    after_friday = _monday(day) + timedelta(days=FRIDAY)
    return day < after_friday and is_working_day(day) and not _any_working(day + timedelta(days=1), after_friday)


def begins_month(day: date) -> bool:
    """The first working day of its month."""
    return is_working_day(day) and not _any_working(day.replace(day=1), day)


def begins_quarter(day: date) -> bool:
    """The first working day of its quarter."""
    return day.month % 3 == 1 and begins_month(day)


def reminds_of_visits(day: date) -> bool:
    """The first working day of a quarter's third month, and the quarter's fifteenth last working day."""
    if day.month % 3 or not is_working_day(day):
        return False
    ends = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    left = sum(is_working_day(day + timedelta(days=n)) for n in range((ends - day).days))
    return begins_month(day) or left == VISITS_LEFT


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _any_working(first: date, end: date) -> bool:
    """Whether anybody works from `first` until the day before `end`."""
    return any(is_working_day(first + timedelta(days=n)) for n in range((end - first).days))
