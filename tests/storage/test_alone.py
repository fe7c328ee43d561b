"""Only one process receives where only one may; when it dies another goes on, and who loses the lock stops at once."""

from __future__ import annotations

import asyncio

import pytest

from messages.errors import StorageDown
from tests.databases import Server, open_database
from tests.waiting import LONG_ENOUGH, until


async def test_the_second_waits_until_the_first_is_gone(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.core.alone.PAUSE", 0.05)
    one, two = await open_database(postgres_url), await open_database(postgres_url)
    busy: list[str] = []

    def receiving(name: str) -> asyncio.Task[None]:
        async def receive() -> None:
            busy.append(name)
            await asyncio.Event().wait()

        database = one if name == "one" else two
        return asyncio.create_task(database.run_alone("receive telegram", receive))

    first = receiving("one")
    await until(lambda: busy == ["one"])
    second = receiving("two")
    await asyncio.sleep(0.3)
    assert busy == ["one"]
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    await until(lambda: busy == ["one", "two"])
    second.cancel()
    await asyncio.gather(second, return_exceptions=True)
    await one.close()
    await two.close()


async def test_who_loses_the_connection_stops_and_says_so(postgres_url: str, postgres_server: Server) -> None:
    database = await open_database(postgres_url)
    stopped = asyncio.Event()
    began = asyncio.Event()

    async def receive() -> None:
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()

    task = asyncio.create_task(database.run_alone("receive telegram", receive))
    await asyncio.wait_for(began.wait(), LONG_ENOUGH)
    name = postgres_url.partition("@/")[2].partition("?")[0]
    await postgres_server.admin(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    with pytest.raises(StorageDown, match="gone"):
        await asyncio.wait_for(task, LONG_ENOUGH)
    assert stopped.is_set()
    await database.close()
