"""Reads a roster row by row into entries, problems that forbid applying it, and notes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from typing import Any

from documents.roster import roster_cells as cells
from documents.roster import roster_hours, roster_points, roster_remarks
from documents.roster.roster_cells import Cell, Problem, Unclear, Unreadable
from documents.roster.roster_files import Grid, read_grids
from documents.roster.roster_headings import COLUMNS, REQUIRED, WITHIN, Header, column_of, find_header, is_header
from documents.roster.roster_marks import letters_of
from documents.roster.roster_rows import left_out
from files.dataclass import dataclass
from programme.duties import Duties
from programme.roster.roster import Entry
from programme.shops.doors import is_road, street_of, walk_key

PHONES = ("phone", "member_phone")
SHEET_ROWS = 1_000_000
"""The rows of the second sheet are counted from here, those of the third from twice as many, and so on."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A roster as read. With any of `problems` nothing may be applied; `notes` are worth saying and harm nothing."""

    entries: list[Entry]
    problems: list[Problem]
    notes: list[Problem]
    unknown: tuple[str, ...] = ()
    rows: int = 0


@dataclass(slots=True)
class _Reading:
    """What has been read of all sheets so far; `header` and `street` are those of the present sheet."""

    duties: Duties
    header: Header = field(default_factory=lambda: Header({}, (), 0, ()))
    street: str = ""
    rows: int = 0
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    said: dict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    codes: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    understood: dict[tuple[str, Cell], object] = field(default_factory=dict)

    def value(self, column: str, cell: Cell) -> object:
        """What a cell says; the same words in the same column are read once."""
        if not isinstance(cell, str):
            return _value(column, cell, self.duties)
        if (column, cell) not in self.understood:
            self.understood[column, cell] = _value(column, cell, self.duties)
        return self.understood[column, cell]


def read_roster(content: bytes, name: str, duties: Duties, *, encoding: str = "") -> Sheet:
    """Read a roster from the bytes of a file; `name` is the file's, `encoding` only for CSV that does not tell.

    Every sheet that is shown and has the headings is read, and the others are named; a hidden one only where no other has them.

    Raises:
        Unreadable: it is no file we can read, or no sheet in it has the headings 店名 and 门牌.
    """
    grids = list(read_grids(content, name, is_header, encoding))
    shown = _with_headings(grids)
    reading = _Reading(duties)
    for number, (grid, (at, header)) in enumerate(shown):
        _read_sheet(reading, grid, at + header.rows, header, number * SHEET_ROWS)
    if not reading.rows:
        raise Unreadable("no_rows")
    _say_sheets(reading, grids, [grid for grid, _ in shown])
    _refuse_shared_codes(reading)
    _leave_out_far_points(reading)
    unknown = dict.fromkeys(word for _, (_, header) in shown for word in header.unknown)
    notes = [*reading.notes, *_said(reading)]
    return Sheet(reading.entries, reading.problems, notes, tuple(unknown), reading.rows)


def _with_headings(grids: Sequence[Grid]) -> list[tuple[Grid, tuple[int, Header]]]:
    """The sheets to be read, each with the row and the meaning of its headings."""
    headed = [(grid, found) for grid in grids if (found := find_header([row for _, row in grid.rows[: WITHIN + 1]]))]
    shown = [(grid, found) for grid, found in headed if not grid.is_hidden] or headed
    if not shown:
        raise _headless(next((grid for grid in grids if not grid.is_hidden), grids[0] if grids else None))
    return shown


def _refuse_shared_codes(reading: _Reading) -> None:
    for code, same in reading.codes.items():
        if len(same) > 1:
            reading.problems.append(Problem("code_twice", same[0], {"rows": spoken_rows(same), "code": code}))


def _leave_out_far_points(reading: _Reading) -> None:
    """Where only one shop of the list would stand is a slip of the pen."""
    placed = [
        (n, (one.latitude, one.longitude))
        for n, one in enumerate(reading.entries)
        if one.latitude is not None and one.longitude is not None
    ]
    for far in roster_points.far_off([point for _, point in placed]):
        n, point = placed[far]
        reading.said["points_far"].append((reading.entries[n].row, f"{point[0]:g}，{point[1]:g}"))
        reading.entries[n] = replace(reading.entries[n], latitude=None, longitude=None)


