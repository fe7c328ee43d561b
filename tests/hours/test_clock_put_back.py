"""A machine's clock that was hours ahead is put right: what comes due by the right one is done."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest

from bot import scheduler as module
from storage.core.tx import Database
from tests.hours.alarm import Deeds, at, hours, published
from tests.town import StoppedClock
from tests.waiting import until

DAY = date(2026, 11, 24)
EVERY_TEN = Deeds(at={"minute": "*/10"}, format="%H:%M", overtakes=True)


async def until_published(database: Database, *periods: str) -> None:
    async def so() -> bool:
        return await published(database) == [*periods]

    await until(so)


async def test_what_was_settled_in_the_future_is_looked_at_again(database: Database) -> None:
    """Eight hours ahead, every job was looked through to the evening and not again before it."""
    clock = StoppedClock(at(DAY, 17, 1))
    kept = hours(database, clock, [EVERY_TEN.job])
    await kept.catch_up()
    await kept.catch_up()
    clock.at(at(DAY, 9, 11))
    await kept.catch_up()
    assert await published(database) == ["17:00", "09:10"]


async def test_it_is_looked_by_a_clock_that_nobody_sets(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The alarm waits for an hour of the wall clock: put back, it slept for as long as the clock had been ahead."""
    monkeypatch.setattr(module, "CATCH_UP_MINUTES", 0.001)
    clock = StoppedClock(at(DAY, 9, 11))
    running = asyncio.create_task(hours(database, clock, [EVERY_TEN.job]).run())
    await until_published(database, "09:10")
    clock.forward(minutes=10)
    await until_published(database, "09:10", "09:20")
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
