"""Each period has its effects once, and its own; or it is recorded as missed because it came too late to be useful."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest

from storage.core.tx import Database
from storage.operations import runs
from tests.databases import open_database
from tests.hours.alarm import Deeds, at, hours, published, recorded
from tests.town import StoppedClock
from tests.waiting import until

THURSDAY, FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 11, 26) + timedelta(days=n) for n in range(5))


@pytest.fixture
async def beside(database: Database, database_url: str) -> AsyncIterator[Database]:
    """The same database as another process has it open."""
    opened = await open_database(database_url)
    yield opened
    await opened.close()


async def test_two_processes_with_clocks_do_it_once(database: Database, beside: Database) -> None:
    clock = StoppedClock(at(FRIDAY, 9))
    one, other = hours(database, clock, [Deeds().job]), hours(beside, clock, [Deeds().job])
    for _ in range(5):
        await asyncio.gather(one.catch_up(), other.catch_up())
        clock.forward(days=1)
    assert await published(database) == [f"{FRIDAY + timedelta(days=n)}" for n in range(5)]
    assert not one.failures
    assert not other.failures


async def test_a_restart_at_the_hour_does_it_once(database: Database) -> None:
    clock = StoppedClock(at(FRIDAY, 9))
    for _ in range(3):
        await hours(database, clock, [Deeds().job]).catch_up()
    assert await published(database) == [f"{FRIDAY}"]


async def test_a_machine_asleep_over_the_weekend_makes_up_for_what_is_useful_and_records_the_rest(
    database: Database,
) -> None:
    clock = StoppedClock(at(FRIDAY, 9))
    weekly = Deeds("weekly", {"day_of_week": "sun", "hour": 18}, timedelta(days=6), format="%G-W%V")
    kept = hours(database, clock, [Deeds().job, weekly.job])
    await kept.catch_up()
    clock.at(at(MONDAY, 10))
    await kept.catch_up()
    assert await published(database) == [f"{FRIDAY}", "2026-W47", f"{MONDAY}", "2026-W48"]
    states = await recorded(database)
    assert states[f"{SATURDAY}"] == states[f"{SUNDAY}"] == "missed"
    [missed] = [r for r in await database.read(lambda tx: tx.rows("runs_export")) if r["period"] == f"{SUNDAY}"]
    assert missed["note"] == "noticed 2026-11-30 10:00, useful until 2026-11-29 12:00"
    await kept.catch_up()
    assert await recorded(database) == states


async def test_a_clock_that_jumps_back_does_nothing_again(database: Database) -> None:
    clock = StoppedClock(at(FRIDAY, 9, 5))
    kept = hours(database, clock, [Deeds().job])
    await kept.catch_up()
    clock.at(at(FRIDAY, 8, 5))
    for _ in range(8):
        await kept.catch_up()
        clock.forward(minutes=10)
    assert await published(database) == [f"{FRIDAY}"]


async def test_a_clock_that_jumps_forward_loses_nothing(database: Database) -> None:
    clock = StoppedClock(at(FRIDAY, 8, 40))
    kept = hours(database, clock, [Deeds(late_ok=timedelta(hours=2)).job])
    await kept.catch_up()
    clock.at(at(FRIDAY, 9, 40))
    await kept.catch_up()
    assert await published(database) == [f"{FRIDAY}"]


async def test_what_fails_half_way_is_tried_again_and_done_once(database: Database) -> None:
    clock = StoppedClock(at(FRIDAY, 9))
    deeds = Deeds(fails=2)
    kept = hours(database, clock, [deeds.job])
    for failures in (1, 1, 0):
        await kept.catch_up()
        assert len(kept.failures) == failures
        clock.forward(minutes=10)
    await kept.catch_up()
    assert deeds.tries == 3
    assert await published(database) == [f"{FRIDAY}"]


async def test_a_later_period_waits_for_an_earlier_one_that_fails(database: Database) -> None:
    """Stars build on last week's stars."""
    clock = StoppedClock(at(FRIDAY, 9))
    deeds = Deeds(late_ok=timedelta(hours=23))
    kept = hours(database, clock, [deeds.job])
    await kept.catch_up()
    clock.at(at(SATURDAY, 20))
    deeds.fails = deeds.tries + 2
    await kept.catch_up()
    clock.at(at(SUNDAY, 9))
    deeds.late_ok = timedelta(hours=30)
    kept = hours(database, clock, [deeds.job])
    await kept.catch_up()
    assert await published(database) == [f"{FRIDAY}"]
    await kept.catch_up()
    assert await published(database) == [f"{FRIDAY}", f"{SATURDAY}", f"{SUNDAY}"]


async def test_a_failure_that_lasts_too_long_is_recorded_and_no_longer_shouted(database: Database) -> None:
    clock = StoppedClock(at(FRIDAY, 9))
    kept = hours(database, clock, [Deeds().job, Deeds("broken", fails=99).job])
    await kept.catch_up()
    assert kept.failures.keys() == {"broken"}
    clock.at(at(FRIDAY, 13))
    await database.write(lambda tx: runs.begin_keeping(tx, at(THURSDAY, 12)))
    await kept.catch_up()
    assert not kept.failures
    rows = await database.read(lambda tx: tx.rows("runs_export"))
    assert [r["state"] for r in rows if r["job"] == "broken"] == ["missed"]


async def test_what_was_due_before_there_was_a_bot_was_missed_by_nobody(database: Database) -> None:
    clock = StoppedClock(at(MONDAY, 15))
    kept = hours(database, clock, [Deeds().job])
    await kept.catch_up()
    assert await recorded(database) == {}
    clock.at(at(MONDAY + timedelta(days=2), 15))
    await database.write(lambda tx: runs.begin_keeping(tx, at(MONDAY, 15)))
    await kept.catch_up()
    assert await recorded(database) == dict.fromkeys(("2026-12-01", "2026-12-02"), "missed")


async def test_a_job_that_overtakes_itself_runs_its_last_moment_only_and_misses_nothing(database: Database) -> None:
    clock = StoppedClock(at(FRIDAY, 9))
    ticks = Deeds("ticks", {"minute": "*/10"}, timedelta(hours=12), overtakes=True, format="%Y-%m-%dT%H:%M")
    kept = hours(database, clock, [ticks.job])
    await kept.catch_up()
    clock.at(at(MONDAY, 9, 5))
    await kept.catch_up()
    assert await recorded(database) == {"2026-11-27T09:00": "done", "2026-11-30T09:00": "done"}


async def test_by_hand_the_scheduled_claim_is_left_alone(database: Database) -> None:
    clock = StoppedClock(at(FRIDAY, 8))
    kept = hours(database, clock, [Deeds().job])
    await kept.run_by_hand("daily")
    assert await recorded(database) == {}
    clock.at(at(FRIDAY, 9))
    await kept.catch_up()
    assert await published(database) == [f"{FRIDAY}"] * 2


async def test_the_alarm_rings_at_the_hour_and_remembers_since_when(database: Database) -> None:
    """Real APScheduler on the real clock: a job of this very second."""
    from bot.clock import wall_clock

    deeds = Deeds("now", {"second": "*"}, timedelta(minutes=1), overtakes=True, format="%H:%M:%S")
    kept = hours(database, wall_clock, [deeds.job])  # type: ignore[arg-type]
    keeping = asyncio.create_task(kept.run())

    async def twice() -> bool:
        return len(await published(database)) >= 2

    await until(twice)
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)
    done = await published(database)
    assert len(done) == len(set(done)) >= 2
    known = await database.read(lambda tx: runs.history(tx, "another", wall_clock()))
    assert known.since is not None
