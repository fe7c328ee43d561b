"""`fivestar run`: runs the bot on the real database and channels."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

from app import logs
from app.app import PARTS, App, Part, open_database
from app.channels import switched_on
from app.hooks import hooks_channel
from app.lock import only_one
from app.serving import run_until_told
from app.settings import Settings
from app.towns.chosen import chosen_of, every
from bot.clock import wall_clock
from files.lazily import lazy
from messages.errors import RefusedByRule
from programme.rules import Rules
from texts import Say

if TYPE_CHECKING:
    from app.towns import many as many_towns
else:
    many_towns = lazy("app.towns.many")


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
    parts = tuple(part for part in PARTS if chosen.only in (None, part))
    settings, rules, files = every()
    logs.set_up(settings.log_format)
    if files:
        await many_towns.run_towns(settings, files, chosen_of(files, settings), parts)
    else:
        await _run_one(settings, rules, parts)
    return 0


async def _run_one(settings: Settings, rules: Rules, parts: Sequence[Part]) -> None:
    if parts != PARTS and settings.sqlite_path:
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
            await run_until_told(App(settings, rules, database, channels=channels, parts=parts))
        finally:
            await database.close()
