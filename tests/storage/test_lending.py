"""Towns that share connections: each has its own again where it can, nobody waits long for that, and none is ever lost."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator

import pytest

from storage.core.postgres_towns import CONNECTIONS, PostgresTowns
from tests.databases import Server
from tests.waiting import LONG_ENOUGH

NAMES = ("ningguo", "jixi", "jingde")


@pytest.fixture
async def server(postgres_server: Server) -> AsyncIterator[PostgresTowns]:
    towns = PostgresTowns(await postgres_server.empty())
    for name in NAMES:
        await towns.make(name)
    yield towns
    await towns.close()


async def used_by(server: PostgresTowns, town: str) -> int:
    """Use a connection for a moment; which one it was."""
    connection = await server.lend(town)
    try:
        assert await connection.fetchval("SELECT current_schema()") == town
        return int(connection.get_server_pid())
    finally:
        await server.take_back(connection)


async def test_each_town_has_the_connection_it_had_before(server: PostgresTowns) -> None:
    """Of ten towns three loans in four changed the schema, and the server planned every statement anew."""
    used: dict[str, set[int]] = defaultdict(set)
    for _ in range(5):
        for town in NAMES:
            used[town].add(await used_by(server, town))
    assert all(len(those) == 1 for those in used.values())
    assert len(set.union(*used.values())) == len(NAMES)


@pytest.mark.parametrize(("at_most", "first"), [(60.0, "jixi"), (0.0, "ningguo")])
async def test_who_waits_for_the_same_town_goes_first_but_not_for_long(
    server: PostgresTowns, monkeypatch: pytest.MonkeyPatch, at_most: float, first: str
) -> None:
    monkeypatch.setattr("storage.core.lending.AT_MOST", at_most)
    lent = [await server.lend("jixi") for _ in range(CONNECTIONS)]
    served: list[str] = []

    async def waits(town: str) -> None:
        await used_by(server, town)
        served.append(town)

    waiting = []
    for town in ("ningguo", "jixi"):
        waiting.append(asyncio.create_task(waits(town)))
        await asyncio.sleep(0)
    await server.take_back(lent.pop())
    await asyncio.wait_for(asyncio.gather(*waiting), LONG_ENOUGH)
    assert served[0] == first
    assert set(served) == {"ningguo", "jixi"}
    for connection in lent:
        await server.take_back(connection)


async def test_no_connection_is_lost_with_whoever_stopped_waiting(server: PostgresTowns) -> None:
    lent = [await server.lend("jixi") for _ in range(CONNECTIONS)]
    waiting = [asyncio.create_task(used_by(server, town)) for town in NAMES for _ in range(4)]
    await asyncio.sleep(0)
    for task in waiting[::2]:
        task.cancel()
    await server.take_back(lent.pop())
    for task in waiting[1::4]:
        task.cancel()  # some of them when a connection was theirs already
    for connection in lent:
        connection.terminate()
        await server.take_back(connection)
    await asyncio.gather(*waiting, return_exceptions=True)
    async with asyncio.timeout(LONG_ENOUGH):
        again = [await server.lend("ningguo") for _ in range(CONNECTIONS)]
    for connection in again:
        assert await connection.fetchval("SELECT current_schema()") == "ningguo"
        await server.take_back(connection)


async def test_after_trouble_all_are_made_anew(server: PostgresTowns) -> None:
    before = await used_by(server, "jixi")
    lent = await server.lend("ningguo")
    await server.expire()
    assert await used_by(server, "jixi") != before
    old = lent.get_server_pid()
    await server.take_back(lent)
    assert await used_by(server, "ningguo") != old
