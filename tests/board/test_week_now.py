"""A large town's week takes half a second to read: it is read once for all, ahead of them, and never shown old."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from documents.digest.digest_figures import Digest
from documents.examples import street_week
from messages.errors import StorageDown
from tests.waiting import LONG_ENOUGH
from web.board.week_now import KEPT, OLDEST, SHOWN, WeekNow


class SlowWeek:
    """A week that is read when `ready` is set; counts how often. `version` is the database's."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 28, 12, tzinfo=UTC)
        self.ready = asyncio.Event()
        self.reads = 0
        self.is_down = False
        self.version = 1
        self.appeals_due: datetime | None = None

    async def read(self) -> Digest:
        self.reads += 1
        await self.ready.wait()
        if self.is_down:
            raise StorageDown("the disk is full")
        week = street_week(shops=self.reads)
        return replace(week, through=self.now, findings=(), helps=(), appeals_due=self.appeals_due)

    async def asked(self) -> str:
        return str(self.version)

    def shown(self) -> WeekNow:
        return WeekNow(self.read, self.asked, lambda: self.now)


async def turn() -> None:
    """Let everything that can go on go on."""
    for _ in range(8):
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


async def test_after_a_quiet_hour_nothing_is_read_because_nothing_was_written() -> None:
    """The first page after an idle hour of a city read its whole week anew: half a second for the same figures."""
    slow = SlowWeek()
    slow.ready.set()
    week = slow.shown()
    await week()
    slow.now += OLDEST - timedelta(seconds=1)
    assert len((await week()).shops) == 1
    await turn()
    assert slow.reads == 1


async def test_what_changes_with_the_clock_alone_is_read_anew() -> None:
    slow = SlowWeek()
    slow.ready.set()
    slow.appeals_due = slow.now + timedelta(minutes=3)
    week = slow.shown()
    await week()
    slow.now += timedelta(minutes=4)
    assert len((await week()).shops) == 2, "a deadline has passed"
    slow.now += OLDEST
    assert len((await week()).shops) == 3, "nothing is kept for longer"
    slow.now = slow.now.replace(hour=23, minute=58)
    await week()
    slow.now += timedelta(minutes=3)
    read = slow.reads
    await week()
    assert slow.reads == read + 1, "another day"


async def test_what_was_written_seconds_ago_is_read_anew_beside_the_page() -> None:
    slow = SlowWeek()
    slow.ready.set()
    week = slow.shown()
    assert len((await week()).shops) == 1
    slow.ready.clear()
    slow.now += KEPT
    slow.version += 1
    assert len((await week()).shops) == 1, "nobody waits"
    await turn()
    assert slow.reads == 2
    slow.ready.set()
    await turn()
    assert len((await week()).shops) == 2


async def test_what_was_written_while_it_was_read_makes_it_old() -> None:
    slow = SlowWeek()
    week = slow.shown()
    week.refresh()
    await turn()
    slow.version += 1
    slow.ready.set()
    await turn()
    slow.now += SHOWN
    assert len((await week()).shops) == 2


async def test_what_is_older_is_waited_for() -> None:
    slow = SlowWeek()
    slow.ready.set()
    week = slow.shown()
    await week()
    slow.now += SHOWN
    slow.version += 1
    assert len((await week()).shops) == 2
    slow.now -= timedelta(hours=1)
    assert len((await week()).shops) == 3, "a clock that was put back makes nothing new"


async def test_it_is_kept_new_while_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only after something was written, and with pauses much longer than the readings."""
    slow = SlowWeek()
    slow.ready.set()
    week, pauses = slow.shown(), count()
    enough = asyncio.Event()

    async def pause(seconds: float) -> None:
        assert seconds >= 15
        slow.now += timedelta(seconds=seconds)
        slow.version += next(pauses) in (2, 5)
        if next(pauses) > 20:
            enough.set()
            await asyncio.Event().wait()

    monkeypatch.setattr("web.board.week_now.pause", pause)
    keeping = asyncio.create_task(week.keep())
    await asyncio.wait_for(enough.wait(), LONG_ENOUGH)
    keeping.cancel()
    assert slow.reads == 2, "at the start, and after something was written"
    assert len((await week()).shops) == 2
    assert slow.reads == 2, "whoever comes reads nothing"


async def test_a_reading_that_failed_beside_a_page_is_told_to_the_next() -> None:
    slow = SlowWeek()
    slow.ready.set()
    week = slow.shown()
    await week()
    slow.is_down = True
    slow.now += KEPT
    slow.version += 1
    week.refresh()
    await turn()
    with pytest.raises(StorageDown):
        await week()
