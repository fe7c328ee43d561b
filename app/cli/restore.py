"""`fivestar restore FILE`: a backup into an empty database of either kind; this is also how one moves to PostgreSQL."""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sqlite3
import tempfile
from contextlib import ExitStack, closing
from datetime import datetime
from pathlib import Path

from app.cli.opened import opened_app
from app.lock import only_one
from app.towns.chosen import load
from bot.clock import wall_clock
from files import durable
from messages.errors import RefusedByRule
from storage.core import incarnation
from storage.core.backups import damage_of, in_one_file
from storage.core.copying import copy_all, refuse_rows
from storage.core.migrations import steps
from storage.core.sqlite import open_sqlite
from storage.core.tx import Database
from storage.people import people
from texts import Say, speaker


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help=say("command.restore_file"))
    parser.set_defaults(run=run)


async def run(chosen: argparse.Namespace) -> int:
    """Check the file, then bring all of it over or nothing; the file itself is never written to.

    Raises:
        RefusedByRule: the file is not a backup of ours or is damaged, the database has rows already, or a bot runs on it.
    """
    settings, _ = load()
    target = settings.sqlite_path
    with ExitStack() as held:
        copy = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="fivestar-restore-"))) / "copy.db"
        if target:
            held.enter_context(only_one(target))
        await asyncio.to_thread(_take_over, chosen.file, copy, speaker(settings.language))
        if target:
            await _put_in_place(copy, target, wall_clock())
        async with opened_app() as app:
            now = app.clock()
            if not target:
                await _copy_into(app.database, copy, now)
            await app.database.write(lambda tx: people.journal(tx, now, None, "restore", "database"))
            print(app.say("command.restore_done", file=str(chosen.file), kind=app.database.dialect))
    return 0


def _take_over(file: Path, copy: Path, say: Say) -> None:
    """A copy to work on, once the file has proved whole and ours."""
    if not file.is_file():
        raise RefusedByRule(say("command.restore_missing", file=str(file)))
    if damage := damage_of(file):
        raise RefusedByRule(say("command.restore_damaged", file=str(file), what=damage))
    source, ours = f"{file.resolve().as_uri()}?mode=ro", sqlite3.connect(copy)
    with closing(sqlite3.connect(source, uri=True)) as theirs, closing(ours):
        theirs.backup(ours)
        try:
            schema = ours.execute("SELECT max(number) FROM migrations").fetchone()[0] or 0
        except sqlite3.OperationalError as error:
            raise RefusedByRule(say("command.restore_not_ours", file=str(file))) from error
    if schema > steps()[-1][0]:
        raise RefusedByRule(say("command.restore_newer", file=str(file)))


async def _put_in_place(copy: Path, target: Path, now: datetime) -> None:
    """Rename the copy into place as the database, with a new life id; the database it replaces had no rows."""
    for path in (target, copy):  # opening brings the schema of the copy up to date, too
        database = await open_sqlite(path)
        try:
            if path is target:
                await refuse_rows(database)
            else:
                await database.write(lambda tx: incarnation.renew(tx, now))
        finally:
            await database.close()
    part = durable.part_of(target)
    try:
        in_one_file(copy)
        await asyncio.to_thread(shutil.copyfile, copy, part)
        await asyncio.to_thread(durable.settle, part, target)
    finally:
        part.unlink(missing_ok=True)


async def _copy_into(target: Database, copy: Path, now: datetime) -> None:
    source = await open_sqlite(copy)
    try:
        await copy_all(source, target, lambda tx: incarnation.renew(tx, now))
    finally:
        await source.close()
