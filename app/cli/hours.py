"""`fivestar hours import FILE`: hours later than thirty days, from the clerk's list; the export reads back unchanged."""

from __future__ import annotations

import argparse
import asyncio
import io
from csv import DictReader
from datetime import date
from pathlib import Path

from app.cli.opened import opened_app
from messages.errors import RefusedByRule
from storage.activities import hour_import
from storage.activities.hour_import import Line, Refused
from texts import Say

LINES = 40
"""Most errors shown at once."""
HEADINGS = {
    "name": ("name", "姓名"),
    "activity": ("activity", "活动"),
    "day": ("begins_at", "日期", "day"),
    "minutes": ("minutes", "分钟"),
    "hours": ("hours", "小时"),
}


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("what", choices=("import",), help=say("hours.what"))
    parser.add_argument("file", metavar="FILE", type=Path, help=say("hours.file"))
    parser.set_defaults(run=run)


async def run(chosen: argparse.Namespace) -> int:
    """Take all of it or nothing.

    Raises:
        RefusedByRule: the file is no such list, or a line does not fit; nothing was changed.
    """
    async with opened_app() as app:
        try:
            content = await asyncio.to_thread(chosen.file.read_bytes)
        except FileNotFoundError as error:
            raise RefusedByRule(app.say("hours.no_file", file=str(chosen.file))) from error
        lines, now, zone = lines_of(content, app.say), app.clock(), app.settings.zone
        try:
            taken = await app.database.write(lambda tx: hour_import.take(tx, lines, now, zone))
        except Refused as error:
            wrong = error.taken.wrong
            told = [f"  {app.say(f'hours.{why}', row=row, name=name)}" for row, why, name in wrong[:LINES]]
            raise RefusedByRule("\n".join([app.say("hours.refused"), *told])) from error
        print(app.say("hours.done", new=taken.new, known=taken.known))
    return 0


def lines_of(content: bytes, say: Say) -> list[Line]:
    """The rows of a CSV in UTF-8 or GB18030, by the headings of the export or Chinese ones.

    Raises:
        RefusedByRule: a heading is missing, or a cell is no day or no number.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")
    found = DictReader(io.StringIO(text))
    columns = {
        key: next((head for head in found.fieldnames or () if head.strip() in known), "")
        for key, known in HEADINGS.items()
    }
    if not all(columns[key] for key in ("name", "activity", "day")) or not (columns["minutes"] or columns["hours"]):
        raise RefusedByRule(say("hours.headings"))
    return [_line(number, row, columns, say) for number, row in enumerate(found, 2)]


def _line(number: int, row: dict[str, str], columns: dict[str, str], say: Say) -> Line:
    try:
        day = date.fromisoformat(row[columns["day"]].strip()[:10].replace("/", "-"))
        given = float(row[columns["minutes"]]) if columns["minutes"] else float(row[columns["hours"]]) * 60
    except (ValueError, TypeError, AttributeError) as error:
        raise RefusedByRule(say("hours.cell", row=number)) from error
    name, activity = row[columns["name"]] or "", row[columns["activity"]] or ""
    return Line(number, name.strip(), activity.strip(), day, round(given))
