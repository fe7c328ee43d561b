"""`fivestar cases import FILE|results FILE`: the sheet of 12345 or 智慧城管 in, and the same sheet back with what was done."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from app.app import App
from app.cli.opened import opened_app
from documents.intake.case_results import results_workbook
from documents.intake.case_sheet import CaseSheet
from documents.intake.case_words import unreadable, wrong
from documents.isolation.desk import Overrun
from documents.roster.roster_cells import Unreadable
from files import durable
from messages.errors import RefusedByRule
from schedules import case_import
from schedules.case_outcomes import has_ended, results_in_words
from storage.intake import intakes
from texts import Say

LINES = 40
"""Most errors shown at once."""


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("what", choices=("import", "results"), help=say("intake.cases_what"))
    parser.add_argument("file", metavar="FILE", type=Path, help=say("intake.cases_file"))
    parser.add_argument("--to", metavar="FILE", type=Path, help=say("intake.cases_to"))
    parser.add_argument("--encoding", default="", help=say("intake.cases_encoding"))
    parser.set_defaults(run=run)


async def run(chosen: argparse.Namespace) -> int:
    """Do one of the two.

    Raises:
        RefusedByRule: the file is no case sheet or contradicts itself; nothing was changed.
    """
    async with opened_app() as app:
        sheet = await _sheet(app, chosen.file, chosen.encoding)
        if chosen.what == "import":
            await _import(app, sheet)
        else:
            await _results(app, sheet, chosen.to or chosen.file.with_name(f"{chosen.file.stem}-结果.xlsx"))
    return 0


async def _sheet(app: App, file: Path, encoding: str) -> CaseSheet:
    try:
        content = await asyncio.to_thread(file.read_bytes)
        sheet = await app.workers.cases(content, file.name, encoding)
    except FileNotFoundError as error:
        raise RefusedByRule(app.say("intake.cases_there", file=str(file))) from error
    except Unreadable as error:
        raise RefusedByRule(unreadable(error, app.say)) from error
    except Overrun as error:
        raise RefusedByRule(f"{app.say('intake.set_aside')} ({error})") from error
    if lines := wrong(sheet, app.say, LINES):
        raise RefusedByRule("\n".join([app.say("intake.sheet_refused"), *(f"  {line}" for line in lines)]))
    return sheet


async def _import(app: App, sheet: CaseSheet) -> None:
    new = await case_import.take(app.database, app.turns, sheet.cases, app.clock, lambda _: None)
    print(app.say("intake.cases_done", new=new, known=len(sheet.cases) - new))


async def _results(app: App, sheet: CaseSheet, to: Path) -> None:
    numbers = set(sheet.numbers)
    found = [
        one for one in await app.database.read(lambda tx: intakes.results(tx, intakes.CASES)) if one.outer_id in numbers
    ]
    content = results_workbook(sheet, results_in_words(found, app.say, app.settings.zone))
    await asyncio.to_thread(durable.write, to, content)
    ended = sum(map(has_ended, found))
    print(app.say("intake.cases_written", many=len(sheet.cases), ended=ended, file=str(to)))
