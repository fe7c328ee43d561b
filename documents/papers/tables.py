"""Writes one table as an Excel file or as CSV that Excel opens directly; text stays text in both."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import orjson

from files.lazily import lazy

if TYPE_CHECKING:
    import xlsxwriter
else:
    xlsxwriter = lazy("xlsxwriter")

Value = object
"""Text, a number, a truth value, None, or something nested, which is written as JSON."""

_NARROWEST, _WIDEST, _LOOKED_AT = 6, 42, 500
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a text for a formula."""


def workbook(headings: Sequence[str], rows: Sequence[Sequence[Value]], *, sheet: str, spare_rows: int = 0) -> bytes:
    """An .xlsx of one sheet: headings frozen, filters, widths by what is in the columns, every text a text.

    `spare_rows` below the last one are text too, so that a telephone typed there stays as it was typed.
    """
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        page = book.add_worksheet(sheet[:31])
        words = {"font_name": "Microsoft YaHei", "font_size": 11, "valign": "vcenter"}
        head = book.add_format({**words, "bold": True, "bg_color": "#F3E3DC", "bottom": 1, "text_wrap": True})
        text = book.add_format({**words, "num_format": "@"})
        number = book.add_format(words)
        page.set_row(0, 24)
        for at, heading in enumerate(headings):
            page.set_column(at, at, _width(heading, [row[at] for row in rows[:_LOOKED_AT]]), text)
            page.write_string(0, at, heading, head)
        for line, row in enumerate(rows, 1):
            for at, value in enumerate(row):
                if isinstance(value, bool):
                    page.write_boolean(line, at, value, number)
                elif isinstance(value, int | float):
                    page.write_number(line, at, value, number)
                elif value not in (None, ""):
                    page.write_string(line, at, plain(value), text)
        for line in range(len(rows) + 1, len(rows) + 1 + spare_rows):
            for at in range(len(headings)):
                page.write_blank(line, at, None, text)
        page.freeze_panes(1, 1)
        page.autofilter(0, 0, max(len(rows), 1), max(len(headings) - 1, 0))
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
    return out.getvalue()


def separated(headings: Sequence[str], rows: Sequence[Sequence[Value]]) -> Iterator[str]:
    """CSV line by line. A text that a spreadsheet would run as a formula gets an apostrophe in front."""
    line = io.StringIO()
    writer = csv.writer(line)
    for row in (headings, *rows):
        writer.writerow([harmless(cell) for cell in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def with_mark(text: str) -> bytes:
    """A CSV file as Excel wants it: only with the mark in front does it take it for UTF-8."""
    return text.encode("utf-8-sig")


def harmless(value: Value) -> str:
    words = plain(value)
    return f"'{words}" if isinstance(value, str) and words.startswith(_DANGEROUS) else words


def plain(value: Value) -> str:
    """One value as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value)
    return orjson.dumps(value).decode()


def _width(heading: str, values: Sequence[Value]) -> int:
    """In characters; a Chinese one takes two."""
    widest = max([_columns(plain(value)) for value in values] + [_columns(heading) + 3])
    return min(max(widest + 2, _NARROWEST), _WIDEST)


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
