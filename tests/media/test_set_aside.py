"""What breaks its worker twice is set aside, however often the process dies: its sender is told what to do."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import closing
from pathlib import Path

import pytest

from bot.media import CLAIM, OPENINGS
from documents.drawing.picture_header import MEMORY
from documents.isolation.limits import Limits
from documents.isolation.workers import Workers
from messages.errors import NotSent
from storage.core.tx import Database, Work
from storage.photos import media
from tests.media import poison
from tests.media.pictures import saved, scene
from tests.media.test_fetching import TELEGRAM, Line, case, photo, rows
from tests.town import Town
from tests.waiting import until

HASTY = Limits(cpu=1, wall=0.01, memory=MEMORY)
"""Less time than anything takes."""


@pytest.fixture
async def hasty(town: Town) -> AsyncIterator[Town]:
    """A town whose workers are ended at once."""
    workers = town.workers = Workers(most=1, photo=HASTY, roster=HASTY)
    await town.restart()
    yield town
    workers.close()


@TELEGRAM
async def test_a_photo_that_breaks_two_workers_is_set_aside_and_its_sender_told(hasty: Town) -> None:
    li, _ = await case(hasty)
    await li.sends_photo("秩序 货又出店了", poison.jpeg(3_000, 2_000))
    [row] = await rows(hasty)
    assert (row.state, row.opened) == ("to fetch", 1)
    for _ in range(4):
        hasty.clock.forward(minutes=1)
        await hasty.settle()
    [row] = await rows(hasty)
    assert (row.state, row.opened) == ("set aside", OPENINGS)
    assert "too long" in row.error
    li.sees_somewhere("试了两次都打不开", "重新拍一张")
    assert li.looks().count("试了两次") == 1
    aside = await hasty.database.read(lambda tx: media.set_aside(tx, hasty.clock.now))
    assert aside == [], "named for some days only"
    [named] = await hasty.database.read(lambda tx: media.set_aside(tx, row.at))
    assert (named.kind, named.id) == ("photo", row.id)


@TELEGRAM
async def test_the_others_go_on_meanwhile(hasty: Town) -> None:
    li, _ = await case(hasty)
    await li.sends_photo("秩序 货又出店了", poison.jpeg(3_000, 2_000))
    hasty.workers = None
    await hasty.restart()
    await li.sends_photo("", saved(scene(2)))
    assert sorted(row.state for row in await rows(hasty)) == ["stored", "to fetch"]


class AnswersLate:
    """A database that commits, and says so only long after a picture was counted as opened."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.counted = asyncio.Event()

    def __getattr__(self, name: str) -> object:
        return getattr(self._database, name)

    async def write(self, work: Work[object], *, alone: Iterable[str] = ()) -> object:
        result = await self._database.write(work, alone=alone)
        if any(row.opened for row in await self._database.read(lambda tx: tx.all(media.Media, "media_every"))):
            self.counted.set()
            await asyncio.Event().wait()
        return result


@TELEGRAM
async def test_told_to_stop_between_counting_and_opening_it_counts_as_no_try(town: Town) -> None:
    li, _ = await case(town)
    town.fetcher_at_rest = True
    await li.says("秩序 货又出店了", await photo(town))
    real = town.database
    town.database = late = AnswersLate(real)
    running = asyncio.create_task(town.another_fetcher().run())
    await late.counted.wait()
    late.write = real.write
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    town.database = real
    [row] = await rows(town)
    assert (row.state, row.opened) == ("to fetch", 0)


def _opened(path: Path) -> int:
    with closing(sqlite3.connect(path)) as database:
        return int(database.execute("SELECT max(opened) FROM media").fetchone()[0])


@TELEGRAM
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_photo_that_kills_the_whole_process_is_opened_twice_and_never_again(town: Town) -> None:
    """Killed, it was once claimed again with no try counted, for ever."""
    li, _ = await case(town)
    town.fetcher_at_rest = True
    await li.sends_photo("秩序 货又出店了", poison.scans(50, 6_000, 5_000))
    path, env = Path(str(town.database.path)), {**os.environ, "PYTHONUNBUFFERED": "1"}  # type: ignore[attr-defined]
    for n in range(OPENINGS):
        command = [sys.executable, "-m", "tests.media.fetching", str(path), str(town.folder)]
        child = await asyncio.create_subprocess_exec(*command, env=env)
        await until(lambda n=n: _opened(path) > n, "it is never opened")  # type: ignore[misc]
        child.kill()
        await child.wait()
        await town.database.write(media.release_claims)
    [row] = await rows(town)
    assert (row.state, row.opened) == ("to fetch", OPENINGS)
    town.fetcher_at_rest = False
    town.clock.forward(minutes=10)
    await town.settle()
    [row] = await rows(town)
    assert (row.state, row.opened) == ("set aside", OPENINGS)
    li.sees_somewhere("试了两次都打不开")


@TELEGRAM
async def test_a_process_that_keeps_dying_uses_up_nobodys_photo(town: Town) -> None:
    """Each claim counts a try before it is made; a bot that restarts fourteen times a minute must not spend them all."""
    li, _ = await case(town)
    town.fetcher_at_rest = True
    await li.sends_photo("秩序 货又出店了", saved(scene(3)))
    for _ in range(40):
        now = town.clock()
        [row] = await town.database.write(lambda tx, now=now: media.claim(tx, town.shape, now, now + CLAIM, 4))  # type: ignore[misc]
        await town.database.write(media.release_claims)
    assert row.attempts == 40
    Line(town, NotSent("no route"))
    town.fetcher_at_rest = False
    await town.settle()
    assert [row.state for row in await rows(town)] == ["to fetch"]
    town.clock.forward(hours=3)
    await town.settle()
    assert [row.state for row in await rows(town)] == ["stored"]


@TELEGRAM
async def test_being_told_to_stop_counts_as_no_try(town: Town) -> None:
    li, _ = await case(town)
    town.fetcher_at_rest = True
    await li.sends_photo("秩序 货又出店了", poison.scans(50, 6_000, 5_000))
    running = asyncio.create_task(town.fetcher.run())

    async def opened() -> bool:
        return bool((await rows(town))[0].opened)

    await until(opened, "it is never opened")
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    [row] = await rows(town)
    assert (row.state, row.opened) == ("to fetch", 0)
