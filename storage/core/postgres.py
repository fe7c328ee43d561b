"""The PostgreSQL database, for several processes that write at the same time.

A change runs at REPEATABLE READ, where whoever changes a row second is told so and tries again from a fresh snapshot: a step
written for SQLite's single writer can never overwrite what it has not seen. READ COMMITTED would let two processes lose each
other's changes to one finding; SERIALIZABLE would call off most pairs of batches, since on small tables it locks whole
indexes. What one person says is kept in order by `alone`: a lock taken before the snapshot, so that waiting costs no retry.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar, cast

import asyncpg

from messages.errors import StorageDown
from storage.core.alone import Locks, OwnConnections
from storage.core.copying import copy_all
from storage.core.migrations import migrate
from storage.core.postgres_sessions import make_pool
from storage.core.rows import Plain, Row
from storage.core.sqlite import open_sqlite
from storage.core.statements import Statement, statements
from storage.core.tx import Tx, Work

R = TypeVar("R")

_CONNECTIONS = 12
"""Four for the lanes, the rest for senders, jobs and pages."""
PATIENCE = 30.0
"""Seconds to wait for a free connection, for the server to answer, and for one statement's locks."""

_TRIES = 12
"""How often a change is run before its conflicts count as an outage; each time the first to commit has won."""

FAULTS = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError)
_CONFLICTS = (
    asyncpg.TransactionRollbackError,  # class 40: serialization failure, deadlock
    asyncpg.InvalidCachedStatementError,  # another process has just brought the schema up to date
)
_NOT_OUR_FAULT = frozenset({"08", "25", "28", "3D", "53", "54", "55", "57", "58", "F0", "XX"})
"""SQLSTATE classes: connection, transaction state (read-only, idle too long), login, no such database, resources, limits,
object not ready, operator, disk, configuration, internal."""


class _Conflict(StorageDown):
    """Another transaction changed a row first; the work can be tried again from the start."""


class PostgresTx(Tx):
    dialect = "postgres"

    def __init__(self, connection: Any, named: Mapping[str, Statement]) -> None:
        self._connection = connection
        self._statements = named

    async def _fetch(self, statement: Statement, values: dict[str, Plain]) -> Sequence[Row]:
        with faults():
            return cast("Sequence[Row]", await self._connection.fetch(statement.sql, *_ordered(statement, values)))

    async def _execute(self, statement: Statement, values: dict[str, Plain]) -> int:
        with faults():
            told: str = await self._connection.execute(statement.sql, *_ordered(statement, values))
        return int(told.rpartition(" ")[2])  # "INSERT 0 1", "UPDATE 3"

    async def _execute_many(self, statement: Statement, values: Sequence[dict[str, Plain]]) -> None:
        with faults():
            await self._connection.executemany(statement.sql, [_ordered(statement, v) for v in values])

    async def _execute_rows(self, statement: Statement, rows: Sequence[Sequence[Plain]]) -> None:
        with faults():
            await self._connection.executemany(statement.numbered, rows)

    async def raw(self, sql: str) -> None:
        with faults():
            await self._connection.execute(sql)


