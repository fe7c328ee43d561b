"""Reads a roster file (Excel, ODS, CSV) as rows of cells; refuses anything else with a reason.

Excel by python-calamine, CSV by the standard library. Rows keep the numbers Excel shows beside them.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import field
from pathlib import PurePath
from typing import TYPE_CHECKING

from documents.roster.binary_marks import binary_marks
from documents.roster.far_cells import far_cell
from documents.roster.packed_book import packed_marks
from documents.roster.roster_cells import Cell, Problem, Unreadable
from documents.roster.roster_csv import IsHeader, separated
from documents.roster.roster_marks import Marks, marks_of
from files.dataclass import dataclass
from files.lazily import lazy

if TYPE_CHECKING:
    import python_calamine as calamine
else:
    calamine = lazy("python_calamine")

MOST_BYTES = 20_000_000
MOST_UNPACKED = 400_000_000
MOST_ROWS = 200_000

_PANIC = "PanicException"
"""What the reader of workbooks raises beside every `Exception` when a file that is cut off takes it beyond its end."""
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_XLSX = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb")
_XLS = (".xls", ".xlt")
_WPS = (".et", ".ett")
_ODS = (".ods", ".ots")


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: rows of cells with their numbers from 1. `name` is the sheet's, empty for CSV.

    `is_hidden` when Excel does not show it, `hidden` are rows and `columns` (from 0) it does not show; `notes` are worth saying
    about its reading.
    """

    name: str
    rows: list[tuple[int, list[Cell]]]
    is_hidden: bool = False
    hidden: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()
    notes: list[Problem] = field(default_factory=list)


def read_grids(content: bytes, name: str, is_header: IsHeader, encoding: str = "") -> Iterator[Grid]:
    """The sheets of a file in their order; `is_header` tells which separator a CSV file has.

    Raises:
        Unreadable: empty, too large, locked, no such file at all, or not what its name says.
    """
    if not content.strip(b"\0 \r\n\t"):
        raise Unreadable("file_empty")
    if len(content) > MOST_BYTES:
        raise Unreadable("file_large", most=MOST_BYTES // 1_000_000)
    ending = PurePath(name).suffix.casefold()
    if ending == ".numbers":
        raise Unreadable("really_numbers", name=name)
    if content.startswith(_ZIP):
        yield from _workbook(content, _packed(content, name, ending))
    elif content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise Unreadable("file_locked")
        if ending not in (*_XLS, *_WPS, ""):
            raise Unreadable("really_xls", name=name)
        yield from _workbook(content, binary_marks(content))
    elif re.match(rb"\s*<(?:!doctype|html|\?xml|table|meta)", content[:200], re.IGNORECASE):
        raise Unreadable("really_web_page", name=name)
    elif ending in (*_XLSX, *_XLS, *_WPS, *_ODS):
        raise Unreadable("really_no_excel", name=name)
    else:
        read = separated(content, encoding, is_header, MOST_ROWS)
        yield Grid("", _numbered(read.table), notes=read.notes)


def _packed(content: bytes, name: str, ending: str) -> Mapping[str, Marks]:
    """The marks of the sheets in a zipped workbook, after checks of its size and kind."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                raise Unreadable("file_large", most=MOST_BYTES // 1_000_000)
            _right_kind(parts, name, ending)
            if cell := far_cell(parts):
                raise Unreadable("cell_far", cell=cell)
            return marks_of(parts) or packed_marks(parts)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as error:  # a version nobody made, a name in no encoding, a part that is cut off or locked
        raise Unreadable("file_broken") from error


def _right_kind(parts: zipfile.ZipFile, name: str, ending: str) -> None:
    """Refuse what is no workbook, or another kind of it than its name says."""
    names = set(parts.namelist())
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        if ending not in (*_XLSX, *_WPS, ""):
            raise Unreadable("really_xlsx", name=name)
    elif "content.xml" in names and b"opendocument.spreadsheet" in parts.read(
        "mimetype" if "mimetype" in names else "content.xml"
    ):
        if ending not in (*_ODS, ""):
            raise Unreadable("really_ods", name=name)
    elif any(part.endswith(".iwa") or part.endswith("Index.zip") for part in names):
        raise Unreadable("really_numbers", name=name)
    else:
        raise Unreadable("no_workbook")


def _workbook(content: bytes, marks: Mapping[str, Marks]) -> Iterator[Grid]:
    try:
        book = calamine.load_workbook(io.BytesIO(content))
        for sheet in book.sheets_metadata:
            if sheet.typ == calamine.SheetTypeEnum.WorkSheet:
                mark = marks.get(sheet.name, Marks())
                rows = _rows(book.get_sheet_by_name(sheet.name), mark)
                is_hidden = sheet.visible != calamine.SheetVisibleEnum.Visible
                yield Grid(sheet.name, rows, is_hidden, mark.hidden, mark.columns)
    except calamine.PasswordError as error:
        raise Unreadable("file_locked") from error
    except (calamine.CalamineError, OSError) as error:  # a part that is cut off fails like a file
        raise Unreadable("file_broken") from error
    except BaseException as error:
        if type(error).__name__ == _PANIC:
            raise Unreadable("file_broken") from error
        raise


def _rows(sheet: calamine.CalamineSheet, mark: Marks) -> list[tuple[int, list[Cell]]]:
    """Rows with something in them; a cell merged over several rows counts for each of them."""
    if sheet.total_height > MOST_ROWS:
        raise Unreadable("rows_many", most=MOST_ROWS)
    table: list[list[Cell]] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
    for (row_number, column), error in mark.errors.items():
        if row_number <= len(table) and column < len(table[row_number - 1]):
            table[row_number - 1][column] = error
    filled = _numbered(table)
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if left == right:
            for row in table[top + 1 : bottom + 1]:
                row[left] = table[top][left]
    return filled


def _numbered(table: list[list[Cell]]) -> list[tuple[int, list[Cell]]]:
    return [(n, row) for n, row in enumerate(table, 1) if any(cell not in ("", None) for cell in row)]
