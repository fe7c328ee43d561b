"""Towns in one PostgreSQL database: a schema each, none sees another's rows or waits for its locks."""

from __future__ import annotations

import asyncio

import pytest

from messages.address import Address
from messages.errors import StorageDown
from storage.core.migrations import steps
from storage.core.tx import Database
from storage.delivery import conversations
from tests.databases import Server, open_database
from tests.town import MONDAY

LI = Address("telegram", "li")


async def towns(server: Server) -> tuple[Database, Database]:
    """Two counties in one database, each opened as its own address says."""
    url = await server.empty()
    for name in ("ningguo", "jixi"):
        await server.admin(f"CREATE SCHEMA {name}", url)
    ningguo, jixi = await asyncio.gather(*(open_database(f"{url}&search_path={name}") for name in ("ningguo", "jixi")))
    return ningguo, jixi


async def test_each_has_its_own_rows_and_its_own_schema_number(postgres_server: Server) -> None:
    ningguo, jixi = await towns(postgres_server)
    await ningguo.write(
        lambda tx: conversations.save(tx, LI, person_id=None, step="x", in_hand=None, thread="", seen_at=MONDAY)
    )
    assert await ningguo.read(lambda tx: conversations.conversation(tx, LI))
    assert await jixi.read(lambda tx: conversations.conversation(tx, LI)) is None
    for town in (ningguo, jixi):
        assert await town.read(lambda tx: tx.value("migrations_done")) == len(steps())
        await town.close()


async def test_none_waits_for_anothers_locks(postgres_server: Server) -> None:
    """Only one of two towns on a database fetched its messages: the lock was named by the work alone."""
    ningguo, jixi = await towns(postgres_server)
    done = []

    async def here() -> None:
        done.append("ningguo")
        assert await jixi.try_alone("poll", there)
        assert not await ningguo.try_alone("poll", there)

    async def there() -> None:
        done.append("jixi")

    assert await ningguo.try_alone("poll", here)
    assert done == ["ningguo", "jixi"]
    for town in (ningguo, jixi):
        await town.close()


async def test_a_schema_that_is_not_there_is_said(postgres_server: Server) -> None:
    with pytest.raises(StorageDown, match="CREATE SCHEMA"):
        await open_database(f"{await postgres_server.empty()}&search_path=nowhere")
