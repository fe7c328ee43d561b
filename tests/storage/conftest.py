"""What the tests of moving and keeping share: a file in which no table is empty."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage.core.copying import tables
from storage.core.sqlite import open_sqlite

ROWS = 23


@pytest.fixture
async def full(tmp_path: Path) -> Path:
    """A file with rows in every table: odd words, nothing, the largest numbers, rows without a key of their own."""
    path = tmp_path / "old.db"
    await (await open_sqlite(path)).close()
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("PRAGMA foreign_keys=ON")
        for table in tables():
            for number in range(1, ROWS + 1):
                _insert(file, table.name, number)
        file.execute("INSERT INTO wrong_codes SELECT * FROM wrong_codes")
        file.execute("DELETE FROM offers WHERE id > 20")
        file.execute("DELETE FROM web_letters")
    return path


def _insert(file: sqlite3.Connection, table: str, number: int) -> None:
    refers = {row[3] for row in file.execute(f"PRAGMA foreign_key_list({table})")}
    values: dict[str, object] = {}
    for _, name, kind, needed, _, key in file.execute(f"PRAGMA table_info({table})").fetchall():
        if name in refers or (key == 1 and kind == "INTEGER"):
            values[name] = number
        elif not needed and number % 3 == 0:
            values[name] = None
        elif kind == "TEXT":
            values[name] = f"{number}「五星」' \" \\ 👍\n{name}"
        elif kind == "BLOB":
            values[name] = bytes([0, number % 256, 255])
        else:
            values[name] = number / 7 if kind == "REAL" else 2**53 - number
    columns, marks = ", ".join(values), ", ".join("?" * len(values))
    file.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", tuple(values.values()))
