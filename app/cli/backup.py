"""`fivestar backup FILE`: a whole and checked copy while everything runs, one SQLite file from either kind of database."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.cli.opened import opened_app
from messages.errors import RefusedByRule
from storage.core.backups import Damaged, back_up
from storage.people import people
from texts import Say


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help=say("command.backup_file"))
    parser.set_defaults(run=run)


async def run(chosen: argparse.Namespace) -> int:
    """Copy it beside a running bot, and say so in the journal.

    Raises:
        RefusedByRule: the copy is damaged.
    """
    async with opened_app() as app:
        target: Path = chosen.file
        try:
            size = await back_up(app.database, target)
        except Damaged as damage:
            raise RefusedByRule(app.say("command.backup_damaged", what=str(damage))) from damage
        now = app.clock()
        await app.database.write(lambda tx: people.journal(tx, now, None, "backup", "database"))
        print(app.say("command.backup_done", file=str(target), size=f"{size / 1e6:.1f}"))
    return 0
