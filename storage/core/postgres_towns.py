"""One PostgreSQL server for many towns in one process: a schema each, and connections that all of them share.

A connection is lent with the schema of the town it is lent to. No town has more than its share of them at once, so that one
that is flooded, or waits for its own locks, leaves room for the others.
"""

from __future__ import annotations

import asyncio
import re
from time import monotonic
from typing import Any

import asyncpg

from messages.errors import SettingsError, StorageDown
from storage.core.lending import Lending
from storage.core.postgres import PATIENCE, PostgresDatabase, brought_up_to_date, faults, part
from storage.core.postgres_sessions import make_pool
from storage.core.shared_locks import SharedLocks

CONNECTIONS = 20
"""Of one process to the server, whatever the number of towns; one more holds the locks."""
SHARE = 6
"""Of them, what one town may use at once: four for its lanes, the rest for its senders, jobs and pages."""
AT_ONCE = 4
"""Towns that are brought up to date at the same time: each locks all its tables."""
QUEUE = 120.0
"""Seconds to wait while other towns use all connections: a crowded minute is no outage."""
EXPIRE_EVERY = 5.0
"""Seconds between two times that a town's trouble has all connections made anew."""

SCHEMA = re.compile(r"[a-z_][a-z0-9_]{0,62}")
"""Names that need no quotes: what is typed into psql is then what is meant."""


_MAKE_IT = (
    "PostgreSQL: {error}. The schema {schema} is not there, and we may not make it: as the owner of the database run "
    "CREATE SCHEMA {schema} AUTHORIZATION {user}, then try again"
)


class PostgresTowns:
    """The connections of one process to a server that keeps many towns; see `open_towns`."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._pool: Any = None
        self._lending: Lending | None = None
        self._locks = SharedLocks(url)
        self._opening = asyncio.Semaphore(AT_ONCE)
        self._connecting = asyncio.Lock()
        self._expired_at = 0.0

    async def connect(self) -> Lending:
        """Connect, if we are not.

        Raises:
            StorageDown: the server cannot be reached or refuses us.
        """
        async with self._connecting:
            if self._lending is None:
                self._pool = await make_pool(self._url, CONNECTIONS)
                self._lending = Lending(self._pool, CONNECTIONS)
            return self._lending

    async def open(self, schema: str) -> PostgresDatabase:
        """One town's database, its schema made where it is missing and brought up to date.

        Raises:
            StorageDown: the server cannot be reached or refuses us, or the schema cannot be made.
            ValueError: there can be no schema of this name.
        """
        async with self._opening:
            await self.make(schema)
            share = _Share(self, schema)
            return PostgresDatabase(share, self._locks, await brought_up_to_date(share))

    async def close(self) -> None:
        """Part from the server, once the towns have."""
        await self._locks.close()
        if self._lending is not None:
            await self._lending.give_all_back()
            await part(self._pool)

    async def lend(self, schema: str) -> Any:
        """A connection that works in this schema."""
        lending = await self.connect()
        connection = await lending.lend(schema, QUEUE)
        try:
            if schema != lending.schema_of(connection):
                await connection.execute(f'SET search_path TO "{schema}"')
                lending.works_in(connection, schema)
        except BaseException:  # stopped on the way: nobody knows in which schema it works now
            connection.terminate()
            await lending.take_back(connection)
            raise
        return connection

    async def take_back(self, connection: Any) -> None:
        await (await self.connect()).take_back(connection)

    async def ask(self, query: str, *values: object, patience: float = PATIENCE) -> Any:
        """One value that is no town's, on whatever connection is free."""
        lending = await self.connect()
        connection = await lending.lend("", QUEUE)
        try:
            return await connection.fetchval(query, *values, timeout=patience)
        finally:
            await lending.take_back(connection)

    async def expire(self) -> None:
        """Have all connections made anew, but not again and again for the trouble of one town."""
        now = monotonic()
        if now - self._expired_at > EXPIRE_EVERY:
            self._expired_at = now
            await (await self.connect()).expire()

    async def make(self, schema: str) -> None:
        """The schema, where it is missing. Asked for first: who may not make one may still use what the operator has made.

        Raises:
            StorageDown: the server cannot be reached or refuses us, or we may not make it.
            ValueError: there can be no schema of this name.
        """
        if not SCHEMA.fullmatch(schema):
            raise ValueError(f"{schema!r} is no name of a schema: small letters, digits and _")
        with faults():
            if await self.ask("SELECT 1 FROM pg_namespace WHERE nspname = $1", schema) is None:
                try:
                    await self.ask(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
                except asyncpg.InsufficientPrivilegeError as error:
                    user = await self.ask("SELECT current_user")
                    raise StorageDown(_MAKE_IT.format(error=error, schema=schema, user=user)) from error


async def make_schema(url: str, schema: str) -> None:
    """For a command on one town that was never run: its schema, made as a process of many towns makes it.

    Raises:
        StorageDown: the server cannot be reached or refuses us, or we may not make it.
        SettingsError: there can be no schema of this name.
    """
    server = PostgresTowns(url)
    try:
        await server.make(schema)
    except ValueError as error:
        raise SettingsError(f"FIVESTAR_DATABASE_URL: search_path={error}") from error
    finally:
        await server.close()


class _Share:
    """What a town's database has instead of a pool of its own."""

    def __init__(self, server: PostgresTowns, schema: str) -> None:
        self._server = server
        self._schema = schema
        self._room = asyncio.Semaphore(SHARE)

    async def acquire(self, *, timeout: float) -> Any:  # noqa: ASYNC109 as a pool has it
        try:
            async with asyncio.timeout(max(timeout, QUEUE)):
                await self._room.acquire()
        except TimeoutError as error:
            raise StorageDown(f"PostgreSQL: all {SHARE} connections of {self._schema} are in use") from error
        try:
            return await self._server.lend(self._schema)
        except BaseException:
            self._room.release()
            raise

    async def release(self, connection: Any) -> None:
        try:
            await self._server.take_back(connection)
        finally:
            self._room.release()

    async def fetchval(self, query: str, *, timeout: float) -> Any:  # noqa: ASYNC109 as a pool has it
        return await self._server.ask(query, patience=timeout)

    async def expire_connections(self) -> None:
        await self._server.expire()

    async def close(self) -> None:
        """The connections are everybody's."""
