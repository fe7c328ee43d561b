"""Moving house between the databases: every row, every number and every counter arrives, or nothing does."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, closing
from pathlib import Path

import pytest

from messages.address import Address
from messages.errors import RefusedByRule
from messages.reply import Reply
from storage.core import copying, incarnation
from storage.core.copying import copy_all, tables
from storage.core.tx import Database
from storage.delivery import outbox, prompts
from tests.databases import Server, open_database
from tests.storage.conftest import ROWS
from tests.storage.test_contract_values import NOW
from tests.town import Town

Open = Callable[[str | Path], Awaitable[Database]]


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that do not divide the rows evenly, and some that do."""
    monkeypatch.setattr(copying, "PAGE", 7)


@pytest.fixture
async def house() -> AsyncIterator[Open]:
    """Opens a file or a server; all are closed again, however the test ends."""
    async with AsyncExitStack() as stack:

        async def opened(where: str | Path) -> Database:
            database = await open_database(f"sqlite:///{where}" if isinstance(where, Path) else where)
            stack.push_async_callback(database.close)
            return database

        yield opened


@pytest.fixture
async def another_url(postgres_server: Server) -> AsyncIterator[str]:
    url = await postgres_server.lend()
    yield url
    await postgres_server.take_back(url)


def dump(path: Path) -> list[tuple[object, ...]]:
    """Everything in a file, counters too."""
    with closing(sqlite3.connect(path)) as file:
        names = [name for (name,) in file.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
        return [
            (name, *row)
            for name in names
            if name != "migrations"
            for row in sorted(file.execute(f"SELECT * FROM {name}").fetchall(), key=repr)
        ]


async def counts(database: Database) -> dict[str, int]:
    async def count(side: copying._Side) -> dict[str, int]:
        return {t.name: (await side.rows(f"SELECT count(*) FROM {t.name}"))[0][0] for t in tables()}

    return await copying._on(database, count, writes=False)


def test_the_tables_are_all_there_in_an_order_that_can_be_filled() -> None:
    tables.cache_clear()
    names = [table.name for table in tables()]
    assert {"people", "shops", "ratings", "outbox", "wrong_codes"} <= set(names)
    assert names.index("people") < names.index("holdings") < names.index("self_checks") < names.index("observations")
    assert {table.name for table in tables() if table.for_ever} >= {"offers", "outbox", "web_letters"}


async def test_from_sqlite_to_postgres_and_back(house: Open, full: Path, tmp_path: Path, postgres_url: str) -> None:
    server = await house(postgres_url)
    copied = await copy_all(await house(full), server)
    assert copied["people"] == ROWS
    assert copied["wrong_codes"] == 2 * ROWS
    assert copied["offers"] == 20
    assert all(copied[table.name] for table in tables() if table.name != "web_letters")

    await server.backup(tmp_path / "back.db")
    assert dump(tmp_path / "back.db") == dump(full)


async def test_from_server_to_server(
    house: Open, full: Path, tmp_path: Path, postgres_url: str, another_url: str
) -> None:
    first, second = await house(postgres_url), await house(another_url)
    await copy_all(await house(full), first)
    assert await copy_all(first, second) == await counts(first)
    await second.backup(tmp_path / "back.db")
    assert dump(tmp_path / "back.db") == dump(full)


@pytest.mark.parametrize("way", ["to postgres", "to sqlite"])
async def test_new_numbers_go_on_where_the_old_ones_stopped(
    house: Open, full: Path, tmp_path: Path, postgres_url: str, way: str
) -> None:
    """A button of an prompt long forgotten must never find a new one under its number."""
    target = await house(postgres_url if way == "to postgres" else tmp_path / "new.db")
    await copy_all(await house(full), target)
    to, life = Address("telegram", "li"), await target.read(incarnation.token)
    assert await target.write(lambda tx: prompts.add(tx, to, Reply("?"), NOW)) == prompts.Reference(ROWS + 1, life)
    message = await target.write(lambda tx: outbox.add(tx, to, Reply("!"), key="new", now=NOW))
    assert message is not None
    assert message.id == ROWS + 1
    assert await target.write(lambda tx: tx.value("branch_add", name="第九支部")) == ROWS + 1


async def test_only_into_an_empty_house(house: Open, full: Path, postgres_url: str) -> None:
    server = await house(postgres_url)
    await server.write(lambda tx: tx.value("branch_add", name="第一支部"))
    with pytest.raises(RefusedByRule, match="has to be empty"):
        await copy_all(await house(full), server)
    assert sum((await counts(server)).values()) == 1


async def test_a_bot_that_is_still_running_is_noticed(
    house: Open, full: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What comes in after its table was copied would be lost: then nothing at all is kept."""
    old, server = await house(full), await house(postgres_url)
    copy_table = copying._copy_table

    async def and_meanwhile(source: copying._Side, target: copying._Side, table: copying.Table) -> None:
        await copy_table(source, target, table)
        if table.name == "seen":
            await old.write(lambda tx: tx.do("seen_record", key="late", at=NOW))

    monkeypatch.setattr(copying, "_copy_table", and_meanwhile)
    with pytest.raises(RefusedByRule, match="still running"):
        await copy_all(old, server)
    assert sum((await counts(server)).values()) == 0


@pytest.mark.parametrize("shape", ["telegram"])
async def test_a_street_moves_house_and_its_day_goes_on(
    house: Open, town: Town, tmp_path: Path, another_url: str
) -> None:
    """The conversation goes on where it stood: the question in hand and the numbers of the list."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await li.says("自查")
    await town.database.backup(tmp_path / "moving.db")
    there = await house(another_url)
    await copy_all(await house(tmp_path / "moving.db"), there)

    town.clock.forward(minutes=2)  # moving takes longer than a claim lasts
    town.database, here = there, town.database
    await town.restart()
    await li.taps("五项都做到了")
    li.sees("李记面馆")
    await wang.says("1 好")
    wang.sees("李记面馆")
    assert (await counts(there))["self_checks"] == 1
    town.database = here
    await town.restart()
