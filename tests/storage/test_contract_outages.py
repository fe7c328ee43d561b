"""A database that cannot is told from a statement that is wrong, nothing is half done, and it recovers by itself."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest

from messages.address import Address
from messages.errors import StorageDown
from storage.core.postgres import PostgresDatabase, open_postgres
from storage.core.sqlite import open_sqlite
from storage.core.tx import Tx
from storage.delivery import conversations, inbox
from tests.databases import Server, running_server
from tests.waiting import until

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LI = Address("telegram", "li")
EVERYBODY = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'fivestar %'"


async def new(tx: Tx) -> bool:
    return await inbox.is_new(tx, "telegram:1:1", NOW)


async def recovered(database: PostgresDatabase) -> bool:
    """Write again until it is taken, as a channel does."""

    async def taken() -> list[bool]:
        try:
            return [await database.write(new)]
        except StorageDown:
            return []

    [is_new] = await until(taken, "it does not come back", every=0.05)
    return is_new


async def test_a_connection_lost_in_the_middle(postgres_url: str, postgres_server: Server) -> None:
    database = await open_postgres(postgres_url)

    async def cut_off(tx: Tx) -> None:
        async with tx.savepoint():
            await new(tx)
            await postgres_server.admin(EVERYBODY)
            await inbox.is_new(tx, "telegram:1:2", NOW)

    with pytest.raises(StorageDown):
        await database.write(cut_off)
    assert await recovered(database) is True, "what was cut off left nothing behind"
    await database.close()


async def test_connections_lost_while_nobody_looked(postgres_url: str, postgres_server: Server) -> None:
    database = await open_postgres(postgres_url)
    await asyncio.gather(*(database.read(lambda tx: tx.value("migrations_done")) for _ in range(5)))
    await postgres_server.admin(EVERYBODY)
    assert await recovered(database) is True
    await database.close()


async def test_a_commit_that_is_cut_off_may_be_repeated(postgres_url: str, postgres_server: Server) -> None:
    """Whether it happened is open; the key decides, so that doing it again does it once."""
    database = await open_postgres(postgres_url)
    changes = asyncio.gather(*(database.write(new) for _ in range(20)), return_exceptions=True)
    await asyncio.sleep(0.004)
    await postgres_server.admin(EVERYBODY)
    told = await changes
    assert {type(t) for t in told} <= {bool, StorageDown}
    assert (await recovered(database)) + sum(t is True for t in told) <= 1
    await database.close()


def test_a_server_that_restarts() -> None:
    """Down it is an outage at once, up again everything goes on; nobody has to start us anew."""

    async def story(server: Server) -> None:
        database = await open_postgres(server.url("postgres"))
        await database.write(new)
        server.stop()
        with pytest.raises(StorageDown):
            await database.write(new)
        with pytest.raises(StorageDown):
            await database.read(lambda tx: tx.value("migrations_done"))
        with pytest.raises(StorageDown, match="cannot open"):
            await open_postgres(server.url("postgres"))
        server.start()
        assert await recovered(database) is False, "what was committed is still there"
        await database.close()

    with running_server() as server:
        asyncio.run(story(server))


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://nobody@/none?host=/nowhere",
        "postgresql://u:p@127.0.0.1:1/x",
        "postgresql://[",
        "postgresql://@/x?port=a",
    ],
)
async def test_an_address_where_nothing_is(url: str) -> None:
    with pytest.raises(StorageDown, match="cannot open the PostgreSQL database"):
        await open_postgres(url)


async def test_a_server_that_has_become_a_standby(postgres_url: str, postgres_server: Server) -> None:
    database = await open_postgres(postgres_url)
    name = postgres_url.partition("@/")[2].partition("?")[0]
    await postgres_server.admin(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    await postgres_server.admin(EVERYBODY)
    for _ in range(3):
        with pytest.raises(StorageDown):
            await database.write(new)
    assert await database.read(lambda tx: tx.value("migrations_done"))
    await postgres_server.admin(f"ALTER DATABASE {name} RESET default_transaction_read_only")
    assert await recovered(database) is True
    await database.close()


async def test_a_wrong_statement_is_not_an_outage(postgres_url: str) -> None:
    """A value the column cannot hold is a defect of ours: the message is parked, the bot goes on."""
    database = await open_postgres(postgres_url)
    with pytest.raises(asyncpg.DataError):
        await database.write(lambda tx: tx.do("seen_record", key=7, at=NOW))
    with pytest.raises(asyncpg.PostgresError):
        await database.write(lambda tx: tx.raw("SELECT nonsense"))
    assert await database.write(new) is True
    await database.close()


async def test_more_callers_than_connections(postgres_url: str) -> None:
    database = await open_postgres(postgres_url)
    told = await asyncio.gather(*(database.write(new, alone=[str(LI)]) for _ in range(60)))
    assert sum(told) == 1
    await database.close()


@pytest.mark.parametrize(
    "error",
    ["DiskFullError", "OutOfMemoryError", "TooManyConnectionsError", "PostgresIOError", "CannotConnectNowError"],
)
async def test_what_cannot_be_played_is_told_by_its_code(postgres_url: str, error: str) -> None:
    """PL/pgSQL raises the very SQLSTATE a full disk would."""
    database = await open_postgres(postgres_url)
    code = getattr(asyncpg, error).sqlstate
    with pytest.raises(StorageDown, match="no room"):
        await database.write(lambda tx: tx.raw(f"DO $$ BEGIN RAISE 'no room' USING ERRCODE = '{code}'; END $$"))
    await database.close()


async def test_a_full_disk_under_sqlite(tmp_path: Path) -> None:
    database = await open_sqlite(tmp_path / "town.db")
    pages = (await (await database._writer.execute("PRAGMA page_count")).fetchone())[0]
    await database._writer.execute(f"PRAGMA max_page_count={pages}")

    async def fill(tx: Tx) -> None:
        for number in range(3000):
            step = "x" * 2000
            await conversations.save(
                tx, Address("telegram", str(number)), person_id=None, step=step, in_hand=None, thread="", seen_at=NOW
            )

    with pytest.raises(StorageDown, match="full"):
        await database.write(fill)
    assert await database.read(lambda tx: conversations.conversation(tx, Address("telegram", "0"))) is None
    await database._writer.execute(f"PRAGMA max_page_count={pages * 1000}")
    await database.write(fill)
    await database.close()


async def test_a_file_somebody_else_holds(tmp_path: Path) -> None:
    database = await open_sqlite(tmp_path / "town.db")
    await database._writer.execute("PRAGMA busy_timeout=20")
    other = sqlite3.connect(tmp_path / "town.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageDown, match="locked"):
        await database.write(new)
    other.execute("ROLLBACK")
    other.close()
    assert await database.write(new) is True
    await database.close()


async def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StorageDown, match="cannot open"):
        await open_sqlite(tmp_path / "file" / "town.db")
