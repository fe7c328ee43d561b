"""A case sheet in words: why it cannot be read, and what is wrong row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.roster.roster_cells import Unreadable
from texts import Say

if TYPE_CHECKING:
    from documents.intake.case_sheet import CaseSheet

OWN = {"cases_no_column", "cases_none", "cases_many", "set_aside"}
"""Sentences of case sheets; what is wrong with a file is said as for a roster."""


def unreadable(found: Unreadable, say: Say) -> str:
    """Why a file is no case sheet, and what to do."""
    if found.sentence == "file_empty":
        return say("intake.cases_no_column", there="—")
    return say(f"{'intake' if found.sentence in OWN else 'roster'}.{found.sentence}", **found.values)


def wrong(sheet: CaseSheet, say: Say, most: int) -> list[str]:
    """Everything that forbids taking it, row by row, at most so many lines."""
    lines = [
        say("intake.at_row", row=p.row, words=say(f"intake.{p.sentence}", **p.values))
        for p in sorted(sheet.problems, key=lambda p: p.row)
    ]
    return lines[:most] + ([say("intake.more", many=len(lines) - most)] if len(lines) > most else [])
