"""Reads what is hidden in a binary workbook (.xlsb), its errors and its filled cells; the values are read elsewhere.

Its parts are records of a type, a length and their bytes, both numbers in groups of seven bits. Only the few records that are
named below are looked at ([MS-XLSB] 2.4); a record that is cut off ends the reading, and the values are read all the same.
"""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Iterator

from documents.roster.roster_marks import WIDEST, Marks

BOOK, RELATIONS = "xl/workbook.bin", "xl/_rels/workbook.bin.rels"
_TARGET = re.compile(r"""<(?:\w+:)?Relationship\b(?=[^>]*\bId=["']([^"']+))(?=[^>]*\bTarget=["']([^"']+))""")
_ROW, _CELLS, _ERROR_CELLS, _COLUMNS, _SHEET = 0, range(2, 12), (3, 11), 60, 156
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x10, 0x01
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}

Record = tuple[int, bytes]


def packed_marks(parts: zipfile.ZipFile) -> dict[str, Marks]:
    """The marks by sheet; empty for a workbook of another kind."""
    if not {BOOK, RELATIONS} <= set(parts.namelist()):
        return {}
    targets = dict(_TARGET.findall(parts.read(RELATIONS).decode("utf-8", "replace")))
    found = {}
    for kind, body in _records(parts.read(BOOK)):
        if kind == _SHEET:
            relation, end = _text(body, 8)
            target = targets.get(relation, "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if path in parts.namelist():
                found[_text(body, end)[0]] = _marks(parts.read(path))
    return found


def packed_cells(sheet: bytes) -> Iterator[tuple[int, int]]:
    """Row and column, both from 0, of every cell with something in it."""
    row = 0
    for kind, body in _records(sheet):
        if kind == _ROW and len(body) >= 4:  # noqa: PLR2004
            [row] = struct.unpack_from("<I", body)
        elif kind in _CELLS and len(body) >= 4:  # noqa: PLR2004
            yield row, struct.unpack_from("<I", body)[0]


def _marks(sheet: bytes) -> Marks:
    row, rows, errors = 0, set(), {}
    columns: set[int] = set()
    for kind, body in _records(sheet):
        if kind == _ROW and len(body) >= 12:  # noqa: PLR2004 its number, its looks, its height and its flags
            [row] = struct.unpack_from("<I", body)
            if body[11] & _HIDDEN_ROW:
                rows.add(row + 1)
        elif kind == _COLUMNS and len(body) >= 17:  # noqa: PLR2004 first and last, width, looks and flags
            first, last = struct.unpack_from("<II", body)
            if body[16] & _HIDDEN_COLUMN:
                columns.update(range(first, min(last, WIDEST - 1) + 1))
        elif kind in _ERROR_CELLS and len(body) >= 9:  # noqa: PLR2004 its column, its looks and the error
            errors[row + 1, struct.unpack_from("<I", body)[0]] = _ERRORS.get(body[8], "#N/A")
    return Marks(frozenset(rows), errors, frozenset(columns))


def _records(part: bytes) -> Iterator[Record]:
    at = 0
    while at < len(part):
        kind, at = _number(part, at, 2)
        length, at = _number(part, at, 4)
        if at + length > len(part):
            return
        yield kind, part[at : at + length]
        at += length


def _number(part: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of at most so many bytes, the highest bit of each saying that another follows."""
    number = 0
    for n, byte in enumerate(part[at : at + most]):
        number |= (byte & 0x7F) << (7 * n)
        if not byte & 0x80:
            return number, at + n + 1
    return number, at + most


def _text(body: bytes, at: int) -> tuple[str, int]:
    """A text with its length before it, and where it ends."""
    if at + 4 > len(body):
        return "", len(body)
    [many] = struct.unpack_from("<I", body, at)
    end = at + 4 + 2 * many
    return body[at + 4 : end].decode("utf-16-le", "replace"), end
