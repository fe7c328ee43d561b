"""When jobs come: hours that a zone leaves out or repeats, months apart, and never in the minute when every bot speaks."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.job import Job
from bot.scheduler import due_moments, moments, next_moment
from programme.checks.reminder import OVER, asking
from programme.checks.spread import spread
from programme.rules import Rules
from storage.core.tx import Database
from tests.hours.alarm import Deeds, hours, published
from tests.town import ZONE, StoppedClock, found_jobs

LONDON, ATHENS = ZoneInfo("Europe/London"), ZoneInfo("Europe/Athens")
NIGHTS = [
    ("London leaves 01:30 out", LONDON, date(2026, 3, 29), {"hour": 1, "minute": 30}),
    ("London has 01:30 twice", LONDON, date(2026, 10, 25), {"hour": 1, "minute": 30}),
    ("Athens leaves 03:17 out", ATHENS, date(2026, 3, 29), {"hour": 3, "minute": 17}),
    ("Athens has 03:17 twice", ATHENS, date(2026, 10, 25), {"hour": 3, "minute": 17}),
]


@pytest.mark.parametrize(("words", "zone", "night", "at"), NIGHTS, ids=[n[0] for n in NIGHTS])
async def test_a_night_that_is_shorter_or_longer_has_its_job_once(
    database: Database, words: str, zone: ZoneInfo, night: date, at: dict[str, str | int]
) -> None:
    clock = StoppedClock(datetime.combine(night, time(0), zone))
    kept = hours(database, clock, [Deeds(at=at).job], zone)
    for _ in range(40):
        clock.forward(minutes=10)
        await kept.catch_up()
    assert await published(database) == [f"{night}"], words


def test_moments_go_on_through_a_repeated_hour() -> None:
    job = Deeds(at={"hour": 3, "minute": 17}).job
    first = datetime(2026, 10, 20, tzinfo=ATHENS)
    found = [f"{m:%m-%d}" for m in moments(job, first, first + timedelta(days=10), ATHENS)]
    assert sorted(set(found)) == [f"10-{d}" for d in range(20, 30)]


def test_a_job_without_a_day_has_no_next_moment() -> None:
    never = Job("never", {"hour": 9}, str, timedelta(hours=1), lambda _: None, on=lambda _: False)  # type: ignore[arg-type, return-value]
    assert next_moment(never, datetime(2026, 11, 23, tzinfo=ZONE), ZONE) is None


@pytest.mark.parametrize("job", found_jobs(), ids=lambda j: j.name)
def test_every_job_has_a_next_moment_and_its_period_is_its_own(job: Job) -> None:
    now = datetime(2026, 11, 23, 12, tzinfo=ZONE)
    coming = next_moment(job, now, ZONE)
    assert coming is not None
    assert coming >= now
    assert job.period(coming)
    passed = due_moments(job, now, ZONE)
    assert passed == sorted(passed)
    periods = [job.period(m) for m in passed]
    assert len(periods) == len(set(periods)), "two moments of one period would run once"


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(ZONE))


@given(MOMENTS, st.text(max_size=12), st.integers(2, 600))
def test_nothing_starts_on_the_stroke_and_everything_within_its_time(moment: datetime, key: str, minutes: int) -> None:
    over = timedelta(minutes=minutes)
    at = spread(moment, key, over)
    assert at.minute not in (0, 30)
    assert moment <= at <= moment + max(over, timedelta(minutes=2))
    assert spread(moment, key, over) == at


def test_a_street_is_spread_evenly() -> None:
    moment = datetime(2026, 11, 24, 8, 30, tzinfo=ZONE)
    by_minute: dict[int, int] = {}
    for person in range(10_000):
        minute = spread(moment, f"{person}:2026-11-24", OVER).minute
        by_minute[minute] = by_minute.get(minute, 0) + 1
    assert set(by_minute) == set(range(31, 50))
    assert max(by_minute.values()) < 30 * 60, "less in each minute than 30 a second can carry"
    assert max(by_minute.values()) < 1.3 * min(by_minute.values())


@given(st.times(), st.times(), st.text(max_size=8))
def test_nobody_is_asked_in_quiet_hours_or_after_closing(opens: time, closes: time, key: str) -> None:
    day = date(2026, 11, 24)
    opens, closes = opens.replace(second=0, microsecond=0), closes.replace(second=0, microsecond=0)
    when = asking(day, opens, closes, key, Rules(), ZONE)
    if when:
        assert time(7, 30) < when.at.time() < time(12) or time(14) < when.at.time() < time(20, 30)
        assert when.at < when.before
        assert when.at >= datetime.combine(day, opens, ZONE) + timedelta(minutes=30)
        assert when.at.minute not in (0, 30)
