"""Exclusive work, such as polling, that only one process may do at a time: a lock held by a database connection.

The server releases the lock when the connection ends, however the process died; a process that loses the connection stops.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, Protocol

import asyncpg

from messages.errors import StorageDown
from storage.core.postgres_sessions import connect

LOCK = "SELECT pg_try_advisory_lock($1)"

PATIENCE = 30.0
PAUSE = 2.0
"""Seconds between two tries for a lock that another process holds."""


Work = Callable[[], Awaitable[None]]


class Locks(Protocol):
    """Where the connections come from that hold locks."""

    async def run_alone(self, lock: int, work: Work) -> None:
        """See `run_alone`."""
        ...

    async def try_alone(self, lock: int, work: Work) -> bool:
        """See `try_alone`."""
        ...


class OwnConnections:
    """A connection of its own for each lock: for one town, which has few."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def run_alone(self, lock: int, work: Work) -> None:
        await run_alone(self._url, lock, work)

    async def try_alone(self, lock: int, work: Work) -> bool:
        return await try_alone(self._url, lock, work)


async def run_alone(url: str, lock: int, work: Work) -> None:
    """Wait until nobody else holds `lock`, then do `work` while we do.

    Raises:
        StorageDown: the connection that held the lock is gone; `work` was cancelled, since another may have begun it.
    """
    async with _connected(url) as (connection, lost):
        while not await connection.fetchval(LOCK, lock):  # noqa: ASYNC110 another process's
            await asyncio.sleep(PAUSE)
        await until_lost(work, lost)


async def try_alone(url: str, lock: int, work: Work) -> bool:
    """Do `work` if nobody else holds `lock` now; whether we did. Raises like `run_alone`."""
    async with _connected(url) as (connection, lost):
        if not await connection.fetchval(LOCK, lock):
            return False
        await until_lost(work, lost)
        return True


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator[tuple[Any, asyncio.Event]]:
    """A connection of its own for one lock, and the event of losing it."""
    connection = await connect(url, PATIENCE)
    lost = asyncio.Event()
    connection.add_termination_listener(lambda _: lost.set())
    try:
        yield connection, lost
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
        raise StorageDown(f"PostgreSQL: {str(error) or type(error).__name__}") from error
    finally:
        with suppress(asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError):
            await connection.close(timeout=2)


async def until_lost(work: Callable[[], Awaitable[None]], lost: asyncio.Event) -> None:
    """Do `work`, and stop it when the connection that holds its lock is gone."""
    doing, losing = asyncio.ensure_future(work()), asyncio.create_task(lost.wait())
    try:
        await asyncio.wait({doing, losing}, return_when=asyncio.FIRST_COMPLETED)
        if not doing.done():
            raise StorageDown("the connection that held the lock is gone")
        await doing
    finally:
        for task in (doing, losing):
            task.cancel()
        await asyncio.gather(doing, losing, return_exceptions=True)
