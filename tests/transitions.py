"""The tables of transitions held against every story: the test databases refuse a change of state that no table declares.

`TRANSITIONS_SEEN=FILE pytest …` also writes down, in a SQLite file, which test saw which transition: see `tests/examples`.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import asyncpg

from programme.activities.activity_state import ACTIVITY, PART
from programme.activities.follow_up_state import FOLLOW_UP
from programme.appeals.appeal_state import APPEAL
from programme.articles.study_state import STUDY
from programme.delivery.message_state import MESSAGE
from programme.findings.finding_state import FINDING
from programme.findings.lead_state import LEAD
from programme.honours.ballot_state import BALLOT
from programme.honours.honour_state import HONOUR
from programme.intake.case_sheet_state import CASE_SHEET
from programme.intake.intake_state import INTAKE
from programme.pledges.pledge_state import PLEDGE
from programme.requests.help_state import HELP
from programme.requests.request_state import REQUEST
from programme.roster.roster_state import ROSTER
from programme.rotation.rotation_state import ROTATION
from programme.sites.permit_state import PERMIT
from programme.titles.title_state import TITLE
from programme.titles.veto_state import VETO
from programme.transitions import Transitions
from storage.core.statements import Statement
from storage.core.tx import Database

TABLES: dict[str, Transitions] = {  # type: ignore[type-arg]
    "findings": FINDING,
    "leads": LEAD,
    "help_requests": HELP,
    "service_requests": REQUEST,
    "intakes": INTAKE,
    "case_sheets": CASE_SHEET,
    "appeals": APPEAL,
    "titles": TITLE,
    "vetoes": VETO,
    "outbox": MESSAGE,
    "rosters": ROSTER,
    "study_choices": STUDY,
    "rotations": ROTATION,
    "activities": ACTIVITY,
    "activity_parts": PART,
    "follow_ups": FOLLOW_UP,
    "pledges": PLEDGE,
    "permits": PERMIT,
    "honours": HONOUR,
    "ballots": BALLOT,
}
"""By the database's table that keeps the state."""

_SEEN = "TRANSITIONS_SEEN"


def guard(dialect: str) -> str:
    """SQL that makes a database refuse undeclared transitions, and write down the others where that was asked for."""
    make = _sqlite if dialect == "sqlite" else _postgres
    seen = "CREATE TABLE IF NOT EXISTS transitions_seen (kind TEXT, before TEXT, after TEXT);\n"
    guards = "\n".join(make(table, _allowed(kind)) for table, kind in TABLES.items())
    return (seen if os.environ.get(_SEEN) else "") + guards


def guard_sqlite(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file:
        file.executescript(guard("sqlite"))


def _allowed(kind: Transitions) -> str:  # type: ignore[type-arg]
    """“'open>fixed', …”: what the table declares, and back again from what ended with a holder."""
    pairs = [*kind.pairs(), *((after, before) for before, after in kind.with_holder.items())]
    return ", ".join(f"'{before}>{after}'" for before, after in pairs) or "''"


def _note(table: str) -> str:
    return f"INSERT INTO transitions_seen VALUES ('{table}', OLD.state, NEW.state);" if os.environ.get(_SEEN) else ""


def _sqlite(table: str, allowed: str) -> str:
    return f"""
CREATE TRIGGER guard_{table} BEFORE UPDATE OF state ON {table} WHEN OLD.state <> NEW.state BEGIN
  SELECT RAISE(ABORT, 'a transition of {table} that no table declares')
  WHERE OLD.state || '>' || NEW.state NOT IN ({allowed});
  {_note(table)}
END;"""


def _postgres(table: str, allowed: str) -> str:
    return f"""
CREATE FUNCTION guard_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF OLD.state || '>' || NEW.state NOT IN ({allowed}) THEN
    RAISE EXCEPTION 'a transition of {table} that no table declares: % to %', OLD.state, NEW.state;
  END IF;
  {_note(table)}
  RETURN NEW;
END $$;
CREATE TRIGGER guard_{table} BEFORE UPDATE OF state ON {table} FOR EACH ROW WHEN (OLD.state <> NEW.state)
EXECUTE FUNCTION guard_{table}();"""


async def note_seen(database: Database, test: str) -> None:
    """After a test: append what it saw to the file that was asked for."""
    if not (path := os.environ.get(_SEEN)):
        return
    select = Statement("seen", "SELECT DISTINCT kind, before, after FROM transitions_seen", ())
    with suppress(asyncpg.UndefinedTableError):  # a test has made the schema anew
        found = await database.read(lambda tx: tx._fetch(select, {}))
        _write(path, [(*tuple(row), test) for row in found])


def _write(path: str, rows: list[tuple[str, ...]]) -> None:
    with closing(sqlite3.connect(path, timeout=60)) as file, file:
        file.execute("CREATE TABLE IF NOT EXISTS seen (kind TEXT, before TEXT, after TEXT, test TEXT)")
        file.executemany("INSERT INTO seen VALUES (?, ?, ?, ?)", rows)


def examples() -> list[tuple[str, str, str, str]]:
    """Table, before, after and the test that needs this transition, as written in `transitions.txt` (with “_” for a blank)."""
    lines = Path(__file__).with_suffix(".txt").read_text("utf-8").splitlines()
    parts = (line.split(maxsplit=3) for line in lines)
    return [(table, before.replace("_", " "), after.replace("_", " "), test) for table, before, after, test in parts]
