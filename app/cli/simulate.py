"""`fivestar simulate`: plays months of a made street, whose true state is known, through the real bot; keeps the database."""

from __future__ import annotations

import argparse
import asyncio
import logging
from contextlib import suppress
from datetime import date
from pathlib import Path

from app import logs
from app.app import open_database
from app.settings import Settings, load
from app.simulate.play import Plan, play
from app.simulate.report import Told, words
from texts import Say, speaker

FIRST = date(2026, 9, 7)
"""A Monday; the twelve weeks from it hold the Mid-Autumn and National Day holidays."""


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("--shops", type=_at_least_one, default=100, help=say("simulate.shops"))
    parser.add_argument("--weeks", type=_at_least_one, default=12, help=say("simulate.weeks"))
    parser.add_argument("--seed", type=int, default=1, help=say("simulate.seed"))
    parser.add_argument("--start", type=date.fromisoformat, default=FIRST, help=say("simulate.start"))
    parser.add_argument("--roster", type=Path, help=say("simulate.roster"))
    parser.add_argument("--database", default="", help=say("simulate.database"))
    parser.set_defaults(run=run)


def _at_least_one(word: str) -> int:
    number = int(word)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} < 1")
    return number


async def run(chosen: argparse.Namespace) -> int:
    """Play the weeks, continuing where the same street was left, and print the report.

    Raises:
        RefusedByRule: the database holds anything but this very street, or the roster cannot be read.
        SettingsError: the settings do not make sense.
        StorageDown: the database cannot be opened.
    """
    settings, rules = load()
    logs.set_up(settings.log_format)
    logging.getLogger().setLevel(logging.WARNING)
    plan = Plan(chosen.shops, chosen.weeks, chosen.seed, chosen.start, chosen.roster)
    settings = _own(settings, chosen.database, plan.name)
    database = await open_database(settings)
    try:
        told = await play(settings, rules, database, plan)
    finally:
        await database.close()
    await asyncio.to_thread(_print, told, settings)
    return 0


def _own(settings: Settings, url: str, name: str) -> Settings:
    """The same settings on a database and a folder of the simulation's own."""
    folder = settings.data_dir / "simulated" / name
    own: dict[str, object] = {"database_url": url or f"sqlite:///{folder / 'town.db'}", "data_dir": folder}
    return settings.model_copy(update=own)


def _print(told: Told, settings: Settings) -> None:
    with suppress(BrokenPipeError):
        print(words(told, settings, speaker(settings.language)))
