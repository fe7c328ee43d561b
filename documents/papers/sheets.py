"""Writes workbooks for an office: a frozen head, filters, fitting widths, totals as formulas, dates as real dates.

What people wrote is always written as text: a cell that begins with “=” never becomes a formula.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from documents.drawing.drawing import TILES
from documents.drawing.fonts import width
from files.dataclass import dataclass

NARROWEST, WIDEST = 8, 46
"""Characters a column is wide."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A live cell; `value` is what it comes to now, for viewers that do not calculate."""

    text: str
    value: float | int | str


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, how its cells look (`text`, `wrapped`, `number`, `stars`, `tile`, `share`, `day`, `moment`).

    A `tile` is a star on its colour, which changes with it.
    """

    head: str
    look: str = "text"


@dataclass(frozen=True, slots=True)
class As:
    """A cell that looks otherwise than its column."""

    value: int | float | Formula
    look: str


Cell = str | int | float | date | datetime | Formula | As | None
_FORMATS: dict[str, dict[str, object]] = {
    "text": {},
    "wrapped": {"text_wrap": True},
    "number": {"num_format": "0"},
    "score": {"num_format": "0.0"},
    "change": {"num_format": "+0;-0;0"},
    "stars": {"num_format": '0"★"'},
    "tile": {"num_format": "0", "bold": True},
    "share": {"num_format": "0%"},
    "day": {"num_format": "yyyy-mm-dd"},
    "moment": {"num_format": "yyyy-mm-dd hh:mm"},
}
_PLAIN: dict[str, object] = {
    "font_name": "Microsoft YaHei",
    "font_size": 11,
    "valign": "vcenter",
    "bottom": 1,
    "bottom_color": "#dcd8cd",
}
_WORDS = frozenset({"text", "wrapped"})
ONE_PAGE = 40
"""Rows that still print on one page."""
ROW = 20
"""Points a line of a row is high."""


class Sheets:
    """A workbook being written; one sheet is one table with a frozen head and a filter."""

    def __init__(self, title: str, made: datetime) -> None:
        import xlsxwriter  # noqa: PLC0415 only whoever asks for a sheet waits for it

        self._out = io.BytesIO()
        self._book = xlsxwriter.Workbook(
            self._out,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
        )
        self._book.set_properties({"title": title, "created": made.replace(tzinfo=None)})
        self._looks = {name: self._book.add_format(_plain(name)) for name in _FORMATS}
        self._sums = {name: self._book.add_format(_plain(name) | {"bold": True, "top": 1}) for name in _FORMATS}
        self._tiles = {
            star: self._book.add_format({"bg_color": ground, "font_color": ink})
            for star, (ground, ink) in TILES.items()
        }
        head = _PLAIN | {"bold": True, "bg_color": "#20607f", "font_color": "#ffffff", "text_wrap": True}
        self._heads = {name: self._book.add_format(head | _across(name)) for name in _FORMATS}

    def table(
        self, name: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], sums: Sequence[Cell] = ()
    ) -> None:
        """Write one sheet; `sums` is a last row under the filtered ones."""
        sheet = self._book.add_worksheet(name[:31])
        sheet.freeze_panes(1, 1)
        sheet.set_row(0, 2 * ROW)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 1 if len(rows) <= ONE_PAGE else 0)
        sheet.repeat_rows(0)
        sheet.set_footer("&L&A&R&P / &N")
        wide = [_wide(column, [row[place] for row in rows]) for place, column in enumerate(columns)]
        for place, column in enumerate(columns):
            sheet.set_column(place, place, wide[place])
            sheet.write_string(0, place, column.head, self._heads[column.look])
        for number, row in enumerate(rows, 1):
            sheet.set_row(number, ROW * _lines(columns, row, wide))
            for place, cell in enumerate(row):
                self._write(sheet, (number, place), cell, columns[place].look)
        self._colour(sheet, columns, len(rows))
        if rows:
            sheet.autofilter(0, 0, len(rows), len(columns) - 1)
        for place, cell in enumerate(sums):
            _write(sheet, len(rows) + 1, place, cell, self._sums[columns[place].look])

    def content(self) -> bytes:
        """The finished file."""
        self._book.close()
        return self._out.getvalue()

    def _colour(self, sheet: Any, columns: Sequence[Column], many: int) -> None:
        for place, column in enumerate(columns if many else ()):
            for star, look in self._tiles.items() if column.look == "tile" else ():
                test = {"type": "cell", "criteria": "==", "value": star, "format": look}
                sheet.conditional_format(1, place, many, place, test)

    def _write(self, sheet: Any, at: tuple[int, int], cell: Cell, look: str) -> None:
        shown, own = (cell.value, cell.look) if isinstance(cell, As) else (cell, look)
        _write(sheet, *at, shown, self._looks[own])


def _write(sheet: Any, row: int, column: int, cell: Cell, look: Any) -> None:
    if cell is None or cell == "":
        sheet.write_blank(row, column, None, look)
    elif isinstance(cell, Formula):
        sheet.write_formula(row, column, cell.text, look, cell.value)
    elif isinstance(cell, datetime):
        sheet.write_datetime(row, column, cell.replace(tzinfo=None, second=0, microsecond=0), look)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), look)  # noqa: DTZ001 a sheet has no zone
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell, look)
    elif not isinstance(cell, As):
        sheet.write_number(row, column, cell, look)


def _plain(look: str) -> dict[str, object]:
    return _PLAIN | _across(look) | _FORMATS[look]


def _across(look: str) -> dict[str, object]:
    """Figures stand in the middle of their column, words at its beginning."""
    return {} if look in _WORDS else {"align": "center"}


def _lines(columns: Sequence[Column], row: Sequence[Cell], wide: Sequence[float]) -> int:
    """How many lines the longest wrapped cell of a row needs."""
    wrapped = (n for n, column in enumerate(columns) if column.look == "wrapped")
    return max(
        (-(-round(width(c) * 2 + 1) // int(wide[n])) for n in wrapped if isinstance(c := row[n], str)), default=1
    )


def _wide(column: Column, cells: Sequence[Cell]) -> float:
    """As wide as its longest cell, within reason; in characters of half a Chinese one."""
    if column.look == "tile":
        return NARROWEST
    fixed = {"day": 12.0, "moment": 17.0}.get(column.look, 0.0)
    longest = max((width(c) for c in cells if isinstance(c, str)), default=0.0)
    return min(max(longest * 2 + 2, width(column.head) * 2 + 4, fixed, NARROWEST), WIDEST)