def _say_sheets(reading: _Reading, grids: Sequence[Grid], read: Sequence[Grid]) -> None:
    if len(read) > 1:
        names = "、".join(grid.name for grid in read)
        reading.notes.append(Problem("sheets_read", 0, {"many": len(read), "names": names}))
    if others := [grid.name for grid in grids if grid not in read and grid.rows]:
        reading.notes.append(Problem("sheets_left", 0, {"many": len(others), "names": "、".join(others)}))


def _said(reading: _Reading) -> Iterator[Problem]:
    """One note for each kind, with its rows and a few examples."""
    for sentence, found in reading.said.items():
        words = dict.fromkeys(words for _, words in found if words)
        rows = spoken_rows([row for row, _ in found])
        names = "、".join(f"“{word}”" for word in list(words)[:4])
        yield Problem(sentence, 0, {"many": len(found), "rows": rows, "names": names})


def _headless(grid: Grid | None) -> Unreadable:
    """Say which heading is missing, and what stands there instead."""
    rows = [row for _, row in grid.rows[:WITHIN]] if grid else []
    if not rows:
        return Unreadable("file_empty")
    best = max(rows, key=lambda row: len({column_of(cell) for cell in row} - {""}))
    found = {column_of(cell) for cell in best}
    missing = "、".join(f"“{COLUMNS[column][0]}”" for column in REQUIRED if column not in found)
    there = "、".join(str(cell)[:12] for cell in best if str(cell).strip())[:120]
    return Unreadable("no_column", missing=missing, there=there)


def _read_sheet(reading: _Reading, grid: Grid, start: int, header: Header, offset: int) -> None:
    rows = grid.rows[start:]
    _refuse_two_columns(header, [row for _, row in rows])
    reading.header = header
    reading.street = grid.name if "street" not in header.columns and is_road(grid.name) else ""
    reading.notes += grid.notes
    _say_hidden_columns(reading, grid)
    for number, row in rows:
        if words := left_out(row, header):
            reading.said["left_out"].append((offset + number, words))
            continue
        reading.rows += 1
        if number in grid.hidden:
            reading.said["hidden_rows"].append((offset + number, ""))
        _read_row(reading, offset + number, row)


def _say_hidden_columns(reading: _Reading, grid: Grid) -> None:
    """Note the hidden columns that were read: a corrected copy often stands beside a hidden one."""
    used = [(at, words) for at, words in enumerate(reading.header.words) if at in grid.columns and words]
    if used:
        names = "、".join(f"{letters_of(at)}“{words}”" for at, words in used)
        reading.notes.append(Problem("hidden_columns", 0, {"many": len(used), "names": names}))


def _refuse_two_columns(header: Header, rows: Sequence[Sequence[Cell]]) -> None:
    """Two columns of one meaning are one where each row fills only one of them; else nobody knows which to believe."""
    for column, (first, *others) in header.columns.items():
        for other in others:
            if any(_differ(column, _at(row, first), _at(row, other)) for row in rows):
                words = cells.text(header.words[other])
                raise Unreadable("column_twice", column=words, first=letters_of(first), second=letters_of(other))


def _differ(column: str, one: Cell, other: Cell) -> bool:
    """Whether two values contradict each other; a mobile and a landline do not."""
    if one in ("", None) or other in ("", None) or cells.plain(one).strip() == cells.plain(other).strip():
        return False
    return column not in PHONES or not cells.are_mobile_and_landline(one, other)


def _at(row: Sequence[Cell], n: int) -> Cell:
    return row[n] if n < len(row) else ""


def _cell(reading: _Reading, row: Sequence[Cell], column: str) -> Cell:
    """What stands in a column; two columns of telephones are read as one cell with both."""
    filled = [cell for n in reading.header.columns[column] if (cell := _at(row, n)) not in ("", None)]
    if len(filled) > 1 and column in PHONES:
        return "/".join(dict.fromkeys(cells.plain(cell).strip() for cell in filled))
    return filled[0] if filled else ""


