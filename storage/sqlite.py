"""The embedded database: one file, one writer, readers beside it.

A turn awaits nothing but its transaction, and SQLite answers on the spot; so a whole batch of turns is driven to its end on
the connection's own thread in one hop. A coroutine that awaits anything else inside is a programmer's error and is refused.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

import aiosqlite

from bot.errors import StorageDown
from storage.migrations import migrate
from storage.rows import Plain, Row
from storage.statements import Statement, statements
from storage.tx import Tx, Work

R = TypeVar("R")

_READERS = 2
_BUSY_SECONDS = 10
_NOT_OUR_FAULT = {5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 26}
"""SQLite's primary result codes BUSY LOCKED NOMEM READONLY INTERRUPT IOERR CORRUPT FULL CANTOPEN PROTOCOL NOTADB."""

_WRITER_PRAGMAS = (
    "auto_vacuum=INCREMENTAL",  # means something only before the first table, and before WAL
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
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
        return cast("Sequence[Row]", _guard(self._connection.execute, statement.sql, values).fetchall())

    async def _execute(self, statement: Statement, values: dict[str, Plain]) -> int:
        return int(_guard(self._connection.execute, statement.sql, values).rowcount)

    async def _execute_many(self, statement: Statement, values: Sequence[dict[str, Plain]]) -> None:
        _guard(self._connection.executemany, statement.sql, values)

    async def raw(self, sql: str) -> None:
        _guard(self._connection.execute, sql)


def _guard(call: Callable[..., sqlite3.Cursor], *args: object) -> sqlite3.Cursor:
    """Tell a database that cannot (StorageDown) from a statement that is wrong (as it is)."""
    try:
        return call(*args)
    except sqlite3.DatabaseError as error:
        raise _storage_error(error) from error


def _storage_error(error: sqlite3.DatabaseError) -> Exception:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return StorageDown(f"SQLite: {error}") if code in _NOT_OUR_FAULT else error


class _Connection(aiosqlite.Connection):
    """aiosqlite's connection and thread, plus one verb: drive a coroutine to its end over there."""

    async def drive(self, begin: str, work: Work[R], named: Mapping[str, Statement]) -> R:
        return cast("R", await self._execute(_drive, self._conn, begin, work, named))  # type: ignore[no-untyped-call]


def _drive(connection: sqlite3.Connection, begin: str, work: Work[R], named: Mapping[str, Statement]) -> R:
    try:
        connection.execute(begin)
        result = _run_through(cast("Coroutine[Any, Any, R]", work(SqliteTx(connection, named))))
        connection.execute("COMMIT")
    except sqlite3.DatabaseError as error:
        _roll_back(connection)
        raise _storage_error(error) from error
    except BaseException:
        _roll_back(connection)
        raise
    return result


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


class SqliteDatabase:
    """One writer connection and a few that can only read; see `open_sqlite`."""

    dialect = "sqlite"

    def __init__(self, writer: _Connection, readers: Sequence[_Connection], path: Path) -> None:
        self.path = path
        self._writer = writer
        self._readers: asyncio.LifoQueue[_Connection] = asyncio.LifoQueue()
        for reader in readers:
            self._readers.put_nowait(reader)
        self._named = statements("sqlite")

    async def write(self, work: Work[R], *, alone: Iterable[str] = ()) -> R:
        return await asyncio.shield(self._writer.drive("BEGIN IMMEDIATE", work, self._named))

    async def read(self, work: Work[R]) -> R:
        reader = await self._readers.get()
        try:
            return await reader.drive("BEGIN", work, self._named)
        finally:
            self._readers.put_nowait(reader)

    async def backup(self, target: Path) -> None:
        """A consistent copy of the whole file while it is being written to."""
        reader = await self._readers.get()
        try:
            async with aiosqlite.connect(target) as copy:
                await reader.backup(copy)
        finally:
            self._readers.put_nowait(reader)

    async def run_alone(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """One process runs on a file (`bot.lock`), so nobody else is about it."""
        await work()

    async def close(self) -> None:
        while not self._readers.empty():
            await self._readers.get_nowait().close()
        await self._writer.close()


async def open_sqlite(path: Path) -> SqliteDatabase:
    """Open the file, making it and bringing its schema up to date as needed.

    Raises:
        StorageDown: when the folder or the file cannot be opened or written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        writer = await _connect(f"file:{path}", _WRITER_PRAGMAS)
    except (OSError, sqlite3.DatabaseError) as error:
        raise StorageDown(f"cannot open the database {path}: {error}") from error
    try:
        await writer.drive("BEGIN IMMEDIATE", migrate, statements("sqlite"))
        readers = [await _connect(f"file:{path}?mode=ro", _READER_PRAGMAS) for _ in range(_READERS)]
    except BaseException:
        await writer.close()
        raise
    return SqliteDatabase(writer, readers, path)


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
