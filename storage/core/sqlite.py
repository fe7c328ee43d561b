"""The embedded database: one file, one writer, readers beside it.

A turn awaits nothing but its transaction, and SQLite answers on the spot; so a whole batch of turns is driven to its end on
the connection's own thread in one hop. A coroutine that awaits anything else inside is a programmer's error and is refused.

What waits to be written while a commit is on its way to the disk is committed together after it: the disk is waited for once.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass
from errno import EDQUOT, ENOSPC
from pathlib import Path
from typing import Any, TypeVar, cast
from urllib.parse import quote

import aiosqlite

from messages.errors import StorageDown, Trouble
from storage.core.migrations import migrate
from storage.core.rows import Plain, Row
from storage.core.statements import Statement, statements
from storage.core.tx import Tx, Work

R = TypeVar("R")

_READERS = 2
TOGETHER = 32
"""Most pieces of writing in one commit."""
_BUSY_SECONDS = 10
_NOT_OUR_FAULT = {5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 26}
"""SQLite's primary result codes BUSY LOCKED NOMEM READONLY INTERRUPT IOERR CORRUPT FULL CANTOPEN PROTOCOL NOTADB."""

_TROUBLES = {
    8: Trouble.READ_ONLY,
    11: Trouble.DAMAGED,
    13: Trouble.FULL,
    14: Trouble.READ_ONLY,
    26: Trouble.DAMAGED,
}

_WRITER_PRAGMAS = (
    "auto_vacuum=INCREMENTAL",  # means something only before the first table, and before WAL
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",  # what was deleted is gone from the file and its backups too: Debian's SQLite does so, others do not
    "temp_store=MEMORY",
    "cache_size=-32000",
)
_READER_PRAGMAS = ("query_only=ON", "temp_store=MEMORY", "cache_size=-16000")


