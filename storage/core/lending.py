"""Lends a pool's connections to towns, to each where it can one that works in its schema already.

A connection that changes its schema asks the server once more, and the server plans every statement anew there: with
many towns in turn on a few connections three loans in four did so. So connections are kept out of the pool
between two uses, each town gets its own again, and one that comes back goes first to somebody of the same town who waits, as
long as nobody else has waited for `AT_MOST`.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from time import monotonic
from typing import Any

import asyncpg

AT_MOST = 0.1
"""Seconds for which others of the town a connection works for may go before somebody who waits."""


@dataclass(eq=False, slots=True)
class _Waiting:
    """Somebody whom a connection is to be told, or None where they may take another from the pool."""

    schema: str
    since: float
    told: asyncio.Future[Any]


class Lending:
    """The connections of a pool of at most `most`. Which schema each works in, whoever lends it says with `works_in`."""

    def __init__(self, pool: Any, most: int) -> None:
        self._pool = pool
        self._most = most
        self._out = 0
        self._lent: set[Any] = set()
        self._worn: set[Any] = set()
        self._idle: dict[Any, None] = {}
        """What nobody uses, the longest unused first."""
        self._schemas: dict[Any, str] = {}
        self._waiting: deque[_Waiting] = deque()

    async def lend(self, schema: str, patience: float) -> Any:
        """A connection, in this schema if one can be had so; "" is whatever schema.

        Raises:
            TimeoutError: all are in use.
        """
        if self._out < self._most and not self._waiting:
            self._out += 1
            kept = self._kept(schema)
        else:
            kept = await self._wait(schema, patience)
        try:
            if kept is None or _is_closed(kept) or (schema and self.schema_of(kept) != schema):
                if kept is not None:
                    await self._let_go(kept)
                kept = await self._pool.acquire(timeout=patience)
        except BaseException:
            self._pass_on(None)
            raise
        self._lent.add(kept)
        return kept

    async def take_back(self, connection: Any) -> None:
        """Keep it for the next; one that is closed or from before `expire` goes to the pool, which has it made anew."""
        self._lent.discard(connection)
        if not _is_closed(connection) and connection not in self._worn:
            self._pass_on(connection)
            return
        try:
            await self._let_go(connection)
        finally:
            self._pass_on(None)

    def schema_of(self, connection: Any) -> str:
        """Where it works; nothing where nobody has said it yet."""
        return self._schemas.get(connection, "")

    def works_in(self, connection: Any, schema: str) -> None:
        self._schemas[connection] = schema

    async def expire(self) -> None:
        """Have all made anew: what nobody uses now, the rest when it comes back."""
        await self._pool.expire_connections()
        self._worn |= self._lent
        await self.give_all_back()

    async def give_all_back(self) -> None:
        """Give the pool what nobody uses."""
        idle, self._idle = list(self._idle), {}
        for connection in idle:
            await self._let_go(connection)

    def _kept(self, schema: str) -> Any:
        """One in the schema, the last used; else the one longest unused, where the pool can have no other."""
        found = next((one for one in reversed(self._idle) if schema in ("", self.schema_of(one))), None)
        if found is None and self._out + len(self._idle) > self._most:
            found = next(iter(self._idle))
        self._idle.pop(found, None)
        return found

    async def _wait(self, schema: str, patience: float) -> Any:
        mine = _Waiting(schema, monotonic(), asyncio.get_running_loop().create_future())
        self._waiting.append(mine)
        try:
            async with asyncio.timeout(patience):
                return await mine.told
        except BaseException:
            if mine in self._waiting:
                self._waiting.remove(mine)
            elif mine.told.done() and not mine.told.cancelled():
                self._pass_on(mine.told.result())
            raise

    def _pass_on(self, connection: Any) -> None:
        """Give whoever is next a connection, or with None the right to one; keep it where nobody waits."""
        while (waiting := self._next(connection)) is not None:
            if not waiting.told.done():
                waiting.told.set_result(connection)
                return
        self._out -= 1
        if connection is not None:
            self._idle[connection] = None

    def _next(self, connection: Any) -> _Waiting | None:
        if not self._waiting:
            return None
        found = self._waiting[0]
        if connection is not None and monotonic() - found.since < AT_MOST:
            schema = self.schema_of(connection)
            found = next((one for one in self._waiting if one.schema == schema), found)
        self._waiting.remove(found)
        return found

    async def _let_go(self, connection: Any) -> None:
        """To the pool, which closes what has served long enough."""
        self._worn.discard(connection)
        self._schemas.pop(connection, None)
        await self._pool.release(connection)


def _is_closed(connection: Any) -> bool:
    """The pool takes back by itself what the server, or `terminate`, has closed."""
    try:
        return bool(connection.is_closed())
    except asyncpg.InterfaceError:
        return True
