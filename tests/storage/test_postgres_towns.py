"""Many towns over the connections of one process: each in its schema, bounded in all, and none shut out by another."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from messages.address import Address
from messages.errors import StorageDown
from storage.core.migrations import steps
from storage.core.postgres_towns import CONNECTIONS, SHARE, PostgresTowns
from storage.core.tx import Database, Tx
from storage.delivery import conversations
from tests.databases import Server
from tests.town import MONDAY
from tests.waiting import LONG_ENOUGH

LI = Address("telegram", "li")
NAMES = ("ningguo", "jixi", "jingde", "langxi", "guangde", "jing")


@pytest.fixture
async def server(postgres_server: Server) -> AsyncIterator[PostgresTowns]:
    towns = PostgresTowns(await postgres_server.empty())
    yield towns
    await towns.close()


async def heard(town: Database, step: str) -> None:
    await town.write(
        lambda tx: conversations.save(tx, LI, person_id=None, step=step, in_hand=None, thread="", seen_at=MONDAY),
        alone=["telegram:li"],
    )


async def step_of(town: Database) -> str | None:
    known = await town.read(lambda tx: conversations.conversation(tx, LI))
    return known.step if known else None


async def test_the_same_person_has_a_conversation_in_each_town(server: PostgresTowns) -> None:
    """Turn by turn on the same few connections, all at once: every statement is of its own town."""
    towns = dict(zip(NAMES, await asyncio.gather(*map(server.open, NAMES)), strict=True))
    for turn in range(4):
        await asyncio.gather(*[heard(town, f"{name} {turn}") for name, town in towns.items()])
        found = await asyncio.gather(*[step_of(town) for town in towns.values() for _ in range(5)])
        assert found == [f"{name} {turn}" for name in towns for _ in range(5)]
    assert await towns["jixi"].read(lambda tx: tx.value("migrations_done")) == len(steps())


async def test_a_town_that_holds_all_it_may_leaves_room_for_the_others(server: PostgresTowns) -> None:
    flooded, calm = await server.open("ningguo"), await server.open("jixi")
    let_go, inside, full = asyncio.Event(), [], asyncio.Event()

    async def long(tx: Tx) -> None:
        inside.append(await tx.value("migrations_done"))
        if len(inside) == SHARE:
            full.set()
        await let_go.wait()

    many = [asyncio.create_task(flooded.read(long)) for _ in range(CONNECTIONS * 2)]
    await asyncio.wait_for(full.wait(), LONG_ENOUGH)
    async with asyncio.timeout(LONG_ENOUGH):
        await heard(calm, "hello")
        assert await step_of(calm) == "hello"
    assert len(inside) == SHARE, "no more than its share"
    let_go.set()
    await asyncio.gather(*many)


async def test_locks_are_each_towns_own_and_one_connection_holds_them(server: PostgresTowns) -> None:
    ningguo, jixi = await server.open("ningguo"), await server.open("jixi")
    done: list[str] = []

    async def inner() -> None:
        done.append("jixi")

    async def outer() -> None:
        assert not await ningguo.try_alone("poll", inner), "though the session holds it already"
        assert await jixi.try_alone("poll", inner)
        done.append("ningguo")

    assert await ningguo.try_alone("poll", outer)
    assert await ningguo.try_alone("poll", inner), "given back"
    assert done == ["jixi", "ningguo", "jixi"]


async def test_another_process_waits_and_goes_on_where_this_one_was_stopped(
    postgres_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.core.alone.PAUSE", 0.05)
    url = await postgres_server.empty()
    here, there = PostgresTowns(url), PostgresTowns(url)
    began: asyncio.Queue[str] = asyncio.Queue()

    def receiving(name: str, town: Database) -> asyncio.Task[None]:
        async def receive() -> None:
            began.put_nowait(name)
            await asyncio.Event().wait()

        return asyncio.create_task(town.run_alone("receive telegram", receive))

    first = receiving("here", await here.open("ningguo"))
    assert await asyncio.wait_for(began.get(), LONG_ENOUGH) == "here"
    second = receiving("there", await there.open("ningguo"))
    other = receiving("jixi", await there.open("jixi"))
    assert await asyncio.wait_for(began.get(), LONG_ENOUGH) == "jixi"
    first.cancel()
    assert await asyncio.wait_for(began.get(), LONG_ENOUGH) == "there"
    await postgres_server.admin(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()",
        url,
    )
    for task in (second, other):
        with pytest.raises(StorageDown, match="gone"):
            await asyncio.wait_for(task, LONG_ENOUGH)
    await asyncio.gather(here.close(), there.close(), return_exceptions=True)


async def test_a_schema_that_cannot_be_made_is_said_and_the_next_town_opens(
    server: PostgresTowns, postgres_server: Server
) -> None:
    await server.open("ningguo")
    with pytest.raises(ValueError, match="no name of a schema"):
        await server.open('jixi"; DROP SCHEMA ningguo')
    assert await step_of(await server.open("jixi")) is None