class SqliteTx(Tx):
    dialect = "sqlite"

    def __init__(self, connection: sqlite3.Connection, named: Mapping[str, Statement]) -> None:
        self._connection = connection
        self._statements = named

    async def _fetch(self, statement: Statement, values: dict[str, Plain]) -> Sequence[Row]:
        try:
            return self._connection.execute(statement.sql, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise _storage_error(error) from error

    async def _execute(self, statement: Statement, values: dict[str, Plain]) -> int:
        try:
            return self._connection.execute(statement.sql, values).rowcount
        except sqlite3.DatabaseError as error:
            raise _storage_error(error) from error

    async def _execute_many(self, statement: Statement, values: Sequence[dict[str, Plain]]) -> None:
        try:
            self._connection.executemany(statement.sql, values)
        except sqlite3.DatabaseError as error:
            raise _storage_error(error) from error

    async def _execute_rows(self, statement: Statement, rows: Sequence[Sequence[Plain]]) -> None:
        try:
            self._connection.executemany(statement.numbered, rows)
        except sqlite3.DatabaseError as error:
            raise _storage_error(error) from error

    async def raw(self, sql: str) -> None:
        try:
            self._connection.execute(sql)
        except sqlite3.DatabaseError as error:
            raise _storage_error(error) from error


def _storage_error(error: sqlite3.DatabaseError) -> Exception:
    """Distinguish a database that cannot work (StorageDown) from a wrong statement (as it is)."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return StorageDown(f"SQLite: {error}", _trouble(error)) if code in _NOT_OUR_FAULT else error


def _trouble(error: Exception) -> Trouble:
    """A folder that cannot be written shows as a file that cannot be opened."""
    if isinstance(error, OSError):
        return Trouble.FULL if error.errno in (ENOSPC, EDQUOT) else Trouble.READ_ONLY
    return _TROUBLES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, Trouble.OTHER)


def uri(path: Path, mode: str = "") -> str:
    """The address of a file for SQLite, whatever its name holds: # ? and % mean something there."""
    return f"file:{quote(os.fsencode(path))}{f'?mode={mode}' if mode else ''}"


class _Connection(aiosqlite.Connection):
    """aiosqlite's connection and thread, plus one verb: drive a coroutine to its end over there."""

    async def drive(self, begin: str, works: Sequence[Work[Any]], named: Mapping[str, Statement]) -> list[Any]:
        if self._connection is None:
            raise StorageDown("SQLite: the database is closed", Trouble.OTHER)
        return cast("list[Any]", await self._execute(_drive, self._conn, begin, works, named))  # type: ignore[no-untyped-call]


def _drive(
    connection: sqlite3.Connection, begin: str, works: Sequence[Work[Any]], named: Mapping[str, Statement]
) -> list[Any]:
    """All of `works` in one transaction, or none."""
    try:
        connection.execute(begin)
        results = [_run_through(cast("Coroutine[Any, Any, Any]", work(SqliteTx(connection, named)))) for work in works]
        connection.execute("COMMIT")
    except sqlite3.DatabaseError as error:
        _roll_back(connection)
        raise _storage_error(error) from error
    except BaseException:
        _roll_back(connection)
        raise
    return results


def _run_through(coroutine: Coroutine[Any, Any, R]) -> R:
    try:
        coroutine.send(None)
    except StopIteration as done:
        return cast("R", done.value)
    coroutine.close()
    raise RuntimeError("inside a transaction nothing may be awaited but the transaction itself")


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.rollback()


@dataclass(frozen=True, slots=True, eq=False)
class _Waiting:
    """A piece of writing and whoever waits for its commit."""

    work: Work[Any]
    result: asyncio.Future[Any]


class SqliteDatabase:
    """One writer connection and a few that can only read; see `open_sqlite`."""

    dialect = "sqlite"
    lanes = 1

    def __init__(self, writer: _Connection, readers: Sequence[_Connection], watcher: _Connection, path: Path) -> None:
        self.path = path
        self._writer = writer
        self._watcher = watcher
        self._readers: asyncio.LifoQueue[_Connection] = asyncio.LifoQueue()
        for reader in readers:
            self._readers.put_nowait(reader)
        self._named = statements("sqlite")
        self._waiting: deque[_Waiting] = deque()
        self._busy: set[str] = set()
        self._committing: asyncio.Task[None] | None = None

    async def write(self, work: Work[R], *, alone: Iterable[str] = ()) -> R:
        waiting = _Waiting(work, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        if self._committing is None:
            self._committing = asyncio.create_task(self._commit_what_waits())
        return cast("R", await asyncio.shield(waiting.result))

    async def _commit_what_waits(self) -> None:
        try:
            while self._waiting:
                await self._commit([self._waiting.popleft() for _ in range(min(TOGETHER, len(self._waiting)))])
        finally:
            self._committing = None

    async def _commit(self, batch: Sequence[_Waiting]) -> None:
        """Together; when that fails, each by itself, so that whoever's fault it was is alone with it."""
        try:
            results = await self._writer.drive("BEGIN IMMEDIATE", [waiting.work for waiting in batch], self._named)
        except Exception as error:
            if len(batch) == 1:
                batch[0].result.set_exception(error)
                return
            for waiting in batch:
                await self._commit([waiting])
            return
        for waiting, result in zip(batch, results, strict=True):
            waiting.result.set_result(result)

    async def read(self, work: Work[R]) -> R:
        reader = await self._readers.get()
        try:
            [result] = await reader.drive("BEGIN", [work], self._named)
            return cast("R", result)
        finally:
            self._readers.put_nowait(reader)

    async def version(self) -> str:
        """SQLite counts the commits of all other connections for each one; this one makes none itself."""
        try:
            [row] = await self._watcher.execute_fetchall("PRAGMA data_version")
        except sqlite3.DatabaseError as error:
            raise _storage_error(error) from error
        return str(row[0])

    async def backup(self, target: Path) -> None:
        """A consistent copy of the whole file while it is being written to."""
        reader = await self._readers.get()
        try:
            async with aiosqlite.connect(target) as copy:
                await reader.backup(copy)
        finally:
            self._readers.put_nowait(reader)

    async def run_alone(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """One process runs on a file (`app.lock`), so nobody else is about it."""
        await work()

    async def try_alone(self, name: str, work: Callable[[], Awaitable[None]]) -> bool:
        """Only this process is on the file; within it, one at a time."""
        if name in self._busy:
            return False
        self._busy.add(name)
        try:
            await work()
        finally:
            self._busy.discard(name)
        return True

    async def close(self) -> None:
        """Close everything once what is under way is finished; whoever reads afterwards is refused."""
        if self._committing:
            await self._committing
        readers = [await self._readers.get() for _ in range(_READERS)]
        for connection in (*readers, self._watcher, self._writer):
            await connection.close()
        for reader in readers:
            self._readers.put_nowait(reader)


async def open_sqlite(path: Path) -> SqliteDatabase:
    """Open the file, making it and bringing its schema up to date as needed.

    Raises:
        StorageDown: when the folder or the file cannot be opened or written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        writer = await _connect(uri(path), _WRITER_PRAGMAS)
    except (OSError, sqlite3.DatabaseError) as error:
        raise StorageDown(f"cannot open the database {path}: {error}", _trouble(error)) from error
    try:
        await writer.drive("BEGIN IMMEDIATE", [migrate], statements("sqlite"))
        watcher, *readers = [await _connect(uri(path, "ro"), _READER_PRAGMAS) for _ in range(1 + _READERS)]
    except BaseException:
        await writer.close()
        raise
    return SqliteDatabase(writer, readers, watcher, path)


async def _connect(uri: str, pragmas: Sequence[str]) -> _Connection:
    def connector() -> sqlite3.Connection:
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=_BUSY_SECONDS, cached_statements=512)
        connection.row_factory = sqlite3.Row
        try:
            for pragma in pragmas:
                connection.execute(f"PRAGMA {pragma}")
        except BaseException:
            connection.close()
            raise
        return connection

    made = _Connection(connector, iter_chunk_size=64)
    try:
        return cast("_Connection", await made)
    except BaseException:
        await asyncio.to_thread(
            made._thread.join
        )  # still about to end: without us it would speak to a loop that is closed
        raise
