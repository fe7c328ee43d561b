"""A roster file as rows of cells, whatever programme saved it; what is no such file is refused in words that help.

Excel by python-calamine, CSV by the standard library. Rows keep the numbers Excel shows beside them.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

import python_calamine as calamine

from documents.roster.roster_cells import Cell

MOST_BYTES = 20_000_000
MOST_UNPACKED = 400_000_000
MOST_ROWS = 200_000

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DELIMITERS = ",;\t，；"


class Unreadable(Exception):
    """A file that is no roster; `sentence` is the key of the words under `roster.`, `values` fill them."""

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.values = values


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: rows of cells with their numbers from 1. `name` is the sheet's, empty for CSV."""

    name: str
    rows: list[tuple[int, list[Cell]]]


IsHeader = Callable[[list[Cell]], bool]


def read_grids(content: bytes, name: str, is_header: IsHeader, encoding: str = "") -> Iterator[Grid]:
    """The sheets of a file, visible ones first; `is_header` tells which separator a CSV file has.

    Raises:
        Unreadable: empty, too large, locked, no such file at all, or not what its name says.
    """
    if not content.strip(b"\0 \r\n\t"):
        raise Unreadable("file_empty")
    if len(content) > MOST_BYTES:
        raise Unreadable("file_large", most=MOST_BYTES // 1_000_000)
    ending = PurePath(name).suffix.casefold()
    if content.startswith(_ZIP):
        if ending not in (".xlsx", ".xlsm", ""):
            raise Unreadable("really_xlsx", name=name)
        yield from _workbook(_unpackable(content))
    elif content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise Unreadable("file_locked")
        if ending not in (".xls", ""):
            raise Unreadable("really_xls", name=name)
        yield from _workbook(content)
    elif re.match(rb"\s*<(?:!doctype|html|\?xml|table|meta)", content[:200], re.IGNORECASE):
        raise Unreadable("really_web_page", name=name)
    elif ending in (".xlsx", ".xlsm", ".xls"):
        raise Unreadable("really_no_excel", name=name)
    else:
        yield Grid("", _separated(_decoded(content, encoding), is_header))


def _unpackable(content: bytes) -> bytes:
    """The same bytes when they are a whole workbook of a reasonable size."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                raise Unreadable("file_large", most=MOST_BYTES // 1_000_000)
            if "xl/workbook.xml" not in parts.namelist() and "xl/workbook.bin" not in parts.namelist():
                raise Unreadable("no_workbook")
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        ValueError,
    ) as error:  # a version nobody made, a name in no encoding
        raise Unreadable("file_broken") from error
    return content


def _workbook(content: bytes) -> Iterator[Grid]:
    try:
        book = calamine.load_workbook(io.BytesIO(content))
        sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == calamine.SheetTypeEnum.WorkSheet]
        for sheet in sorted(sheets, key=lambda s: s.visible != calamine.SheetVisibleEnum.Visible):
            yield Grid(sheet.name, _rows(book.get_sheet_by_name(sheet.name)))
    except calamine.PasswordError as error:
        raise Unreadable("file_locked") from error
    except calamine.CalamineError as error:
        raise Unreadable("file_broken") from error


def _rows(sheet: calamine.CalamineSheet) -> list[tuple[int, list[Cell]]]:
    """Rows with something in them; a cell merged over several rows counts for each of them."""
    if sheet.total_height > MOST_ROWS:
        raise Unreadable("rows_many", most=MOST_ROWS)
    table: list[list[Cell]] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
    filled = _numbered(table)
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if left == right:
            for row in table[top + 1 : bottom + 1]:
                row[left] = table[top][left]
    return filled


def _numbered(table: list[list[Cell]]) -> list[tuple[int, list[Cell]]]:
    return [(n, row) for n, row in enumerate(table, 1) if any(cell not in ("", None) for cell in row)]


def _decoded(content: bytes, encoding: str) -> str:
    """Text in the encoding that was named, in Unicode by its mark, else UTF-8, else GB 18030 (which holds GBK and GB 2312)."""
    marked = next((name for mark, name in _BOMS if content.startswith(mark)), "")
    for name in [encoding] if encoding else [marked] if marked else ["utf-8", "gb18030"]:
        try:
            text = content.decode(name)
        except LookupError as error:
            raise Unreadable("no_encoding", encoding=name) from error
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    row = _first_bad_row(content, encoding or "utf-8")
    raise Unreadable("encoding_bad", row=row)


def _first_bad_row(content: bytes, encoding: str) -> int:
    try:
        content.decode(encoding)
    except UnicodeDecodeError as error:
        return content.count(b"\n", 0, error.start) + 1
    return 1


def _separated(text: str, is_header: IsHeader) -> list[tuple[int, list[Cell]]]:
    head = "\n".join(text.splitlines()[:20])
    delimiter = next((d for d in _DELIMITERS if any(is_header(row) for row in _parsed(head, d))), ",")
    table: list[list[Cell]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            table.append([cell.strip() for cell in row])
            if len(table) > MOST_ROWS:
                raise Unreadable("rows_many", most=MOST_ROWS)
    except csv.Error as error:
        raise Unreadable("quotes_bad", row=len(table) + 1) from error
    return _numbered(table)


def _parsed(text: str, delimiter: str) -> list[list[Cell]]:
    try:
        return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error:
        return []
