"""What a workbook says beside its values: which rows are hidden, and which cells hold an error (#N/A).

The reader of workbooks gives an empty cell for an error and every row alike, so both are looked up in the sheet's own XML.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

_ATTRIBUTE = re.compile(r'([\w:]+)\s*=\s*"([^"]*)"')
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_ERROR_CELL = re.compile(rb'<(?:\w+:)?c\s([^>]*\bt="e"[^>]*)>(.*?)</(?:\w+:)?c>', re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)<")
_PLACE = re.compile(r"([A-Z]{1,3})(\d+)")
_ODS_TABLE = re.compile(rb"<table:table\s([^>]*)>")
_ODS_ROW = re.compile(rb"<table:table-row\b([^>]*)>")


@dataclass(frozen=True, slots=True)
class Marks:
    """Rows from 1, as Excel counts; `errors` by row and by column from 0."""

    hidden: frozenset[int] = frozenset()
    errors: dict[tuple[int, int], str] = field(default_factory=dict)


def marks_of(parts: zipfile.ZipFile) -> dict[str, Marks]:
    """By sheet; nothing for what is not written as XML."""
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
    pairs = _ATTRIBUTE.findall(written.decode("utf-8", "replace"))
    return {name.rpartition(":")[2]: unescape(value) for name, value in pairs}


def _marks(xml: bytes) -> Marks:
    hidden = frozenset(_hidden_rows(xml)) if b"hidden=" in xml else frozenset()
    errors = dict(_errors(xml)) if b't="e"' in xml else {}
    return Marks(hidden, errors)


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


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _ods_sheets(xml: bytes) -> Iterator[tuple[str, Marks]]:
    starts = list(_ODS_TABLE.finditer(xml))
    for n, start in enumerate(starts):
        end = starts[n + 1].start() if n + 1 < len(starts) else len(xml)
        yield _attributes(start[1]).get("name", ""), Marks(frozenset(_ods_hidden(xml[start.end() : end])))


def _ods_hidden(xml: bytes) -> Iterator[int]:
    row = 0
    for match in _ODS_ROW.finditer(xml):
        attributes = _attributes(match[1])
        many = int(attributes.get("number-rows-repeated", "1"))
        if attributes.get("visibility") in ("collapse", "filter") and many < 100_000:  # noqa: PLR2004 the empty rest
            yield from range(row + 1, row + many + 1)
        row += many
