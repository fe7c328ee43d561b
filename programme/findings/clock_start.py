"""When the clock of a finding starts: once the shop has been told, and at the latest on the second working day.

A review may wait for hours on its way here, and a message for hours on its way to the shop; neither is the shop's delay.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from programme.calendar import next_working_day

WORKING_DAYS = 2
"""Working days after which a finding counts as told: somebody has had time to go and say it."""


def latest_start(recorded: datetime, hours: tuple[time, time]) -> datetime:
    """The shop's opening on the second working day after it was recorded; `recorded` in the programme's zone."""
    return datetime.combine(next_working_day(recorded.date(), WORKING_DAYS), hours[0], recorded.tzinfo)


LATE = timedelta(minutes=30)
"""A message that arrives by so much later than it could have names a deadline that is too early."""


def is_late(delivered: datetime, expected: datetime) -> bool:
    return delivered > expected + LATE


def started(delivered: datetime | None, latest: datetime, now: datetime) -> datetime | None:
    """When the clock started: as a message was delivered, or at `latest`, whichever came first; None while neither has."""
    known = [moment for moment in (delivered, latest) if moment is not None and moment <= now]
    return min(known, default=None)
