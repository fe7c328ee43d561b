"""`fivestar run`: runs the bot on the real database and channels."""

from __future__ import annotations

import argparse
from contextlib import ExitStack

from app import logs
from app.app import PARTS, App, open_database
from app.channels import switched_on
from app.hooks import hooks_channel
from app.lock import only_one
from app.serving import run_until_told
from app.settings import load
from bot.clock import wall_clock
from messages.errors import RefusedByRule
from texts import Say


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("--only", choices=("web", "sender", "schedules"), help=say("command.run_only"))
    parser.set_defaults(run=run)


async def run(chosen: argparse.Namespace) -> int:
    """Run until SIGTERM or SIGINT.

    Raises:
        SettingsError: the settings do not make sense.
        RefusedByRule: another bot runs on the same file, the port is taken, or SQLite was to be split.
        StorageDown: the database cannot be opened.
    """
    settings, rules = load()
    logs.set_up(settings.log_format)
    if chosen.only and settings.sqlite_path:
        raise RefusedByRule(
            "--only splits the bot over several processes: that needs PostgreSQL in FIVESTAR_DATABASE_URL"
        )
    with ExitStack() as held:
        if settings.sqlite_path:
            held.enter_context(only_one(settings.sqlite_path))
        database = await open_database(settings)
        try:
            channels = switched_on(settings, database, wall_clock)
            channels.append(hooks_channel(rules, database, settings.data_dir, wall_clock))
            parts = tuple(part for part in PARTS if chosen.only in (None, part))
            await run_until_told(App(settings, rules, database, channels=channels, parts=parts))
        finally:
            await database.close()
    return 0
