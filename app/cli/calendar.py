"""`fivestar calendar [FILE]`: the State Council's list of holidays, written down by the office; without one, what is known."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from app.app import App
from app.cli.opened import opened_app
from app.holidays import learn_holidays
from messages.errors import RefusedByRule
from programme import calendar
from programme.holidays import WrongList, read_holidays, spoken
from storage.operations import holidays
from texts import Say

ENCODINGS = ("utf-8-sig", "gb18030")


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, nargs="?", help=say("calendar.file"))
    parser.add_argument("--year", type=int, default=0, help=say("calendar.year"))
    parser.add_argument("--undo", metavar="YEAR", type=int, default=0, help=say("calendar.undo_option"))
    parser.set_defaults(run=run)


async def run(chosen: argparse.Namespace) -> int:
    """Write a list down, take one back, or say which years are known.

    Raises:
        RefusedByRule: the file is no list, or contradicts itself; nothing was changed.
    """
    async with opened_app() as app:
        if chosen.undo:
            await _take_back(app, chosen.undo)
        elif chosen.file:
            await _enter(app, chosen.file, chosen.year)
        else:
            this = app.clock().astimezone(app.settings.zone).year
            for year in (this, this + 1):
                print(app.say("calendar.known" if calendar.knows(year) else "calendar.unknown", year=year))
    return 0


async def _enter(app: App, file: Path, year: int) -> None:
    text = await asyncio.to_thread(_text, file, app.say)
    try:
        found = read_holidays(text, year)
    except WrongList as wrong:
        raise RefusedByRule(app.say(f"calendar.{wrong.sentence}", **wrong.values)) from wrong
    now = app.clock()
    if found.year < now.astimezone(app.settings.zone).year:
        raise RefusedByRule(app.say("calendar.past", year=found.year))
    await app.database.write(lambda tx: holidays.enter(tx, found.year, text, now))
    await learn_holidays(app.database, app.rules)
    print(app.say("calendar.entered", year=found.year, off=spoken(found.off), work=spoken(found.work) or "—"))
    if str(found.year) in app.rules.holidays:
        print(app.say("calendar.in_the_file", year=found.year))


async def _take_back(app: App, year: int) -> None:
    now = app.clock()
    if not await app.database.write(lambda tx: holidays.take_back(tx, year, now)):
        raise RefusedByRule(app.say("calendar.nothing", year=year))
    print(app.say("calendar.taken_back", year=year))


def _text(file: Path, say: Say) -> str:
    try:
        content = file.read_bytes()
    except FileNotFoundError as error:
        raise RefusedByRule(say("roster.not_there", file=str(file))) from error
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RefusedByRule(say("calendar.no_text", file=file.name))
