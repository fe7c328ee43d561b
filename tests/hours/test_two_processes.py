"""Two processes with clocks write to one street: one message each, and its buttons still mean something."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date

import pytest

from bot.job import Job, JobRun
from bot.scheduler import Scheduler
from storage.core.tx import Tx
from storage.delivery import conversations
from storage.people import people
from storage.shops import shops
from tests.databases import open_database
from tests.town import Town, found_jobs, on_day

pytestmark = pytest.mark.parametrize("shape", ["telegram"])

TUESDAY = date(2026, 11, 24)


async def test_two_clocks_ask_each_merchant_once_and_the_answer_is_taken(town: Town, database_url: str) -> None:
    street = [await town.merchant(f"店{n}") for n in range(25)]
    beside = await open_database(database_url)

    def work_for(job: Job, period: str, hand: bool) -> JobRun:
        return replace(town.work_for(job, period, hand), database=beside)

    other = Scheduler(found_jobs(), work_for, beside, town.clock, town.zone)
    town.clock.at(on_day(TUESDAY, 8, 54))
    await asyncio.gather(*[kept.catch_up("reminders") for kept in (town.hours, other) for _ in range(2)])
    await town.settle()
    await beside.close()
    assert [len(merchant.heard) for merchant in street] == [1] * 25
    for merchant in street[::6]:
        await merchant.taps("五项都做到了")
        merchant.sees("收到")


async def test_a_run_that_dies_between_two_chunks_goes_on_where_it_was(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    street = [await town.merchant(f"店{n}") for n in range(9)]
    monkeypatch.setattr("schedules.reminders.CHUNK", 3)
    town.clock.at(on_day(TUESDAY, 8, 54))
    write = JobRun.write
    done = 0

    async def dies(self: JobRun, work: object) -> object:
        nonlocal done
        done += 1
        if done == 3:
            raise ConnectionError("the process is killed here")
        return await write(self, work)  # type: ignore[arg-type]

    monkeypatch.setattr(JobRun, "write", dies)
    await town.hours.catch_up("reminders")
    await town.settle()
    assert sorted(len(m.heard) for m in street) == [0] * 3 + [1] * 6
    assert "reminders" in town.hours.failures
    await town.restart()
    await town.hours.catch_up("reminders")
    await town.settle()
    assert [len(m.heard) for m in street] == [1] * 9
    assert "reminders" not in town.hours.failures


async def test_a_long_street_is_asked_within_their_twenty_minutes(town: Town) -> None:
    """The stroke of half past eight has nobody; the ticks carry the rest."""

    async def move_in(tx: Tx) -> None:
        for n in range(300):
            shop = await town.add_shop(tx, f"店{n}")
            person = await people.add(tx, name=f"老板{n}", now=town.clock())
            where = town.player(f"p{n}").address
            await conversations.save(
                tx, where, person_id=person, step="", in_hand=None, thread="", seen_at=town.clock()
            )
            await shops.hold(tx, shop, person, town.clock())

    await town.database.write(move_in)
    asked = {}
    for minute in (30, 34, 44, 54):
        town.clock.at(on_day(TUESDAY, 8, minute))
        await town.hours.catch_up("reminders")
        await town.settle()
        asked[minute] = len(town.channel.sent)
    assert asked[30] == 0
    assert 20 < asked[34] < asked[44] < asked[54] == 300
