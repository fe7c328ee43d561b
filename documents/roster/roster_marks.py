"""Reads the hidden rows and columns of a workbook, and the cells that hold an error (#N/A).

The reader of workbooks gives an empty cell for an error and every row alike, so both are looked up in the sheet's own XML.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import field
from html import unescape

from files.dataclass import dataclass

_ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*(["'])(.*?)\2""", re.DOTALL)
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_COLUMNS = re.compile(rb"<(?:\w+:)?col\s([^>]*)>")
_HIDDEN = re.compile(rb"""\bhidden\s*=\s*["'](?:1|true)["']""")
_ERROR = re.compile(rb"""\bt\s*=\s*["']e["']""")
_ERROR_CELL = re.compile(rb"""<(?:\w+:)?c\s([^>]*\bt\s*=\s*["']e["'][^>]*)>(.*?)</(?:\w+:)?c>""", re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)<")
_PLACE = re.compile(r"([A-Z]{1,3})(\d+)")
MOST_REPEATED = 100_000
WIDEST = 16_384
"""Columns of a sheet."""
_ODS_TABLE = re.compile(rb"<table:table\s([^>]*)>")
_ODS_ROW = re.compile(rb"<table:table-row\b([^>]*)>")
_ODS_COLUMN = re.compile(rb"<table:table-column\b([^>]*)>")


@dataclass(frozen=True, slots=True)
class Marks:
    """Rows from 1, as Excel counts, and columns from 0; `errors` by row and column."""

    hidden: frozenset[int] = frozenset()
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    columns: frozenset[int] = frozenset()


def marks_of(parts: zipfile.ZipFile) -> dict[str, Marks]:
    """The marks by sheet; empty for formats that are not XML."""
    names = set(parts.namelist())
    if "content.xml" in names:
        return dict(_ods_sheets(parts.read("content.xml")))
    if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
        return {}
    targets = {a.get("Id", ""): a.get("Target", "") for a in _all(_RELATION, parts.read("xl/_rels/workbook.xml.rels"))}
    found = {}
    for sheet in _all(_SHEET, parts.read("xl/workbook.xml")):
        target = targets.get(sheet.get("id", ""), "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if path in names:
            found[sheet.get("name", "")] = _marks(parts.read(path))
    return found


def _all(tag: re.Pattern[bytes], xml: bytes) -> Iterator[dict[str, str]]:
    return (_attributes(match[1]) for match in tag.finditer(xml))


def _attributes(written: bytes) -> dict[str, str]:
    """An attribute stands in double or in single quotes, by the taste of the programme that wrote it."""
    found = _ATTRIBUTE.findall(written.decode("utf-8", "replace"))
    return {name.rpartition(":")[2]: unescape(value) for name, _, value in found}


def _marks(xml: bytes) -> Marks:
    hidden = frozenset(_hidden_rows(xml)) if b"hidden" in xml else frozenset()
    errors = dict(_errors(xml)) if _ERROR.search(xml) else {}
    columns = frozenset(_hidden_columns(xml)) if b"hidden" in xml else frozenset()
    return Marks(hidden, errors, columns)


def _hidden_columns(xml: bytes) -> Iterator[int]:
    for match in _COLUMNS.finditer(xml):
        if _HIDDEN.search(match[1]):
            span = _attributes(match[1])
            yield from range(int(span.get("min", "1")) - 1, min(int(span.get("max", "1")), WIDEST))


def _hidden_rows(xml: bytes) -> Iterator[int]:
    for count, match in enumerate(_ROW.finditer(xml), 1):
        if _HIDDEN.search(match[1]):
            yield int(_attributes(match[1]).get("r", count))


def _errors(xml: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    for match in _ERROR_CELL.finditer(xml):
        place = _PLACE.fullmatch(_attributes(match[1]).get("r", ""))
        value = _VALUE.search(match[2])
        if place:
            yield (int(place[2]), _column(place[1])), value[1].decode() if value else "#N/A"


def letters_of(column: int) -> str:
    """The letters Excel shows above a column: 0 → A, 26 → AA."""
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _ods_sheets(xml: bytes) -> Iterator[tuple[str, Marks]]:
    starts = list(_ODS_TABLE.finditer(xml))
    for n, start in enumerate(starts):
        end = starts[n + 1].start() if n + 1 < len(starts) else len(xml)
        sheet = xml[start.end() : end]
        rows = frozenset(n + 1 for n in _ods_hidden(sheet, _ODS_ROW, "number-rows-repeated", MOST_REPEATED))
        columns = frozenset(_ods_hidden(sheet, _ODS_COLUMN, "number-columns-repeated", WIDEST))
        yield _attributes(start[1]).get("name", ""), Marks(rows, columns=columns)


def _ods_hidden(xml: bytes, tag: re.Pattern[bytes], repeated: str, most: int) -> Iterator[int]:
    """The hidden rows or columns, from 0; the empty rest of a sheet is one that is repeated to its end."""
    at = 0
    for match in tag.finditer(xml):
        attributes = _attributes(match[1])
        many = int(attributes.get(repeated, "1"))
        if attributes.get("visibility") in ("collapse", "filter") and many < most:
            yield from range(at, at + many)
        at += many
