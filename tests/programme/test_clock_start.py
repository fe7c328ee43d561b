"""The clock of a finding starts when the shop is told, at the latest on the second working day."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from programme.findings.clock_start import is_late, latest_start, started

ZONE = ZoneInfo("Asia/Shanghai")


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("recorded", "latest"),
    [
        (at(23, 9), at(25, 8)),  # Monday → Wednesday
        (at(27, 16), at(1, 8, month=12)),  # Friday → Tuesday
        (at(28, 16), at(1, 8, month=12)),  # Saturday → Tuesday
    ],
)
def test_at_the_latest_on_the_second_working_day(recorded: datetime, latest: datetime) -> None:
    assert latest_start(recorded, (time(8), time(21))) == latest


@pytest.mark.parametrize(
    ("delivered", "now", "start"),
    [
        (None, at(23, 12), None),
        (at(23, 9), at(23, 12), at(23, 9)),
        (None, at(25, 9), at(25, 8)),
        (at(25, 10), at(25, 11), at(25, 8)),
        (at(24, 10), at(25, 11), at(24, 10)),
    ],
)
def test_what_came_first_starts_it(delivered: datetime | None, now: datetime, start: datetime | None) -> None:
    assert started(delivered, at(25, 8), now) == start


def test_half_an_hour_is_not_late() -> None:
    assert not is_late(at(23, 9, 30), at(23, 9))
    assert is_late(at(23, 9, 31), at(23, 9))
