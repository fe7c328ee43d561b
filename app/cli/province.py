"""`fivestar province digest`: the figures of a week of all towns together, for whoever is above them; nothing is ranked."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from app import logs
from app.cli.opened import opened_app
from app.settings import Settings
from app.towns.chosen import chosen_of, every
from app.towns.here import working_for
from app.towns.town_files import TownFile
from app.week import week_at
from bot.clock import wall_clock
from documents.digest.province_figures import Province, TownWeek, province_words, province_xlsx
from files import durable
from messages.errors import FivestarError, RefusedByRule
from programme.calendar import week_days, week_of
from texts import Say, speaker


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("what", choices=("digest",), help=say("command.province_what"))
    parser.add_argument("--period", default="", help=say("command.province_period"))
    parser.add_argument("--out", metavar="FILE", type=Path, help=say("command.province_out"))
    parser.set_defaults(run=run)


async def run(chosen: argparse.Namespace) -> int:
    """Print the sums, and write the workbook; a town that cannot be read is named and left out, with exit status 1.

    Raises:
        RefusedByRule: there is one town only, no town can be read, or the period is no week.
        SettingsError: what the towns have in common does not make sense.
    """
    common, _, files = every()
    logs.set_up(common.log_format)
    say, out = speaker(common.language), chosen.out
    if not files:
        raise RefusedByRule(say("towns.not_many"))
    known = await _read(chosen_of(files, common), common, chosen.period, say)
    if not known.towns:
        reasons = [say("towns.absent", town=town, why=why) for town, why in known.absent]
        raise RefusedByRule("\n".join([*reasons, say("towns.none")]))
    print(province_words(known, say))
    if out:
        await asyncio.to_thread(durable.write, out, province_xlsx(known, say))
        print(say("towns.done", file=str(out), many=len(known.towns)))
    return 1 if known.absent else 0


async def _read(files: Sequence[TownFile], common: Settings, period: str, say: Say) -> Province:
    """One town after another, so that a province takes no more memory than its largest town."""
    now = wall_clock().astimezone(ZoneInfo(common.timezone))
    period = period or week_of(now.date())
    first, last = _days(period, now, say)
    towns, absent = [], []
    for file in files:
        try:
            with working_for(file.name):
                async with opened_app() as app:
                    towns.append(TownWeek(file.name, (await week_at(app, period)).figures))
        except (FivestarError, OSError) as error:
            absent.append((file.name, "; ".join(str(error).splitlines())))
    return Province(period, first, min(last, now.date()), now, towns, absent)


def _days(period: str, now: datetime, say: Say) -> tuple[date, date]:
    try:
        first, last = week_days(period)
    except ValueError as error:
        raise RefusedByRule(say("towns.wrong_week", period=period)) from error
    if first > now.date():
        raise RefusedByRule(say("towns.wrong_week", period=period))
    return first, last
