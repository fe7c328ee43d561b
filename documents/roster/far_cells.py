"""Finds a stray cell far from the others before a workbook is read, since a reader allocates the whole rectangle.

A stray sign in the last cell of a sheet (XFD1048576) is one slip of a hand, and asks for half a terabyte.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import IO

from documents.roster.packed_book import packed_cells
from documents.roster.roster_marks import letters_of

MOST_CELLS = 8_000_000
"""Cells of the rectangle around all that is written: 200,000 rows of 40 columns."""

MOST_EMPTY = 100_000
"""Rows above which a sheet with fewer cells than rows has a stray one, and is no long list."""

_SHEET = re.compile(r"xl/worksheets/[^/]+\.(xml|bin)", re.IGNORECASE)
_CELL = re.compile(rb"""<(?:\w+:)?c\s[^<>]*?\br\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["'][^<>]*(?<!/)>(?!</)""")
"""A cell with something in it; one that is only coloured takes nothing."""
_CHUNK, _LONGEST_TAG = 1 << 20, 400


def far_cell(book: zipfile.ZipFile) -> str:
    """The cell that stretches a sheet beyond what may be read, as Excel names it; empty when none does.

    Raises:
        zipfile.BadZipFile, OSError, EOFError, zlib.error, NotImplementedError, RuntimeError: a part cannot be unpacked.
    """
    for name in book.namelist():
        if found := _SHEET.fullmatch(name):
            with book.open(name) as sheet:
                is_binary = found[1].casefold() == "bin"
                if cell := _far(_packed(sheet.read()) if is_binary else _cells(sheet)):
                    return cell
    return ""


def _far(cells: Iterator[tuple[int, int, str]]) -> str:
    many, rows, columns, lowest, widest = 0, 0, 0, "", ""
    for row, column, name in cells:
        many += 1
        if row > rows:
            rows, lowest = row, name
        if column > columns:
            columns, widest = column, name
    if rows * columns <= MOST_CELLS and not rows > max(many, MOST_EMPTY):
        return ""
    return lowest if rows / 1_048_576 >= columns / 16_384 else widest


def _packed(sheet: bytes) -> Iterator[tuple[int, int, str]]:
    """The same of a binary sheet."""
    for row, column in packed_cells(sheet):
        yield row + 1, column + 1, f"{letters_of(column)}{row + 1}"


def _cells(sheet: IO[bytes]) -> Iterator[tuple[int, int, str]]:
    """Row and column from 1, and the name, of every cell with something in it."""
    rest = b""
    while chunk := sheet.read(_CHUNK):
        text = rest + chunk
        end = 0
        for found in _CELL.finditer(text):
            end = found.end()
            column = 0
            for letter in found[1]:
                column = column * 26 + letter - 64
            yield int(found[2]), column, (found[1] + found[2]).decode("ascii")
        rest = text[max(end, len(text) - _LONGEST_TAG) :]
