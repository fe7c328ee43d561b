"""Reads CSV rosters: finds encoding and separator, and repairs unbalanced quotes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field

from documents.roster.roster_cells import Cell, Problem, Unreadable
from files.dataclass import dataclass

IsHeader = Callable[[Sequence[Cell]], bool]
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DELIMITERS = ",;\t|，；"
_HEAD = 20


@dataclass(frozen=True, slots=True)
class Separated:
    """The rows of a text file, and notes on how they were read."""

    table: list[list[Cell]]
    notes: list[Problem] = field(default_factory=list)


def separated(content: bytes, encoding: str, is_header: IsHeader, most_rows: int) -> Separated:
    """Rows of cells from bytes; `encoding` only when it was named.

    Raises:
        Unreadable: the text is in no encoding we know, or its quotes do not tell where a cell ends.
    """
    text, mixed = _decoded(content, encoding, is_header)
    lines = re.split(r"\r\n|\r|\n", text.lstrip("\ufeff"))
    delimiter = _delimiter(lines, is_header)
    if lines[0].casefold().startswith("sep="):
        lines[0] = ""
    notes = [Problem("encodings_mixed", mixed[0], {"rows": "、".join(map(str, mixed[:12]))})] if mixed else []
    table = _parsed("\n".join(lines), delimiter)
    if table is None or _swallows(table, delimiter):
        table, mended = _line_by_line(lines, delimiter)
        notes.append(Problem("quotes_mended", mended[0], {"rows": "、".join(map(str, mended[:12]))}))
    if len(table) > most_rows:
        raise Unreadable("rows_many", most=most_rows)
    return Separated([[cell.strip() for cell in row] for row in table], notes)


# -- encodings ---------------------------------------------------------------------------------------------------------


def _decoded(content: bytes, encoding: str, is_header: IsHeader) -> tuple[str, list[int]]:
    """The text, and the rows that are in another encoding than the rest.

    In the encoding that was named or marked; else the first of those in use here in which the headings can be read.
    """
    encoding = encoding or next((name for mark, name in _BOMS if content.startswith(mark)), "")
    if encoding:
        return _named(content, encoding), []
    found = list(_candidates(content.rstrip(b"\0") if not _is_wide(content) else content))
    if not found:
        raise Unreadable("encoding_bad", row=_first_bad_row(content, "utf-8"))
    return next(((text, rows) for text, rows in found if _has_header(text, is_header)), found[0])


def _named(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except LookupError as error:
        raise Unreadable("no_encoding", encoding=encoding) from error
    except UnicodeDecodeError as error:
        raise Unreadable("encoding_bad", row=_first_bad_row(content, encoding)) from error
    if "\0" in text.rstrip("\0"):
        raise Unreadable("encoding_bad", row=1)
    return text.rstrip("\0")


def _candidates(content: bytes) -> Iterator[tuple[str, list[int]]]:
    """UTF-8, GB 18030 (which holds GBK and GB 2312), UTF-16 without its mark, UTF-8 with lines that are GBK."""
    wide = ["utf-16-le", "utf-16-be"] if _is_wide(content) else []
    for name in (*wide, "utf-8", "gb18030"):
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            yield text, []
    if mixed := _mixed(content):
        yield mixed


def _is_wide(content: bytes) -> bool:
    """Whether it is UTF-16: every comma and digit has a zero byte."""
    return len(content) % 2 == 0 and b"\0" in content.rstrip(b"\0")


def _mixed(content: bytes) -> tuple[str, list[int]] | None:
    lines, others = [], []
    for number, line in enumerate(content.split(b"\n"), 1):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            others.append(number)
            try:
                lines.append(line.decode("gb18030"))
            except UnicodeDecodeError:
                return None
    text = "\n".join(lines)
    return None if "\0" in text else (text, others)


def _first_bad_row(content: bytes, encoding: str) -> int:
    try:
        content.decode(encoding)
    except UnicodeDecodeError as error:
        return content.count(b"\n", 0, error.start) + 1
    return 1


def _has_header(text: str, is_header: IsHeader) -> bool:
    head = text.lstrip("\ufeff").splitlines()[:_HEAD]
    return any(_finds(head, delimiter, is_header) for delimiter in _DELIMITERS)


# -- separators and quotes ---------------------------------------------------------------------------------------------


def _delimiter(lines: Sequence[str], is_header: IsHeader) -> str:
    return next((d for d in _DELIMITERS if _finds(lines[:_HEAD], d, is_header)), ",")


def _finds(lines: Sequence[str], delimiter: str, is_header: IsHeader) -> bool:
    return any(is_header(_cells(line, delimiter)) for line in lines)


def _cells(line: str, delimiter: str) -> list[str]:
    table = _parsed(line, delimiter)
    return table[0] if table else line.split(delimiter)


def _parsed(text: str, delimiter: str) -> list[list[str]] | None:
    """Parse by the rules of CSV; None when the quotes are unbalanced."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return None


def _swallows(table: Sequence[Sequence[str]], delimiter: str) -> bool:
    """Whether a stray quote has put whole rows into one cell."""
    width = max(map(len, table), default=1)
    lines = (line for row in table for cell in row if "\n" in cell for line in cell.split("\n")[1:])
    return width > 1 and any(line.count(delimiter) >= width - 1 for line in lines)


def _line_by_line(lines: Sequence[str], delimiter: str) -> tuple[list[list[str]], list[int]]:
    """Parse each line as a row without stray quotes; also returns the rows that had any.

    Raises:
        Unreadable: a row has not as many cells then as the one above it.
    """
    table, mended, width = [], [], 0
    for number, line in enumerate(lines, 1):
        row = _parsed(line, delimiter)
        cells = row[0] if row else []
        if row is None or len(row) > 1:
            cells = [cell.strip().strip('"') for cell in line.split(delimiter)]
            mended.append(number)
            if width and len(cells) != width:
                raise Unreadable("quotes_bad", row=number)
        width = width or len(cells)
        table.append(cells)
    if not mended:
        raise Unreadable("quotes_bad", row=1)
    return table, mended
