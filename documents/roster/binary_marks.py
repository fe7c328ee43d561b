"""Reads the hidden rows and columns of an old workbook (.xls, .et), and the cells that hold an error (#N/A).

Its sheets are records of a type, a length and their bytes, one after another, in one stream of a compound file. Only the few
records that are named below are looked at; a record that is cut off ends the reading, and the values are read all the same.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

import olefile

from documents.roster.roster_marks import Marks

STREAMS = ("Workbook", "Book")
"""The stream of the sheets, as Excel 97 and Excel 95 call it."""

_BOUNDSHEET, _EOF, _FILEPASS = 0x0085, 0x000A, 0x002F
_ROW, _COLINFO, _BOOLERR, _FORMULA = 0x0208, 0x007D, 0x0205, 0x0006
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x20, 0x01
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_WIDEST = 256
"""Columns of an old sheet."""

Record = tuple[int, bytes]


@dataclass
class _Found:
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)


def binary_marks(content: bytes) -> dict[str, Marks]:
    """The marks by sheet; empty for a file that cannot be parsed, which the reader of the values then reports."""
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as parts:
            name = next((name for name in STREAMS if parts.exists(name)), "")
            stream = parts.openstream(name).read() if name else b""
    except (OSError, ValueError, IndexError, struct.error, RecursionError):
        return {}
    sheets = dict(_sheets(stream))
    return {name: _marks(stream, at) for name, at in sheets.items()}


def _records(stream: bytes, at: int) -> Iterator[Record]:
    """The records from a place to the end of its part."""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + length]
        if kind == _EOF or len(body) < length:
            return
        yield kind, body
        at += 4 + length


def _sheets(stream: bytes) -> Iterator[tuple[str, int]]:
    """Each sheet's name and the place of its records; none where they are locked."""
    for kind, body in _records(stream, 0):
        if kind == _FILEPASS:
            return
        if kind == _BOUNDSHEET and len(body) > 8:  # noqa: PLR2004 place, state and type, the name's length and its width
            place, many, is_wide = struct.unpack_from("<I2xBB", body)
            name = (
                body[8 : 8 + 2 * many].decode("utf-16-le", "replace")
                if is_wide & 1
                else body[8 : 8 + many].decode("latin-1")
            )
            yield name, place


def _marks(stream: bytes, at: int) -> Marks:
    found = _Found()
    looks = {_ROW: _look_at_row, _COLINFO: _look_at_columns, _BOOLERR: _look_at_error, _FORMULA: _look_at_formula}
    for kind, body in _records(stream, at):
        if look := looks.get(kind):
            look(found, body)
    return Marks(frozenset(found.rows), found.errors, frozenset(found.columns))


def _look_at_row(found: _Found, body: bytes) -> None:
    if len(body) >= 14 and body[12] & _HIDDEN_ROW:  # noqa: PLR2004
        found.rows.add(struct.unpack_from("<H", body)[0] + 1)


def _look_at_columns(found: _Found, body: bytes) -> None:
    if len(body) >= 10 and body[8] & _HIDDEN_COLUMN:  # noqa: PLR2004
        first, last = struct.unpack_from("<HH", body)
        found.columns.update(range(first, min(last, _WIDEST - 1) + 1))


def _look_at_error(found: _Found, body: bytes) -> None:
    if len(body) >= 8 and body[7]:  # noqa: PLR2004 1: an error, 0: true or false
        _note_error(found, body, body[6])


def _look_at_formula(found: _Found, body: bytes) -> None:
    """The result of a formula is a number, or the mark FFFF with what else it is: 2 is an error."""
    if len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == 2:  # noqa: PLR2004
        _note_error(found, body, body[8])


def _note_error(found: _Found, body: bytes, code: int) -> None:
    row, column = struct.unpack_from("<HH", body)
    found.errors[row + 1, column] = _ERRORS.get(code, "#N/A")
