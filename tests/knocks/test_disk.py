"""The disk fills up, cannot be written, or has lost its mind: it says so, loses nothing, goes on by itself."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.app import App
from app.settings import Settings
from messages.address import Address
from messages.errors import StorageDown
from messages.incoming import Incoming
from programme.rules import Rules
from storage.core.sqlite import SqliteDatabase, open_sqlite
from storage.delivery import inbox
from tests.knocks.limited import REFUSED
from tests.knocks.unsynced import shim
from tests.town import FAST, Limits, ListChannel, StoppedClock
from tests.waiting import until

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
LI = Address("telegram", "li")


@dataclass
class Bot:
    """The whole bot on one file, and what it has acknowledged."""

    app: App
    file: SqliteDatabase
    clock: StoppedClock
    taken: int = 0
    tried: int = 0

    async def hears(self, text: str = "帮助") -> None:
        """One message, whose number is only spent when it is acknowledged: a channel delivers the same one again."""
        await self.app.engine.receive(Incoming(f"telegram:{self.taken}", LI, self.clock(), text=text))
        self.taken += 1

    async def pragma(self, words: str) -> Any:
        row = await (await self.file._writer.execute(f"PRAGMA {words}")).fetchone()
        return row[0] if row else None

    async def seen(self) -> int:
        """How many messages are in the file for good."""
        with sqlite3.connect(f"file:{self.file.path}?mode=ro", uri=True) as other:
            (many,) = other.execute("SELECT count(*) FROM seen").fetchone()
        other.close()
        return int(many)


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    settings = Settings(data_dir=tmp_path, _env_file=None)  # type: ignore[call-arg]
    file, clock = await open_sqlite(tmp_path / "town.db"), StoppedClock(NOW)
    channel: Any = ListChannel("telegram", Limits(**FAST))
    app = App(settings, Rules(), file, channels=[channel], parts=("web", "sender"), clock=clock)
    await app.prepare()
    app.start()
    yield Bot(app, file, clock)
    await app.stop()
    await file.close()


async def until_refused(bot: Bot, many: int = 3000) -> None:
    for _ in range(many):
        try:
            await bot.hears("求" * 900)
        except StorageDown:
            return
    raise AssertionError("it never fills up")


async def test_a_disk_that_is_full(bot: Bot) -> None:
    pages = await bot.pragma("page_count")
    await bot.pragma(f"max_page_count={pages + 6}")
    await until_refused(bot)
    with pytest.raises(StorageDown, match="full"):
        await bot.hears("求" * 900)  # something shorter may still fit the last page
    report = await bot.app.health()
    assert not report.ok
    assert "full" in report.parts["database"]
    assert await bot.seen() == bot.taken, "what was acknowledged is there, and nothing else"
    await bot.pragma("max_page_count=1000000")
    await bot.hears()
    assert (await bot.app.health()).parts["database"] == "", "room again: it went on by itself"
    assert await bot.seen() == bot.taken


async def test_a_file_that_can_no_longer_be_written(bot: Bot) -> None:
    await bot.hears()
    await bot.pragma("query_only=ON")
    for _ in range(3):
        with pytest.raises(StorageDown, match="readonly"):
            await bot.hears()
    assert "readonly" in (await bot.app.health()).parts["database"]
    await bot.pragma("query_only=OFF")
    await bot.hears()
    assert (await bot.app.health()).parts["database"] == ""
    assert await bot.seen() == bot.taken == 2


async def test_many_who_speak_while_it_is_full_are_all_refused_and_all_taken_later(bot: Bot) -> None:
    async def one(number: int) -> bool:
        sender = Address("telegram", f"u{number}")
        try:
            await bot.app.engine.receive(Incoming(f"telegram:many:{number}", sender, NOW, text="帮助"))
        except StorageDown:
            return False
        return True

    await bot.pragma("query_only=ON")
    assert not any(await asyncio.gather(*map(one, range(100))))
    await bot.pragma("query_only=OFF")
    assert all(await asyncio.gather(*map(one, range(100))))
    assert await bot.seen() == 100


async def test_a_clock_that_jumps_back(bot: Bot) -> None:
    """A repaired clock answers all the same, and tells no one twice."""
    channel: Any = bot.app.channels["telegram"]
    await bot.hears()
    bot.clock.forward(days=-40)
    await bot.hears()
    await until(lambda: _said(channel, 2))
    bot.clock.forward(days=400)
    await bot.hears()
    await until(lambda: _said(channel, 3))


def _said(channel: ListChannel, many: int) -> bool:
    assert len(channel.sent) <= many
    return len(channel.sent) == many


def spoilt(path: Path, how: str) -> None:
    """A database of some size, spoilt as disks and people do."""
    asyncio.run(_filled(path))
    content = bytearray(path.read_bytes())
    if how == "no database":
        path.write_bytes(b"this is a message, not a database\n" * 4000)
    elif how == "first page":
        path.write_bytes(content[:16] + os.urandom(4080) + content[4096:])
    elif how == "cut short":
        path.write_bytes(content[: len(content) // 3])


async def _filled(path: Path) -> None:
    file = await open_sqlite(path)

    async def fill(tx: Any) -> None:
        for number in range(2000):
            await inbox.is_new(tx, f"telegram:{number}", NOW)

    await file.write(fill)
    await file.close()


def doctor(folder: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "FIVESTAR_DATABASE_URL": f"sqlite:///{folder / 'town.db'}", "FIVESTAR_DATA_DIR": str(folder)}
    command = [sys.executable, "-m", "bot", "doctor"]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=env, timeout=60)


@pytest.mark.slow
@pytest.mark.parametrize("how", ["no database", "first page", "cut short"])
def test_a_spoilt_file_is_said_by_the_doctor(tmp_path: Path, how: str) -> None:
    spoilt(tmp_path / "town.db", how)
    told = doctor(tmp_path)
    assert told.returncode == 1
    assert "✗" in told.stdout
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize("wal", [b"", b"\x00" * 8192, b"\x37\x7f\x06\x82" + os.urandom(9000)])
async def test_a_journal_that_is_nonsense_loses_nothing_that_was_in_the_file(tmp_path: Path, wal: bytes) -> None:
    path = tmp_path / "town.db"
    await _filled(path)
    Path(f"{path}-wal").write_bytes(wal)
    file = await open_sqlite(path)
    assert not await file.write(lambda tx: inbox.is_new(tx, "telegram:1999", NOW)), "it is known still"
    assert await file.write(lambda tx: inbox.is_new(tx, "telegram:2000", NOW))
    await file.close()


async def test_a_journal_whose_tail_was_torn_off_keeps_every_whole_commit_before_it(tmp_path: Path) -> None:
    """As after a power cut in the middle of a write: copies of both files as they stand, the last frame cut."""
    file = await open_sqlite(tmp_path / "town.db")
    for number in range(50):
        await file.write(lambda tx, n=number: inbox.is_new(tx, f"telegram:{n}", NOW))  # type: ignore[misc]
    (tmp_path / "copy.db").write_bytes((tmp_path / "town.db").read_bytes())
    torn = (tmp_path / "town.db-wal").read_bytes()[:-2000]
    (tmp_path / "copy.db-wal").write_bytes(torn)
    await file.close()
    again = await open_sqlite(tmp_path / "copy.db")
    known = [not await again.write(lambda tx, n=n: inbox.is_new(tx, f"telegram:{n}", NOW)) for n in range(50)]  # type: ignore[misc]
    assert known[:49] == [True] * 49, "only what was torn may be gone"
    await again.close()


@pytest.mark.slow
def test_no_file_handles_left(tmp_path: Path) -> None:
    """A child with all its handles spent: refused in words or taken, and well again once some are free."""
    child = [sys.executable, "-W", "ignore", "-m", "tests.knocks.limited", str(tmp_path)]
    told = subprocess.run(child, capture_output=True, text=True, check=False, timeout=60)
    assert told.returncode == 0, told.stderr[-2000:]
    assert told.stdout.splitlines()[-1] in {"well", REFUSED}


@pytest.mark.skipif(
    not (sys.platform == "linux" and shutil.which("cc")), reason="it takes a C compiler to break a disk"
)
def test_a_disk_that_cannot_sync(tmp_path: Path) -> None:
    """What did not reach the disk is refused, not acknowledged; well again once the disk is."""
    env = {**os.environ, "BROKEN": str(tmp_path / "broken"), "LD_PRELOAD": str(shim(tmp_path, "cc"))}
    child = [sys.executable, "-m", "tests.knocks.unsynced", str(tmp_path)]
    told = subprocess.run(child, capture_output=True, text=True, check=False, timeout=60, env=env)
    assert told.returncode == 0, told.stderr[-2000:]
    *refused, last = told.stdout.splitlines()
    assert last == "well"
    assert len(refused) == 20
    assert all("disk I/O error" in words for words in refused)


async def test_the_clock_of_the_hours_jumps_back(bot: Bot) -> None:
    """Nothing that was done is done again."""
    await bot.app.hours.catch_up()
    before = await _runs(bot)
    bot.clock.forward(hours=-6)
    await bot.app.hours.catch_up()
    bot.clock.at(NOW + timedelta(seconds=1))
    await bot.app.hours.catch_up()
    after = await _runs(bot)
    assert {k: v for k, v in after.items() if k in before} == before
    assert not bot.app.hours.failures


async def _runs(bot: Bot) -> dict[tuple[str, str], int]:
    other = sqlite3.connect(f"file:{bot.file.path}?mode=ro", uri=True)
    rows = other.execute("SELECT job, period, claimed_at FROM runs").fetchall()
    other.close()
    return {(job, period): at for job, period, at in rows}
