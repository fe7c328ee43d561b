"""A large town's week takes a second to read: it is read once for all who come, ahead of them, and never shown old."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from documents.digest.digest_figures import Digest
from documents.examples import street_week
from messages.errors import StorageDown
from web.board.week import KEPT, SHOWN, WeekNow


class SlowWeek:
    """A week that is read when `ready` is set; counts how often."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 28, 12, tzinfo=UTC)
        self.ready = asyncio.Event()
        self.reads = 0
        self.is_down = False

    async def read(self) -> Digest:
        self.reads += 1
        await self.ready.wait()
        if self.is_down:
            raise StorageDown("the disk is full")
        return street_week(shops=self.reads)

    def shown(self) -> WeekNow:
        return WeekNow(self.read, lambda: self.now)


async def turn() -> None:
    """Let everything that can go on go on."""
    for _ in range(5):
        await asyncio.sleep(0)


async def test_it_is_read_before_anybody_comes_and_once_for_all() -> None:
    slow = SlowWeek()
    week = slow.shown()
    week.refresh()
    await turn()
    comers = [asyncio.create_task(week()) for _ in range(3)]
    await turn()
    slow.ready.set()
    assert {len((await comer).shops) for comer in comers} == {1}
    assert slow.reads == 1


async def test_what_is_seconds_old_is_shown_at_once_and_read_anew_beside() -> None:
    slow = SlowWeek()
    slow.ready.set()
    week = slow.shown()
    assert len((await week()).shops) == 1
    slow.ready.clear()
    slow.now += KEPT
    assert len((await week()).shops) == 1, "nobody waits"
    await turn()
    assert slow.reads == 2
    slow.ready.set()
    await turn()
    assert len((await week()).shops) == 2


async def test_what_is_older_is_waited_for() -> None:
    slow = SlowWeek()
    slow.ready.set()
    week = slow.shown()
    await week()
    slow.now += SHOWN
    assert len((await week()).shops) == 2
    slow.now -= timedelta(hours=1)
    assert len((await week()).shops) == 3, "a clock that was put back makes nothing new"


async def test_a_reading_that_failed_beside_a_page_is_told_to_the_next() -> None:
    slow = SlowWeek()
    slow.ready.set()
    week = slow.shown()
    await week()
    slow.is_down = True
    week.refresh()
    await turn()
    with pytest.raises(StorageDown):
        await week()
