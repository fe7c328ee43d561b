"""Everything from one database into another, either way between SQLite and PostgreSQL: nothing lost, or nothing done.

Rows go over in pages, table after table in the order in which they refer to each other; afterwards both sides are read again
and must agree to the byte. PostgreSQL does its side in one transaction. SQLite answers only inside a transaction of its own, so
as a target it has to be a new file that is thrown away should this fail, and as a source nobody may be writing to it.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from functools import cache
from hashlib import sha256
from typing import TypeVar

import orjson

from files.dataclass import dataclass
from messages.errors import RefusedByRule
from storage.core.migrations import steps
from storage.core.rows import Plain, Row
from storage.core.statements import Statement
from storage.core.tx import Database, Tx, Work

R = TypeVar("R")

PAGE = 2000
"""Rows held in memory at a time."""
LIFE = "incarnation"
"""The one table that is never empty: its row is put in the place of the target's own."""


@dataclass(frozen=True, slots=True)
class Table:
    """`key` is the primary key, empty where there is none; `counted` the column the database numbers by itself, or nothing.

    `for_ever` says that a number is not given twice even when its row is gone, so that the counter has to move too.
    """

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    counted: str
    for_ever: bool


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two databases and how to ask it."""

    dialect: str
    run: Callable[[Work[Sequence[Row]]], Awaitable[Sequence[Row]]]

    async def rows(self, sql: str, **values: Plain) -> Sequence[Row]:
        return await self.run(lambda tx: tx._fetch(self._statement(sql), values))

    async def put(self, sql: str, rows: Sequence[dict[str, Plain]]) -> None:
        async def put(tx: Tx) -> Sequence[Row]:
            await tx._execute_many(self._statement(sql), rows)
            return ()

        await self.run(put)

    async def do(self, work: Work[None]) -> None:
        async def done(tx: Tx) -> Sequence[Row]:
            await work(tx)
            return ()

        await self.run(done)

    def _statement(self, sql: str) -> Statement:
        order = tuple(dict.fromkeys(_VALUE.findall(sql)))
        if self.dialect == "postgres":
            sql = _VALUE.sub(lambda found: f"${order.index(found[1]) + 1}", sql)
        return Statement("copying", sql, order)


_VALUE = re.compile(r"(?<!:):(\w+)")


@cache
def tables() -> tuple[Table, ...]:
    """Every table of today's schema but `LIFE`, those that are referred to before those that refer."""
    with sqlite3.connect(":memory:") as schema:
        for _, _, sql in steps():
            schema.executescript(sql)
        found = schema.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY rowid").fetchall()
        sql_of = {name: sql for name, sql in found if not name.startswith("sqlite_") and name != LIFE}
        made = tuple(_table(schema, name, sql_of[name]) for name in _by_reference(schema, list(sql_of)))
    schema.close()
    return made


def _by_reference(schema: sqlite3.Connection, names: Sequence[str]) -> Sequence[str]:
    """The names as they were made, but none before a table it refers to: a later column may refer to a later table."""
    refers = {name: {row[2] for row in schema.execute(f"PRAGMA foreign_key_list({name})")} - {name} for name in names}
    ordered: dict[str, None] = {}

    def put(name: str) -> None:
        for other in sorted(refers[name] - ordered.keys(), key=names.index):
            put(other)
        ordered[name] = None

    for name in names:
        put(name)
    return list(ordered)


def _table(schema: sqlite3.Connection, name: str, sql: str) -> Table:
    columns = schema.execute(f"PRAGMA table_info({name})").fetchall()
    key = tuple(column[1] for column in sorted(columns, key=lambda c: int(c[5])) if column[5])
    counted = re.search(r"(\w+) INTEGER PRIMARY KEY", sql)
    return Table(name, tuple(c[1] for c in columns), key, counted[1] if counted else "", "AUTOINCREMENT" in sql)


async def copy_all(source: Database, target: Database, then: Work[None] | None = None) -> dict[str, int]:
    """Copy every row, and do `then` to the target; how many rows there are by table.

    Both have today's schema: opening them saw to that. On PostgreSQL nobody sees the copy before `then` is done.

    Raises:
        RefusedByRule: the target has rows already, or after the copy the two do not agree.
        StorageDown: one of them cannot.
    """

    async def copied(to: _Side) -> dict[str, int]:
        many = await _on(source, lambda at: _copy(at, to), writes=False)
        if then:
            await to.do(then)
        return many

    return await _on(target, copied, writes=True)


async def refuse_rows(database: Database) -> None:
    """Raises RefusedByRule when there is any row of ours in it."""
    await _on(database, _refuse_rows, writes=False)


async def _refuse_rows(side: _Side) -> None:
    for table in tables():
        if await side.rows(f"SELECT 1 FROM {table.name} LIMIT 1"):  # noqa: S608
            raise RefusedByRule(
                f"nothing was copied: the target has rows already (in {table.name}); it has to be empty"
            )


