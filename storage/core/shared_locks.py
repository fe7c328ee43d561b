"""The locks of many towns on one connection: a session of the server may hold any number of them.

One connection a lock would be one a town and channel. What it costs: when the connection is lost, all that was done alone
through it stops and begins again.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import asyncpg

from messages.errors import StorageDown
from storage.core import alone
from storage.core.alone import LOCK, PATIENCE, Work, until_lost
from storage.core.postgres_sessions import connect

_UNLOCK = "SELECT pg_advisory_unlock($1)"
_FAULTS = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError)


class SharedLocks:
    """See `storage.core.alone.Locks`; the connection is made when the first lock is wanted."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: Any = None
        self._lost = asyncio.Event()
        self._held: set[int] = set()
        self._asking = asyncio.Lock()
        self._ending: set[asyncio.Task[None]] = set()

    async def run_alone(self, lock: int, work: Work) -> None:
        while not await self.try_alone(lock, work):  # noqa: ASYNC110 another process has it
            await asyncio.sleep(alone.PAUSE)

    async def try_alone(self, lock: int, work: Work) -> bool:
        async with self._taken(lock) as lost:
            if lost is None:
                return False
            await until_lost(work, lost)
        return True

    async def close(self) -> None:
        """Part from the server, which lets go of what is still held."""
        await asyncio.gather(*self._ending, return_exceptions=True)
        if self._connection is not None:
            with suppress(*_FAULTS):
                await self._connection.close(timeout=2)

    @asynccontextmanager
    async def _taken(self, lock: int) -> AsyncIterator[asyncio.Event | None]:
        """The event of losing it; None while anybody else has it. Who is cancelled while asking gives it back too."""
        asking = asyncio.create_task(self._take(lock))
        try:
            lost = await asyncio.shield(asking)
            yield lost
        finally:
            giving = asyncio.create_task(self._give_back(lock, asking))
            self._ending.add(giving)
            giving.add_done_callback(self._ending.discard)
            await asyncio.shield(giving)

    async def _take(self, lock: int) -> asyncio.Event | None:
        async with self._asking:
            await self._be_connected()
            if lock in self._held:  # the server would give it to us again: it counts by session
                return None
            try:
                taken = await self._connection.fetchval(LOCK, lock, timeout=PATIENCE)
            except _FAULTS as error:
                self._connection.terminate()  # whether we have it is not known
                raise StorageDown(f"PostgreSQL: {str(error) or type(error).__name__}") from error
            if taken:
                self._held.add(lock)
            return self._lost if taken else None

    async def _give_back(self, lock: int, asking: asyncio.Task[asyncio.Event | None]) -> None:
        with suppress(StorageDown):
            lost = await asking
            if lost is None:
                return
            async with self._asking:
                if lost.is_set():
                    return
                self._held.discard(lock)
                try:
                    await self._connection.execute(_UNLOCK, lock, timeout=PATIENCE)
                except _FAULTS:
                    self._connection.terminate()

    async def _be_connected(self) -> None:
        if self._connection is not None and not self._connection.is_closed():
            return
        self._connection = await connect(self._url, PATIENCE)
        self._held.clear()
        self._lost = lost = asyncio.Event()
        self._connection.add_termination_listener(lambda _: lost.set())
