"""A whole and checked copy of either kind of database, one SQLite file, while everything runs."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

from files import durable
from storage.core.sqlite import uri
from storage.core.tx import Database


class Damaged(Exception):
    """The copy is not whole; nothing was left behind."""


async def back_up(database: Database, target: Path) -> int:
    """Copy, check, then give it its name: a file of that name is always a whole one. Its size in bytes.

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
    """What SQLite's own check says of a file, which may be in use; nothing when it is whole."""
    connection = sqlite3.connect(uri(path, "ro"), uri=True)
    try:
        found = connection.execute("PRAGMA integrity_check").fetchall()
    except sqlite3.DatabaseError as error:
        return str(error)
    finally:
        connection.close()
    return "" if found == [("ok",)] else str(found[0][0])


def in_one_file(path: Path) -> None:
    """Make a copy stand by itself, without the files SQLite keeps beside one in use."""
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA journal_mode=DELETE")
    finally:
        connection.close()
