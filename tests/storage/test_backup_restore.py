"""A backup is whole whenever it is taken, and a restored street goes on as if nothing had been: on either database."""

from __future__ import annotations

import asyncio
import sqlite3
from argparse import Namespace
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from itertools import count
from pathlib import Path

import pytest

from app.cli import backup, restore
from app.lock import only_one
from messages.errors import RefusedByRule
from storage.core import backups
from storage.core.tx import Database
from storage.people import people
from tests.databases import Server, open_database
from tests.storage.test_contract_values import NOW
from tests.storage.test_copying import dump
from tests.town import MONDAY, StoppedClock, Town


@pytest.fixture(autouse=True)
def _settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings but ours, and the logs as they were."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("app.logs.set_up", lambda _format: None)


@pytest.fixture(params=["sqlite", "postgres"])
async def other_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The address of a second empty database of either kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'other.db'}"
        return
    server: Server = request.getfixturevalue("postgres_server")
    url = await server.lend()
    yield url
    await server.take_back(url)


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    database = await open_database(url)
    try:
        yield database
    finally:
        await database.close()


async def back_up(monkeypatch: pytest.MonkeyPatch, url: str, file: Path) -> None:
    monkeypatch.setenv("FIVESTAR_DATABASE_URL", url)
    assert await backup.run(Namespace(file=file)) == 0


async def bring_back(monkeypatch: pytest.MonkeyPatch, url: str, file: Path) -> None:
    monkeypatch.setenv("FIVESTAR_DATABASE_URL", url)
    assert await restore.run(Namespace(file=file)) == 0


async def test_a_backup_taken_while_people_write_is_one_moment_and_goes_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, database_url: str, other_url: str
) -> None:
    """Each write puts a branch and its journal line down together: a copy never holds one without the other."""
    file = tmp_path / "kept" / "copy.db"
    async with opened(database_url) as database:
        busy = asyncio.Event()
        written = asyncio.create_task(_write_on(database, busy))
        await busy.wait()
        await back_up(monkeypatch, database_url, file)
        assert file.stat().st_mode & 0o077 == 0, "telephone numbers are in it: nobody else on the machine reads them"
        written.cancel()
        await asyncio.gather(written, return_exceptions=True)
    assert backups.damage_of(file) == ""
    assert [p.name for p in file.parent.iterdir()] == ["copy.db"]
    branches, lines = _counts(file)
    assert branches == lines >= 10

    await bring_back(monkeypatch, other_url, file)
    async with opened(other_url) as there:
        town = Town(there, StoppedClock(MONDAY), tmp_path)
        await town.start()
        li = await town.merchant("李记面馆")
        await li.says("好")
        assert "李记面馆" in li.last
        await town.stop()
        assert await there.read(lambda tx: tx.value("branch_find", name=f"支部 {branches}")) == branches


async def _write_on(database: Database, busy: asyncio.Event) -> None:
    for number in count(1):

        async def both(tx: people.Tx, number: int = number) -> None:
            await tx.value("branch_add", name=f"支部 {number}")
            await people.journal(tx, NOW, None, "write", str(number))

        await database.write(both)
        if number == 10:
            busy.set()


def _counts(file: Path) -> tuple[int, int]:
    with closing(sqlite3.connect(file)) as copy:
        branches = copy.execute("SELECT count(*) FROM branches").fetchone()[0]
        return branches, copy.execute("SELECT count(*) FROM journal WHERE action = 'write'").fetchone()[0]


async def test_there_and_back_again_nothing_is_lost(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    full: Path,
    postgres_url: str,
) -> None:
    """SQLite → PostgreSQL → SQLite: every row is equal; the journal says what was done, and another life has begun.

    What belongs to the life before ends with it: questions asked, steps waited for, ways into the board.
    """
    await bring_back(monkeypatch, postgres_url, full)
    await back_up(monkeypatch, postgres_url, tmp_path / "from-server.db")
    await bring_back(monkeypatch, f"sqlite:///{tmp_path / 'home.db'}", tmp_path / "from-server.db")

    ended = ("journal", "incarnation", "board_links", "board_sessions")
    columns = {"offers": "closed_at", "conversations": "place"}

    def told(path: Path) -> list[tuple[object, ...]]:
        return [_without(path, row, columns.get(str(row[0]), "")) for row in dump(path) if row[0] not in ended]

    assert told(tmp_path / "home.db") == told(full)
    assert {row for row in dump(full) if row[0] == "journal"} <= set(dump(tmp_path / "home.db"))
    acts = [row[4] for row in dump(tmp_path / "home.db") if row[0] == "journal"]
    assert sorted(str(act) for act in acts if act in ("backup", "restore")) == ["restore", "restore"]


async def test_a_house_with_people_in_it_is_left_alone(
    monkeypatch: pytest.MonkeyPatch,
    full: Path,
    database_url: str,
) -> None:
    async with opened(database_url) as database:
        await database.write(lambda tx: tx.value("branch_add", name="第一支部"))
    with pytest.raises(RefusedByRule, match="has to be empty"):
        await bring_back(monkeypatch, database_url, full)
    async with opened(database_url) as database:
        assert await database.read(lambda tx: tx.value("branch_find", name="第一支部")) == 1


async def test_not_under_a_running_bot(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    full: Path,
) -> None:
    with only_one(tmp_path / "town.db"), pytest.raises(RefusedByRule, match="another bot"):
        await bring_back(monkeypatch, f"sqlite:///{tmp_path / 'town.db'}", full)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda file: file.unlink(), "没有找到"),
        (lambda file: file.write_bytes(b"a message to my aunt" * 400), "不完整"),
        (lambda file: file.write_bytes(file.read_bytes()[:9000]), "不完整"),
        (lambda file: _sql(file, "DROP TABLE migrations"), "不是本程序的备份"),
        (lambda file: _sql(file, "UPDATE migrations SET number = number + 9999"), "更新的版本"),
    ],
)
async def test_a_file_that_is_none_of_ours_is_refused_and_nothing_touched(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    full: Path,
    spoil: object,
    words: str,
) -> None:
    assert callable(spoil)
    spoil(full)
    with pytest.raises(RefusedByRule, match=words):
        await bring_back(monkeypatch, f"sqlite:///{tmp_path / 'new.db'}", full)
    assert not (tmp_path / "new.db").exists()


def _without(path: Path, row: tuple[object, ...], column: str) -> tuple[object, ...]:
    """A row of a dump without one column of its table."""
    if not column:
        return row
    with closing(sqlite3.connect(path)) as file:
        names = [found[1] for found in file.execute(f"PRAGMA table_info({row[0]})")]
    at = names.index(column) + 1
    return row[:at] + row[at + 1 :]


def _sql(file: Path, sql: str) -> None:
    with closing(sqlite3.connect(file)) as opened_file, opened_file:
        opened_file.execute(sql)