def _read_row(reading: _Reading, number: int, row: Sequence[Cell]) -> None:
    """Read one row; a row with problems is left out and every problem is noted."""
    found: dict[str, object] = {}
    wrong = len(reading.problems)
    for column in reading.header.columns:
        cell = _cell(reading, row, column)
        try:
            found[column] = reading.value(column, cell)
            _worth_saying(reading, number, column, cell, found[column])
        except Unclear as unclear:
            values = {"column": COLUMNS[column][0], **unclear.values}
            reading.problems.append(Problem(unclear.sentence, number, values))
    if found.get("name") == "":
        if not any(found.values()):
            return
        reading.problems.append(Problem("nameless", number))
    if code := found.pop("code", ""):
        reading.codes[str(code)].append(number)
    _settle_hours(reading, number, found)
    for sentence, words in roster_points.settle(found):
        reading.said[sentence].append((number, words))
    if len(reading.problems) == wrong:
        if not found["door"]:
            reading.said["doorless"].append((number, ""))
        reading.entries.append(_entry(number, found, reading.street))


def _worth_saying(reading: _Reading, number: int, column: str, cell: Cell, value: object) -> None:
    if column in PHONES and value and cells.has_second_phone(cell):
        reading.said["phones_left"].append((number, cells.text(cell)))
    if column == "note" and isinstance(value, tuple) and not value[0] and roster_remarks.is_like_an_order(value[1]):
        reading.said["orders_unmet"].append((number, value[1][:20]))


def _settle_hours(reading: _Reading, number: int, found: dict[str, object]) -> None:
    """Opening hours from whichever columns hold them; a span and a closing hour that differ are refused."""
    span = found.pop("hours", None)
    opening = found.get("opens")
    for source in (opening, span):
        if not isinstance(source, tuple):
            continue
        opens, closes = source
        found["opens"] = opens if source is opening else found.get("opens") or opens
        if closes and found.get("closes") not in (None, closes):
            reading.problems.append(Problem("hours_differ", number))
        found["closes"] = found.get("closes") or closes


def _value(column: str, cell: Cell, duties: Duties) -> object:
    if column in PHONES:
        return cells.phone(cell)
    if column in ("opens", "hours"):
        return roster_hours.hours(cell)
    if column == "closes":
        return roster_hours.hour(cell, closing=True)
    if column == "duties":
        return cells.duties(cell, duties)
    if column == "note":
        return roster_remarks.remark(cell)
    if column in ("owner", "member"):
        return cells.person(cell, column)
    if column in ("latitude", "longitude", "system", "point"):
        return roster_points.words_of(cell)
    return cells.text(cell, column)


def _entry(number: int, found: dict[str, object], street_of_sheet: str) -> Entry:
    """A shop without a 街道 stands in the street its door names, else in that of its sheet."""
    door = str(found["door"])
    street = str(found.get("street") or "") or street_of(door) or street_of_sheet
    plain: dict[str, Any] = {**found, "street": street, "walk": walk_key(door, street)}
    plain["status"], plain["note"], plain["days"] = plain.get("note", ("", None, ""))
    return Entry(row=number, **plain)


def spoken_rows(rows: Sequence[int], most: int = 12) -> str:
    """2、5–7、9: row numbers as one says them, at most so many parts; those of further sheets say which."""
    parts: list[str] = []
    for sheet in sorted({row // SHEET_ROWS for row in rows}):
        runs = list(_runs(sorted(row % SHEET_ROWS for row in rows if row // SHEET_ROWS == sheet)))
        parts += [f"（第{sheet + 1}张表）{runs[0]}", *runs[1:]] if sheet else runs
    return "、".join(parts[:most]) + ("…" if len(parts) > most else "")


def _runs(rows: Sequence[int]) -> Iterator[str]:
    start = 0
    for n, row in enumerate(rows):
        if n + 1 == len(rows) or rows[n + 1] != row + 1:
            if n - start > 1:
                yield f"{rows[start]}–{row}"
            else:
                yield from map(str, rows[start : n + 1])
            start = n + 1
