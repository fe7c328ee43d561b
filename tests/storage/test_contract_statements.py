"""Every named statement is understood by both databases: what one dialect cannot say is found before anybody asks it."""

from __future__ import annotations

import re
from pathlib import Path

import asyncpg
import pytest

import storage
from storage.core.columns import declared, filled
from storage.core.statements import Statement, statements
from storage.core.tx import Database, Tx

QUERIES = Path(storage.__file__).parent
_OUR_TYPES = {"int8", "text", "float8", "bytea"}


async def test_every_statement_is_understood(database: Database) -> None:
    """EXPLAIN looks up every table, column and type without touching a row."""
    wrong: list[str] = []

    async def explain_all(tx: Tx) -> None:
        for name, statement in statements(database.dialect).items():
            values = dict.fromkeys(re.findall(r"(?<!:):(\w+)", statements("sqlite")[name].sql))
            try:
                async with tx.savepoint():
                    assert await tx._fetch(Statement(name, f"EXPLAIN {statement.sql}", statement.order), values)
            except Exception as error:
                wrong.append(f"{name}: {error}")

    await database.write(explain_all)
    assert not wrong, "\n".join(wrong)


async def test_postgres_takes_every_value_in_the_width_we_store(postgres_url: str) -> None:
    """An instant in milliseconds does not fit the four bytes that CAST(… AS INTEGER) would allow it there."""
    connection = await asyncpg.connect(postgres_url)
    narrow = {}
    for name, statement in statements("postgres").items():
        types = {p.name for p in (await connection.prepare(statement.sql)).get_parameters()}
        if strange := types - _OUR_TYPES:
            narrow[name] = strange
    await connection.close()
    assert not narrow


async def test_text_is_sorted_by_its_bytes_on_both(database: Database, database_url: str) -> None:
    """The order of streets and doors decides lists and stars; it must not depend on the server's locale."""
    if database.dialect == "postgres":
        connection = await asyncpg.connect(database_url)
        strange = await connection.fetch(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'"
        )
        await connection.close()
        assert not strange

    async def grids(tx: Tx) -> list[str]:
        for name in ("北街", "b", "一街", "B", "ä", "西津路2号", "西津路10号"):
            await tx.rows("grid_add", name=name)
        return [row["name"] for row in await tx.rows("grids_all")]

    found = await database.write(grids)
    assert found == sorted(found, key=str.encode)
    assert len(found) == 7


def test_the_sql_that_differs_fits_a_screen() -> None:
    lines = [line for path in QUERIES.glob("*/postgres/*.sql") for line in path.read_text("utf-8").splitlines()]
    assert len([line for line in lines if line.strip()]) <= 50


def test_both_databases_know_the_same_names() -> None:
    assert statements("postgres").keys() == statements("sqlite").keys()


LISTS = declared(["-- columns cats: id, name, tail\n--   , born\n\n-- name: x\nSELECT 1;\n"])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("SELECT {{cats}} FROM cats", "SELECT id, name, tail, born FROM cats"),
        ("SELECT {{cats c}} FROM cats c", "SELECT c.id, c.name, c.tail, c.born FROM cats c"),
        ("UPDATE cats SET {{set cats but id, born}}", "UPDATE cats SET name = :name, tail = :tail"),
    ],
)
def test_a_list_of_columns_is_written_out_wherever_it_is_named(written: str, meant: str) -> None:
    assert filled(written, LISTS) == meant


def test_a_list_that_leaves_out_what_it_does_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match="paws"):
        filled("UPDATE cats SET {{set cats but paws}}", LISTS)
    with pytest.raises(ValueError, match="two lists"):
        declared(["-- columns cats: id\n", "-- columns cats: id\n"])
