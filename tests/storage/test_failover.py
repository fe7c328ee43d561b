"""The primary is lost under load and its standby takes over: nothing acknowledged is lost, and nobody has to start us anew."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from itertools import count
from time import monotonic

import pytest

from messages.errors import StorageDown
from storage.core.postgres import PostgresDatabase, open_postgres
from storage.delivery import inbox
from tests.databases import running_server
from tests.storage.standby import Pair, a_pair

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
WRITERS = 8
SOON = 20.0
"""Seconds from the promotion to the next message taken."""
pytestmark = pytest.mark.slow


class Load:
    """Writers that keep a message until it is taken, as every channel does."""

    def __init__(self, database: PostgresDatabase) -> None:
        self._database = database
        self.taken: list[tuple[str, float]] = []
        self._moved = asyncio.Event()
        self._tasks = [asyncio.create_task(self._write(n)) for n in range(WRITERS)]

    async def _write(self, writer: int) -> None:
        for number in count():
            key = f"telegram:{writer}:{number}"
            while True:
                try:
                    await self._database.write(lambda tx, key=key: inbox.is_new(tx, key, NOW))  # type: ignore[misc]
                except StorageDown:
                    await asyncio.sleep(0.05)
                else:
                    break
            self.taken.append((key, monotonic()))
            self._moved.set()

    async def more(self, many: int) -> None:
        until = len(self.taken) + many
        while len(self.taken) < until:
            self._moved.clear()
            await self._moved.wait()

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def story(pair: Pair) -> None:
    await pair.primary.admin("ALTER SYSTEM SET synchronous_standby_names = '*'")
    await pair.primary.admin("SELECT pg_reload_conf()")
    database = await open_postgres(pair.url)
    load = Load(database)
    await load.more(200)
    pair.kill_primary()
    lost = monotonic()
    await asyncio.sleep(1)  # a watcher waits before it believes it
    pair.promote()
    promoted = monotonic()
    await asyncio.wait_for(load.more(200), 60)
    await load.stop()
    back = min(at for _, at in load.taken if at > promoted)
    assert back - promoted < SOON
    print(f"{len(load.taken)} taken; {back - lost:.1f} s without, {back - promoted:.1f} s after the promotion")
    for key, _ in load.taken:
        assert not await database.write(lambda tx, key=key: inbox.is_new(tx, key, NOW)), f"{key} was lost"  # type: ignore[misc]
    await database.close()


def test_a_standby_takes_over_under_load() -> None:
    with running_server() as primary, a_pair(primary) as pair:
        asyncio.run(story(pair))