async def _on(database: Database, work: Callable[[_Side], Awaitable[R]], *, writes: bool) -> R:
    """Do `work` on one side: inside one transaction on PostgreSQL, one for each step on SQLite."""
    if database.dialect == "sqlite":
        return await work(_Side("sqlite", database.write if writes else database.read))

    async def held(tx: Tx) -> R:
        return await work(_Side(tx.dialect, lambda step: step(tx)))

    return await (database.write(held) if writes else database.read(held))


async def _copy(source: _Side, target: _Side) -> dict[str, int]:
    if target.dialect == "postgres":
        names = ", ".join(table.name for table in tables())
        await target.rows(f"LOCK TABLE {names} IN EXCLUSIVE MODE")  # a bot that is running waits until we are done
    await _refuse_rows(target)
    await _copy_life(source, target)
    for table in tables():
        await _copy_table(source, target, table)
    return {table.name: await _compare(source, target, table) for table in tables()}


async def _copy_table(source: _Side, target: _Side, table: Table) -> None:
    values = ", ".join(f":{column}" for column in table.columns)
    insert = f"INSERT INTO {table.name} ({_named(table.columns)}) VALUES ({values})"  # noqa: S608 (names of our own schema)
    async for page in _pages(source, table):
        await target.put(insert, [dict(zip(table.columns, row, strict=True)) for row in page])
    if table.counted:
        await _count_on(target, table, await _counter(source, table))


async def _copy_life(source: _Side, target: _Side) -> None:
    """The copy is the same life of the same database, until a restore begins another."""
    rows = await source.rows(f"SELECT token, cookie_key FROM {LIFE}")  # noqa: S608
    await target.put(f"DELETE FROM {LIFE}", [{}])  # noqa: S608
    life = [{"token": row["token"], "cookie_key": row["cookie_key"]} for row in rows]
    await target.put(f"INSERT INTO {LIFE} (token, cookie_key) VALUES (:token, :cookie_key)", life)  # noqa: S608


async def _pages(side: _Side, table: Table) -> AsyncIterator[list[tuple[Plain, ...]]]:
    """The rows of a table in the order of its key (of all columns where it has none), page by page."""
    where, seen = "", 0
    values: dict[str, Plain] = {}
    while True:
        skip = f" OFFSET {seen}" if seen and not table.key else ""
        found = await side.rows(f"{_select(table, where)} LIMIT {PAGE}{skip}", **values)
        if found:
            yield [tuple(row[column] for column in table.columns) for row in found]
        if len(found) < PAGE:
            return
        seen += len(found)
        if table.key:
            where, values = _after(table, found[-1])


def _select(table: Table, where: str) -> str:
    order = _named(table.key or table.columns)
    return f"SELECT {_named(table.columns)} FROM {table.name}{where} ORDER BY {order}"  # noqa: S608 (names of our own schema)


def _after(table: Table, last: Row) -> tuple[str, dict[str, Plain]]:
    """Where the next page begins: after the key of the last row, which is faster than counting rows anew."""
    keys = ", ".join(f":{column}" for column in table.key)
    return f" WHERE ({_named(table.key)}) > ({keys})", {column: last[column] for column in table.key}


async def _counter(side: _Side, table: Table) -> int:
    """The last number this table has given."""
    rows = await side.rows(f"SELECT max({table.counted}) FROM {table.name}")  # noqa: S608
    given = rows[0][0] or 0
    if side.dialect == "postgres":
        sequence = f"{table.name}_{table.counted}_seq"
        rows = await side.rows("SELECT last_value FROM pg_sequences WHERE sequencename = :name", name=sequence)
    elif table.for_ever:
        rows = await side.rows("SELECT seq FROM sqlite_sequence WHERE name = :name", name=table.name)
    return max(given, (rows[0][0] or 0) if rows else 0)


async def _count_on(side: _Side, table: Table, last: int) -> None:
    """The next new row gets the number after `last`."""
    if not last:
        return
    if side.dialect == "postgres":
        sequence = f"pg_get_serial_sequence('{table.name}', '{table.counted}')"
        await side.rows(f"SELECT setval({sequence}, CAST(:last AS BIGINT))", last=last)
    elif table.for_ever:
        await side.put("DELETE FROM sqlite_sequence WHERE name = :name", [{"name": table.name}])
        await side.put(
            "INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)", [{"name": table.name, "last": last}]
        )


async def _compare(source: _Side, target: _Side, table: Table) -> int:
    here, there = await _digest(source, table), await _digest(target, table)
    if here != there:
        raise RefusedByRule(
            f"the copy of {table.name} differs ({here[0]} rows here, {there[0]} there): is the bot still running? "
            "Stop it and copy again into an empty database"
        )
    return here[0]


async def _digest(side: _Side, table: Table) -> tuple[int, str]:
    """How many rows, and a checksum over them all. The one character PostgreSQL's text cannot hold is not counted."""
    count, digest = 0, sha256()
    async for page in _pages(side, table):
        count += len(page)
        digest.update(orjson.dumps(page, default=_hex).replace(b"\\u0000", b""))
    return count, digest.hexdigest()


def _hex(value: object) -> str:
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(f"no column of ours holds a {type(value).__name__}")


def _named(columns: Sequence[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
