"""`fivestar backup FILE`: a whole and checked copy while everything runs, one SQLite file from either kind of database."""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
from pathlib import Path

from bot.errors import RefusedByRule
from texts import Say


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help=say("command.backup_file"))
    parser.set_defaults(run=run)


async def run(chosen: argparse.Namespace) -> int:
    """Copy, check, then give it its name: a file of that name is always a whole one.

    Raises:
        RefusedByRule: the copy is damaged.
    """
    from bot.commands.opened import opened_app  # noqa: PLC0415 the parts are needed only now
    from storage import people  # noqa: PLC0415

    async with opened_app() as app:
        target: Path = chosen.file
        part = target.with_name(f".{target.name}.part")
        target.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        try:
            await app.database.backup(part)
            in_one_file(part)
            if damage := damage_of(part):
                raise RefusedByRule(app.say("command.backup_damaged", what=damage))
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
        now, size = app.clock(), await asyncio.to_thread(lambda: target.stat().st_size)
        await app.database.write(lambda tx: people.journal(tx, now, None, "backup", "database"))
        print(app.say("command.backup_done", file=str(target), size=f"{size / 1e6:.1f}"))
    return 0


def damage_of(path: Path) -> str:
    """What SQLite's own check says of a file, which may be in use; nothing when it is whole."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
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
