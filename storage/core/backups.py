"""A whole and checked copy of either kind of database, one SQLite file, while everything runs."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

from files import durable
from storage.core.sqlite import uri
from storage.core.tx import Database


class Damaged(Exception):
    """The copy is damaged; it was deleted."""


async def back_up(database: Database, target: Path) -> int:
    """Copy, check, then rename, so that a file of that name is always complete. Returns its size in bytes.

    Raises:
        Damaged: SQLite's own check finds the copy damaged.
        StorageDown, OSError: the database cannot be read, or the file not written.
    """
    part = durable.part_of(target)
    durable.make_folder(target.parent)
    part.touch(mode=0o600)  # telephone numbers are in it
    try:
        await database.backup(part)
        await asyncio.to_thread(in_one_file, part)
        if damage := await asyncio.to_thread(damage_of, part):
            raise Damaged(damage)
        await asyncio.to_thread(durable.settle, part, target)
    finally:
        part.unlink(missing_ok=True)
    return await asyncio.to_thread(lambda: target.stat().st_size)


def damage_of(path: Path) -> str:
    """SQLite's own check of a file, which may be in use; empty when it is sound."""
    connection = sqlite3.connect(uri(path, "ro"), uri=True)
    try:
        found = connection.execute("PRAGMA integrity_check").fetchall()
    except sqlite3.DatabaseError as error:
        return str(error)
    finally:
        connection.close()
    return "" if found == [("ok",)] else str(found[0][0])


def in_one_file(path: Path) -> None:
    """Make a copy self-contained, without the extra files SQLite keeps beside a database in use."""
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA journal_mode=DELETE")
    finally:
        connection.close()
