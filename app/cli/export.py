"""`fivestar export WHAT`: exports any kind of record for a spreadsheet or another program."""

from __future__ import annotations

import argparse
import asyncio
import re
import sys
from pathlib import Path
from typing import Any

import orjson

from app.app import App
from app.cli.opened import opened_app
from app.week import week_so_far
from documents.papers.exports import as_csv, as_json, as_xlsx, explained, figure_rows
from files import durable
from messages.errors import RefusedByRule
from programme.ids import PersonId
from schedules.case_outcomes import result_rows
from storage.intake import intakes
from storage.operations import exports, person_data
from storage.operations.exports import WHAT
from storage.people import people
from texts import Say

FORMATS = ("csv", "json", "xlsx")
FIGURES = "figures"
"""What is counted and not kept: the figures of the week so far."""
CASE_RESULTS = "case-results"
"""What came of each case of a hotline, in the words of the sheet that goes back."""


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    every = (*WHAT, FIGURES)

    def known(word: str) -> str:
        if word not in every and not re.fullmatch(r"person:[0-9]{1,18}", word):
            raise argparse.ArgumentTypeError(say("export.unknown", what=word, all=" ".join([*every, "person:ID"])))
        return word

    parser.add_argument(
        "what", metavar="WHAT", type=known, help=say("export.what", all=" ".join([*every, "person:ID"]))
    )
    parser.add_argument("--format", choices=FORMATS, help=say("export.format"))
    parser.add_argument("--out", metavar="FILE", type=Path, help=say("export.out"))
    parser.set_defaults(run=run)


async def run(chosen: argparse.Namespace) -> int:
    """Write it to the file, or to standard output.

    Raises:
        RefusedByRule: an Excel file cannot be shown in a terminal; there is no such person.
    """
    out: Path | None = chosen.out
    kind = chosen.format or (out.suffix[1:].casefold() if out and out.suffix[1:].casefold() in FORMATS else "csv")
    async with opened_app() as app:
        if chosen.what.startswith("person:"):
            content, many = await _person(app, PersonId(int(chosen.what.partition(":")[2])))
        elif kind == "xlsx" and out is None and sys.stdout.isatty():
            raise RefusedByRule(app.say("export.needs_file"))
        else:
            rows = await _rows(app, chosen.what)
            content, many = _written(rows, chosen.what, kind, for_excel=out is not None), len(rows)
        if out is None:
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
        else:
            await asyncio.to_thread(durable.write, out, content)
            print(app.say("export.done", file=str(out), many=many))
        if not many:
            sys.stderr.write(app.say("export.empty", what=chosen.what) + "\n")
    return 0


async def _rows(app: App, what: str) -> list[dict[str, Any]]:
    now = app.clock()
    if what == FIGURES:
        return figure_rows((await week_so_far(app)).figures, app.say)
    if what == CASE_RESULTS:
        ended = await app.database.read(lambda tx: intakes.results(tx, intakes.CASES))
        return result_rows(ended, app.say, app.settings.zone)
    found = await app.database.read(lambda tx: exports.rows(tx, what, now=now, zone=app.settings.zone))
    return explained(found, app.rules, app.say) if what == "ratings" else found


def _written(rows: list[dict[str, Any]], what: str, kind: str, *, for_excel: bool) -> bytes:
    if kind == "json":
        return as_json(rows)
    return as_xlsx(rows, what) if kind == "xlsx" else as_csv(rows, for_excel=for_excel)


async def _person(app: App, number: PersonId) -> tuple[bytes, int]:
    """All that is kept of one person, for them to read: always JSON, a list under each name; the journal keeps that it was."""
    now = app.clock()
    found = await app.database.read(lambda tx: person_data.of(tx, number, app.settings.zone))
    if found is None:
        raise RefusedByRule(app.say("export.nobody", id=number))
    await app.database.write(lambda tx: people.journal(tx, now, None, "export", f"person {number}"))
    return orjson.dumps(found, option=orjson.OPT_INDENT_2) + b"\n", 1
