"""`fivestar simulate`: plays months of a made street, whose true state is known, through the real bot; keeps the database."""

from __future__ import annotations

import argparse
import asyncio
import logging
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path

from app import logs
from app.app import App, open_database
from app.cli.numbers import at_least_one
from app.cli.open_board import open_board
from app.demo.sample_clock import RunningOn
from app.serving import free_for, run_until_told
from app.settings import Settings
from app.simulate.play import Plan, play
from app.simulate.report import Told, words
from app.towns.chosen import load
from programme.rules import Rules
from storage.core.tx import Database
from texts import Say, speaker

HERE = "127.0.0.1"
"""Whoever has the link is the manager of the played street: nobody else may come in."""
EVENING = time(18, 45)
"""After the week's ratings are out."""
FIRST = date(2026, 9, 7)
"""A Monday; the twelve weeks from it hold the Mid-Autumn and National Day holidays."""


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("--shops", type=at_least_one, default=100, help=say("simulate.shops"))
    parser.add_argument("--weeks", type=at_least_one, default=12, help=say("simulate.weeks"))
    parser.add_argument("--seed", type=int, default=1, help=say("simulate.seed"))
    parser.add_argument("--start", type=date.fromisoformat, default=FIRST, help=say("simulate.start"))
    parser.add_argument("--roster", type=Path, help=say("simulate.roster"))
    parser.add_argument("--database", default="", help=say("simulate.database"))
    parser.add_argument("--open", action="store_true", help=say("simulate.open"))
    parser.set_defaults(run=run)


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
    settings = _own(settings, chosen.database, plan.name, shown=chosen.open)
    database = await open_database(settings)
    try:
        told = await play(settings, rules, database, plan)
        await asyncio.to_thread(_print, told, settings)
        if chosen.open:
            await _show(settings, rules, database, plan)
    finally:
        await database.close()
    return 0


async def _show(settings: Settings, rules: Rules, database: Database, plan: Plan) -> None:
    """The board of the played street on the evening of its last Sunday, until SIGTERM or SIGINT; nothing is sent."""
    last = plan.first + timedelta(weeks=plan.weeks, days=-1)
    clock = RunningOn(datetime.combine(last, EVENING, settings.zone))
    await run_until_told(App(settings, rules, database, parts=("web",), clock=clock), ready=open_board)


def _own(settings: Settings, url: str, name: str, *, shown: bool) -> Settings:
    """The same settings on a database and a folder of the simulation's own."""
    folder = settings.data_dir / "simulated" / name
    own: dict[str, object] = {"database_url": url or f"sqlite:///{folder / 'town.db'}", "data_dir": folder}
    own |= {"host": HERE, "public_url": "", "port": free_for(HERE, settings.port)} if shown else {}
    return settings.model_copy(update=own)


def _print(told: Told, settings: Settings) -> None:
    with suppress(BrokenPipeError):
        print(words(told, settings, speaker(settings.language)))
