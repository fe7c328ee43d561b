"""A case sheet as an office exports it, read row by row: each case, what cannot be, and all cells for giving it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from datetime import datetime
from typing import Any

from documents.intake import case_cells as cells
from documents.intake.case_headings import COLUMNS, WITHIN, CaseHeader, header_of, is_header, is_remark
from documents.roster.roster_cells import Cell, Problem, Unclear, Unreadable
from documents.roster.roster_files import Grid, read_grids
from files.dataclass import dataclass

MOST_CASES = 50_000
"""Rows of one sheet: more than a county's hotline has in a year."""


@dataclass(frozen=True, slots=True)
class Case:
    """One row. `at` and `due` are the office's own clock, without a zone; `row` as Excel counts."""

    row: int
    number: str
    text: str = ""
    kind: str = ""
    code: str = ""
    place: str = ""
    at: datetime | None = None
    due: datetime | None = None
    phone: str = ""
    photo: str = ""


@dataclass(frozen=True, slots=True)
class CaseSheet:
    """What was read. With any of `problems` nothing is taken; `repeated` are rows whose case stood there before.

    `headings` and `table` are every cell as text, for giving the sheet back; `numbers` says which case each row is, if any.
    """

    cases: list[Case]
    problems: list[Problem]
    headings: tuple[str, ...]
    table: list[list[str]]
    numbers: list[str]
    repeated: list[int] = field(default_factory=list)


def read_cases(content: bytes, name: str, *, encoding: str = "") -> CaseSheet:
    """Read the first sheet that has the headings of cases.

    Raises:
        Unreadable: it is no file we can read, or no sheet in it has 编号 and 内容 or 类别.
    """
    grids = list(read_grids(content, name, is_header, encoding))
    headed = [(grid, at) for grid in grids if (at := _header_at(grid)) is not None]
    if not headed:
        raise _headless(grids)
    grid, at = next(((grid, at) for grid, at in headed if not grid.is_hidden), headed[0])
    rows = grid.rows[at + 1 :]
    if len(rows) > MOST_CASES:
        raise Unreadable("cases_many", most=MOST_CASES)
    sheet = _read(header_of(grid.rows[at][1]), rows)
    if not sheet.cases and not sheet.problems:
        raise Unreadable("cases_none")
    return sheet


def is_case_sheet(content: bytes, name: str) -> bool:
    """Whether a file has the headings of cases; for a file that may be a roster as well."""
    try:
        return any(_header_at(grid) is not None for grid in read_grids(content, name, is_header))
    except Unreadable:
        return False


def _header_at(grid: Grid) -> int | None:
    return next((at for at, (_, row) in enumerate(grid.rows[:WITHIN]) if is_header(row)), None)


def _headless(grids: Sequence[Grid]) -> Unreadable:
    """Say what stands in the fullest of the first rows, so that whoever sent it finds the heading that is missing."""
    rows = [row for grid in grids if not grid.is_hidden for _, row in grid.rows[:WITHIN]]
    fullest = max(rows, key=lambda row: sum(cell not in ("", None) for cell in row), default=[])
    there = "、".join(cells.shown(cell)[:12] for cell in fullest if cell not in ("", None))[:120]
    return Unreadable("cases_no_column", there=there or "—")


def _read(header: CaseHeader, rows: Sequence[tuple[int, list[Cell]]]) -> CaseSheet:
    sheet = CaseSheet([], [], header.words, [], [])
    known: dict[str, Case] = {}
    for row_number, row in rows:
        if not is_remark(row):
            case = _case(header, row_number, row, sheet.problems)
            _place(sheet, known, header, row, case)
    return sheet


def _place(
    sheet: CaseSheet, known: dict[str, Case], header: CaseHeader, row: Sequence[Cell], case: Case | None
) -> None:
    """Put one row into the sheet: a case, the same case again, or another one of the same number."""
    width = max(len(header.words), len(row))
    sheet.table.append([cells.shown(_at(row, n)) for n in range(width)])
    sheet.numbers.append(case.number if case else "")
    if case is None:
        return
    before = known.setdefault(case.number, case)
    if before is case:
        sheet.cases.append(case)
    elif _says(before) == _says(case):
        sheet.repeated.append(case.row)
    else:
        values: dict[str, object] = {"number": case.number, "first": before.row}
        sheet.problems.append(Problem("number_twice", case.row, values))


def _at(row: Sequence[Cell], n: int) -> Cell:
    return row[n] if n < len(row) else ""


def _says(case: Case) -> tuple[str, str, str]:
    """What makes two rows of one number the same case; a hotline lists one again with a new hour and telephone."""
    return (case.text, case.kind, case.place)


def _case(header: CaseHeader, row_number: int, row: Sequence[Cell], problems: list[Problem]) -> Case | None:
    """One case; everything wrong with its row is noted, and then there is none."""
    wrong = len(problems)
    found = _cells(header, row_number, row, problems)
    title, text = found.pop("title", ""), found.get("text", "")
    found["text"] = "\n".join(part for part in (title if title not in text else "", text) if part)
    found["kind"] = found.pop("small", "") or found.get("kind", "")
    if len(problems) > wrong:
        return None
    if not found.get("number"):
        problems.append(Problem("numberless", row_number))
        return None
    if not (found["text"] or found["kind"]):
        problems.append(Problem("says_nothing", row_number, {"number": found["number"]}))
        return None
    return Case(row_number, **found)


def _cells(header: CaseHeader, row_number: int, row: Sequence[Cell], problems: list[Problem]) -> dict[str, Any]:
    """What each column that is read says."""
    found: dict[str, Any] = {}
    for column, at in header.columns.items():
        if column in COLUMNS:
            try:
                found[column] = _value(column, _at(row, at))
            except Unclear as unclear:
                problems.append(Problem(unclear.sentence, row_number, {"column": header.words[at], **unclear.values}))
    return found


def _value(column: str, cell: Cell) -> object:
    if column == "number":
        return cells.number(cell)
    if column in ("at", "due"):
        return cells.moment(cell, ends=column == "due")
    return cells.phone(cell) if column == "phone" else cells.words(cell)
