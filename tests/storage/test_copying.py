"""Moving house between the databases: every row, every number and every counter arrives, or nothing does."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest

from bot.errors import RefusedByRule
from bot.messages import Address, Reply
from storage import copying, offers, outbox
from storage.copying import copy_all, tables
from storage.sqlite import open_sqlite
from storage.tx import Database
from tests.databases import Server, open_database
from tests.storage.test_contract_values import NOW
from tests.town import Town

ROWS = 23


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that do not divide the rows evenly, and some that do."""
    monkeypatch.setattr(copying, "PAGE", 7)


async def full(path: Path) -> Path:
    """A file with rows in every table: odd words, nothing, the largest numbers, rows without a key of their own."""
    await (await open_sqlite(path)).close()
    with sqlite3.connect(path) as file:
        file.execute("PRAGMA foreign_keys=ON")
        for table in tables():
            if table.name != "migrations":
                for number in range(1, ROWS + 1):
                    _insert(file, table.name, number)
        file.execute("INSERT INTO wrong_codes SELECT * FROM wrong_codes")
        file.execute("DELETE FROM offers WHERE id > 20")
        file.execute("DELETE FROM web_letters")
    file.close()
    return path


def _insert(file: sqlite3.Connection, table: str, number: int) -> None:
    refers = {row[3] for row in file.execute(f"PRAGMA foreign_key_list({table})")}
    values: dict[str, object] = {}
    for _, name, kind, needed, _, key in file.execute(f"PRAGMA table_info({table})").fetchall():
        if name in refers or (key == 1 and kind == "INTEGER"):
            values[name] = number
        elif not needed and number % 3 == 0:
            values[name] = None
        elif kind == "TEXT":
            values[name] = f"{number}「五星」' \" \\ 👍\n{name}"
        else:
            values[name] = number / 7 if kind == "REAL" else 2**53 - number
    columns, marks = ", ".join(values), ", ".join("?" * len(values))
    file.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", tuple(values.values()))


def dump(path: Path) -> list[tuple[object, ...]]:
    """Everything in a file, counters too."""
    file = sqlite3.connect(path)
    names = [name for (name,) in file.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
    rows = [
        (name, *row)
        for name in names
        if name != "migrations"
        for row in sorted(file.execute(f"SELECT * FROM {name}").fetchall(), key=repr)
    ]
    file.close()
    return rows


def test_the_tables_are_all_there_in_an_order_that_can_be_filled() -> None:
    names = [table.name for table in tables()]
    assert {"people", "shops", "ratings", "outbox", "wrong_codes"} <= set(names)
    assert names.index("people") < names.index("holdings") < names.index("self_checks") < names.index("observations")
    assert {table.name for table in tables() if table.for_ever} >= {"offers", "outbox", "web_letters"}


async def test_from_sqlite_to_postgres_and_back(tmp_path: Path, postgres_url: str) -> None:
    old = await open_sqlite(await full(tmp_path / "old.db"))
    server = await open_database(postgres_url)
    counts = await copy_all(old, server)
    assert counts["people"] == ROWS
    assert counts["wrong_codes"] == 2 * ROWS
    assert counts["offers"] == 20
    assert all(counts[table.name] for table in tables() if table.name not in ("web_letters", "migrations"))

    await server.backup(tmp_path / "back.db")
    assert dump(tmp_path / "back.db") == dump(tmp_path / "old.db")
    await old.close()
    await server.close()


async def test_from_server_to_server(tmp_path: Path, postgres_url: str, postgres_server: Server) -> None:
    old = await open_sqlite(await full(tmp_path / "old.db"))
    first = await open_database(postgres_url)
    other_url = await postgres_server.lend()
    second = await open_database(other_url)
    await copy_all(old, first)
    assert await copy_all(first, second) == await _counts(first)
    await second.backup(tmp_path / "back.db")
    assert dump(tmp_path / "back.db") == dump(tmp_path / "old.db")
    for database in (old, first, second):
        await database.close()
    await postgres_server.take_back(other_url)


async def _counts(database: Database) -> dict[str, int]:
    async def count(side: copying._Side) -> dict[str, int]:
        return {t.name: (await side.rows(f"SELECT count(*) FROM {t.name}"))[0][0] for t in tables()}

    return await copying._on(database, count, writes=False)


@pytest.mark.parametrize("way", ["to postgres", "to sqlite"])
async def test_new_numbers_go_on_where_the_old_ones_stopped(tmp_path: Path, postgres_url: str, way: str) -> None:
    """A button of an offer long forgotten must never find a new one under its number."""
    target: Database
    old = await open_sqlite(await full(tmp_path / "old.db"))
    if way == "to postgres":
        target = await open_database(postgres_url)
    else:
        target = await open_sqlite(tmp_path / "new.db")
    await copy_all(old, target)
    to = Address("telegram", "li")
    assert await target.write(lambda tx: offers.add(tx, to, Reply("?"), NOW)) == ROWS + 1
    letter = await target.write(lambda tx: outbox.add(tx, to, Reply("!"), key="new", now=NOW))
    assert letter is not None
    assert letter.id == ROWS + 1
    assert await target.write(lambda tx: tx.value("branch_add", name="第九支部")) == ROWS + 1
    await old.close()
    await target.close()


async def test_only_into_an_empty_house(tmp_path: Path, postgres_url: str) -> None:
    old = await open_sqlite(await full(tmp_path / "old.db"))
    server = await open_database(postgres_url)
    await server.write(lambda tx: tx.value("branch_add", name="第一支部"))
    with pytest.raises(RefusedByRule, match="has to be empty"):
        await copy_all(old, server)
    assert sum((await _counts(server)).values()) == 1 + (await _counts(server))["migrations"]
    await old.close()
    await server.close()


async def test_a_bot_that_is_still_running_is_noticed(
    tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What comes in after its table was copied would be lost: then nothing at all is kept."""
    old = await open_sqlite(await full(tmp_path / "old.db"))
    server = await open_database(postgres_url)
    copy_table = copying._copy_table

    async def and_meanwhile(source: copying._Side, target: copying._Side, table: copying.Table) -> None:
        await copy_table(source, target, table)
        if table.name == "seen":
            await old.write(lambda tx: tx.do("seen_record", key="late", at=NOW))

    monkeypatch.setattr(copying, "_copy_table", and_meanwhile)
    with pytest.raises(RefusedByRule, match="still running"):
        await copy_all(old, server)
    assert (await _counts(server))["people"] == 0
    await old.close()
    await server.close()


@pytest.mark.parametrize("shape", ["telegram"])
async def test_a_street_moves_house_and_its_day_goes_on(town: Town, tmp_path: Path, postgres_server: Server) -> None:
    """The conversation goes on where it stood: the question in hand, the numbers of the list, what was said before."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await li.says("有问题")
    asked = li.screen[-1].reply.text if hasattr(li, "screen") else ""
    file = tmp_path / "moving.db"
    await town.database.backup(file)
    moved_out = await open_sqlite(file)
    url = await postgres_server.lend()
    there = await open_database(url)
    await copy_all(moved_out, there)
    await moved_out.close()
    await town.stop()
    town.database, old = there, town.database
    await town.start()
    await wang.says("1 好")
    wang.sees("李记面馆")
    assert isinstance(asked, str)
    await town.stop()
    town.database = old
    await town.start()
    await there.close()
    await postgres_server.take_back(url)


def test_nothing_is_left_open(tmp_path: Path) -> None:
    """The layout is read from a schema in memory that is closed again (warnings are errors here)."""
    tables.cache_clear()
    assert tables()
    asyncio.run(full(tmp_path / "x.db"))