class PostgresDatabase:
    """A few connections to one schema of a server; see `open_postgres`."""

    dialect = "postgres"
    lanes = 4

    def __init__(self, pool: Any, locks: Locks, schema: str) -> None:
        self._pool = pool
        self._locks = locks
        self._schema = schema
        self._named = statements("postgres")
        self._changes: set[asyncio.Task[Any]] = set()

    async def write(self, work: Work[R], *, alone: Iterable[str] = ()) -> R:
        """A caller that is cancelled does not break a transaction in the middle: it still ends, unseen.

        A connection lost during the commit leaves open whether it happened; keys make doing it again harmless.
        """
        return await self._to_its_end(self._change(work, sorted({self._lock(name) for name in alone})))

    async def read(self, work: Work[R]) -> R:
        return await self._once(work, (), readonly=True)

    async def version(self) -> str:
        """Which transactions are over and which are under way: another text after every commit on this server."""
        with faults():
            return str(await self._pool.fetchval("SELECT CAST(txid_current_snapshot() AS TEXT)", timeout=PATIENCE))

    async def backup(self, target: Path) -> None:
        """Everything at one moment, as an SQLite file: it can be opened anywhere, and copied back (see `copying`)."""
        copy = await open_sqlite(target)
        try:
            await copy_all(self, copy)
        finally:
            await copy.close()

    async def run_alone(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        await self._locks.run_alone(self._lock(f"alone: {name}"), work)

    async def try_alone(self, name: str, work: Callable[[], Awaitable[None]]) -> bool:
        return await self._locks.try_alone(self._lock(f"alone: {name}"), work)

    def _lock(self, name: str) -> int:
        """Towns that share a database have a schema each, and none waits for another's locks."""
        return _number(f"{self._schema}: {name}")

    async def close(self) -> None:
        """Wait for the changes under way, then part from the server."""
        await asyncio.gather(*self._changes, return_exceptions=True)
        await part(self._pool)

    async def _to_its_end(self, change: Coroutine[Any, Any, R]) -> R:
        task: asyncio.Task[R] = asyncio.create_task(change)
        self._changes.add(task)
        task.add_done_callback(self._changes.discard)
        task.add_done_callback(lambda done: done.cancelled() or done.exception())
        return await asyncio.shield(task)

    async def _change(self, work: Work[R], locks: Sequence[int]) -> R:
        for tried in range(1, _TRIES):
            try:
                return await self._once(work, locks)
            except _Conflict:
                await asyncio.sleep(random.uniform(0, 0.004 * min(tried, 6) ** 2))  # noqa: S311 (apart, not secret)
        return await self._once(work, locks)

    async def _once(self, work: Work[R], locks: Sequence[int], *, readonly: bool = False) -> R:
        with faults():
            connection = await self._pool.acquire(timeout=PATIENCE)
        try:
            with faults():
                if locks:
                    await connection.execute("SELECT pg_advisory_lock(k) FROM unnest($1::BIGINT[]) AS k", locks)
                transaction = await _begun(connection, readonly=readonly)
            return await _commit_after(work(PostgresTx(connection, self._named)), transaction)
        except _Conflict:
            raise
        except StorageDown:
            await self._pool.expire_connections()  # a server that became a standby answers on, but never writes again
            raise
        finally:
            with suppress(*FAULTS):
                await self._part_from(connection, locks)

    async def _part_from(self, connection: Any, locks: Sequence[int]) -> None:
        """Give a connection back without its locks; one that does not answer is closed, which frees them too."""
        try:
            if locks:
                await connection.execute("SELECT pg_advisory_unlock_all()")
        except BaseException:
            connection.terminate()
            raise
        finally:
            await self._pool.release(connection)


async def _begun(connection: Any, *, readonly: bool) -> Any:
    """A transaction. One that was stopped while it began can be neither ended nor rolled back: its connection goes."""
    transaction = connection.transaction(isolation="repeatable_read", readonly=readonly)
    try:
        await transaction.start()
    except asyncio.CancelledError:
        connection.terminate()
        raise
    return transaction


async def _commit_after(working: Awaitable[R], transaction: Any) -> R:
    try:
        result = await working
    except BaseException:
        with suppress(*FAULTS):  # without a connection it is rolled back already
            await transaction.rollback()
        raise
    with faults():
        await transaction.commit()
    return result


async def open_postgres(url: str) -> PostgresDatabase:
    """Connect, bringing the schema up to date as needed; processes that start together take turns at that.

    `url` is `postgresql://user:password@host:port/database`; everything libpq understands in it is understood, and
    `?search_path=SCHEMA` for a town beside others in one database. A pooler in between must pool sessions, not transactions.

    Raises:
        StorageDown: when the server cannot be reached, refuses us, or cannot be written.
    """
    pool = await make_pool(url, _CONNECTIONS)
    try:
        schema = await brought_up_to_date(pool)
    except BaseException:
        await part(pool)
        raise
    return PostgresDatabase(pool, OwnConnections(url), schema)


async def brought_up_to_date(pool: Any) -> str:
    """At READ COMMITTED: whoever waited for the lock must see what the other has done meanwhile. The schema it is done in."""
    with faults():
        connection = await pool.acquire(timeout=PATIENCE)
        try:
            async with connection.transaction(isolation="read_committed"):
                schema = await connection.fetchval("SELECT current_schema()")
                if schema is None:
                    raise StorageDown("PostgreSQL: the schema of search_path does not exist: CREATE SCHEMA it first")
                await connection.execute("SELECT pg_advisory_xact_lock($1)", _number(f"{schema}: migrations"))
                await migrate(PostgresTx(connection, statements("postgres")))
        finally:
            await pool.release(connection)
    return str(schema)


async def part(pool: Any) -> None:
    """Part from the server, however it takes that."""
    with suppress(*FAULTS):
        await asyncio.wait_for(pool.close(), PATIENCE)


def _ordered(statement: Statement, values: dict[str, Plain]) -> list[Plain]:
    """The values in the order of their numbers; the one character that PostgreSQL's text cannot hold is left out."""
    found = (values[name] for name in statement.order)
    return [v.replace("\0", "") if isinstance(v, str) and "\0" in v else v for v in found]


def _number(name: str) -> int:
    """The advisory lock of a name: 64 bits, so that two names practically never share one (and could, harmlessly)."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), signed=True)


@contextmanager
def faults() -> Iterator[None]:
    """Distinguish a server that cannot work (StorageDown) from a wrong statement (raised as it is)."""
    try:
        yield
    except StorageDown:
        raise
    except FAULTS as error:
        fault = _fault(error)
        if fault is None:
            raise
        raise fault from error


def _fault(error: BaseException) -> StorageDown | None:
    if isinstance(error, _CONFLICTS):
        return _Conflict(f"PostgreSQL: {error}")
    if isinstance(error, asyncpg.PostgresError):
        down = str(error.sqlstate or "")[:2] in _NOT_OUR_FAULT
    else:  # ValueError: a value the column cannot hold, refused before it was sent
        down = not isinstance(error, ValueError)
    return StorageDown(f"PostgreSQL: {str(error) or type(error).__name__}") if down else None
