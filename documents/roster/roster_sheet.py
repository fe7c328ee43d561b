"""A roster as an office keeps it, read row by row: what each says, what cannot be, and what nobody asked for."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from documents.roster import roster_cells as cells
from documents.roster.roster_cells import Cell, Problem, Unclear
from documents.roster.roster_files import Grid, Unreadable, read_grids
from programme.duties import Duties
from programme.roster.roster import Entry
from programme.shops.doors import street_of, walk_key

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("店名", "店铺名称", "商户名称", "商户", "shop", "shop name", "name"),
    "door": ("门牌", "门牌号", "门牌号码", "door", "door number", "house number"),
    "street": ("街道", "街", "路名", "street", "road"),
    "grid": ("网格", "所属网格", "grid"),
    "trade": ("业态", "经营类别", "trade", "business"),
    "owner": ("负责人", "店主", "经营者", "owner", "merchant"),
    "phone": ("手机", "手机号", "电话", "联系电话", "phone", "mobile", "telephone"),
    "member": ("联系党员", "党员", "党员姓名", "member", "linked member", "party member"),
    "member_phone": ("党员手机", "党员手机号", "党员电话", "member phone", "member mobile"),
    "branch": ("支部", "党支部", "所属支部", "branch", "party branch"),
    "opens": ("开门", "开门时间", "营业开始", "opens", "opening", "opening time"),
    "closes": ("打烊", "打烊时间", "关门", "营业结束", "closes", "closing", "closing time"),
    "duties": ("适用项", "适用五包", "duties", "duties that apply"),
    "area": ("责任区说明", "责任区", "area", "responsibility area"),
    "note": ("备注", "说明", "note", "notes", "remark", "remarks"),
    "code": ("编号", "商户编号", "店铺编号", "code", "shop code"),
}
"""The headings by column: the first is the one we write. `code` is only looked at for the same one standing there twice."""

HEADINGS = tuple(names[0] for column, names in COLUMNS.items() if column != "code")
REQUIRED = ("name", "door")
HEADER_WITHIN = 20
"""Rows from the top among which the headings are looked for: above them stand titles and who filled it in when."""

_COLUMN_OF = {name: column for column, names in COLUMNS.items() for name in names}


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
    columns: dict[str, int]
    duties: Duties
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    doorless: list[int] = field(default_factory=list)
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

    Raises:
        Unreadable: it is no file we can read, or no sheet in it has the headings 店名 and 门牌.
    """
    seen: Grid | None = None
    for grid in read_grids(content, name, _is_header, encoding):
        seen = seen or grid
        for at, (_, row) in enumerate(grid.rows[:HEADER_WITHIN]):
            if _is_header(row):
                return _read(row, grid.rows[at + 1 :], duties)
    raise _headless(seen)


def _is_header(row: Sequence[Cell]) -> bool:
    found = {_COLUMN_OF.get(heading(cell)) for cell in row}
    return all(column in found for column in REQUIRED)


def heading(cell: Cell) -> str:
    """A heading as it is compared: “ 店名* ”, “店名（必填）” and “店 名” are the same."""
    words = unicodedata.normalize("NFKC", str(cell)).casefold()
    words = re.sub(r"\(.*?\)|\[.*?\]", "", words).strip(" *:\n\t")
    joined = re.sub(r"\s+", " ", words)
    return joined.replace(" ", "") if re.search(r"[\u4e00-\u9fff]", joined) else joined


def _headless(grid: Grid | None) -> Unreadable:
    """Say which heading is missing, and what stands there instead."""
    rows = [row for _, row in grid.rows[:HEADER_WITHIN]] if grid else []
    if not rows:
        return Unreadable("file_empty")
    best = max(rows, key=lambda row: len({_COLUMN_OF.get(heading(cell)) for cell in row} - {None}))
    found = {_COLUMN_OF.get(heading(cell)) for cell in best}
    missing = "、".join(f"“{COLUMNS[column][0]}”" for column in REQUIRED if column not in found)
    there = "、".join(str(cell)[:12] for cell in best if str(cell).strip())[:120]
    return Unreadable("no_column", missing=missing, there=there)


def _read(header: Sequence[Cell], rows: Sequence[tuple[int, list[Cell]]], duties: Duties) -> Sheet:
    columns: dict[str, int] = {}
    unknown: list[str] = []
    for at, cell in enumerate(header):
        column = _COLUMN_OF.get(heading(cell))
        if column in columns:
            raise Unreadable(
                "column_twice", column=cells.text(cell), first=_letter(columns[column]), second=_letter(at)
            )
        if column:
            columns[column] = at
        elif words := " ".join(str(cell).split()):
            unknown.append(words[:20])
    reading = _Reading(columns, duties)
    for number, row in rows:
        _read_row(reading, number, row)
    for code, same in reading.codes.items():
        if len(same) > 1:
            reading.problems.append(Problem("code_twice", same[0], {"rows": spoken_rows(same), "code": code}))
    notes = []
    if reading.doorless:
        notes.append(Problem("doorless", 0, {"many": len(reading.doorless), "rows": spoken_rows(reading.doorless)}))
    if not rows:
        raise Unreadable("no_rows")
    return Sheet(reading.entries, reading.problems, notes, tuple(unknown), len(rows))


def _read_row(reading: _Reading, number: int, row: Sequence[Cell]) -> None:
    """One row; everything wrong with it is noted, and then it is left out."""
    found: dict[str, object] = {}
    wrong = len(reading.problems)
    for column, at in reading.columns.items():
        cell = row[at] if at < len(row) else ""
        try:
            found[column] = reading.value(column, cell)
        except Unclear as unclear:
            values = {"column": COLUMNS[column][0], **unclear.values}
            reading.problems.append(Problem(unclear.sentence, number, values))
    if found.get("name") == "":
        if not any(found.values()):
            return
        reading.problems.append(Problem("nameless", number))
    if code := found.pop("code", ""):
        reading.codes[str(code)].append(number)
    if len(reading.problems) == wrong:
        if not found["door"]:
            reading.doorless.append(number)
        reading.entries.append(_entry(number, found))


def _value(column: str, cell: Cell, duties: Duties) -> object:
    if column in ("phone", "member_phone"):
        return cells.phone(cell)
    if column in ("opens", "closes"):
        return cells.hour(cell, closing=column == "closes")
    if column == "duties":
        return cells.duties(cell, duties)
    if column == "note":
        return cells.remark(cell)
    return cells.text(cell, column)


def _entry(number: int, found: dict[str, object]) -> Entry:
    """A shop without a 街道 stands in the street its door names."""
    door = str(found["door"])
    street = str(found.get("street") or "") or street_of(door)
    plain: dict[str, Any] = {**found, "street": street, "walk": walk_key(door, street)}
    plain["status"], plain["note"] = plain.get("note", ("", None))
    return Entry(row=number, **plain)


def spoken_rows(rows: Sequence[int], most: int = 12) -> str:
    """2、5–7、9: row numbers as one says them, at most so many parts."""
    parts = list(_runs(sorted(rows)))
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


def _letter(at: int) -> str:
    """The letters Excel shows above a column: 0 → A, 26 → AA."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
