"""Roster files as offices make them, for tests: Excel with whatever stands above the headings, CSV in any encoding."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence

import xlsxwriter

from documents.roster.roster_sheet import Sheet, read_roster
from programme.duties import DEFAULT_DUTIES, Duties

DUTIES = Duties(DEFAULT_DUTIES)
HEAD = "店名,门牌,街道,负责人,手机,联系党员,党员手机"
LI = "李记面馆,12号,西津路,李长顺,13800001000,王芳,13800002001"


def csv(*lines: str, encoding: str = "utf-8") -> bytes:
    return "\r\n".join(lines).encode(encoding)


def xlsx(*rows: Sequence[object], title: str = "", formats: dict[tuple[int, int], str] | None = None) -> bytes:
    """A workbook; `title` stands merged above, `formats` are number formats of cells."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet("名册")
        above = 0
        if title:
            page.merge_range(0, 0, 0, 4, title)
            page.write(1, 0, "填表：办公室")
            above = 2
        for y, row in enumerate(rows, above):
            for x, cell in enumerate(row):
                name = (formats or {}).get((y, x))
                page.write(y, x, cell, book.add_format({"num_format": name}) if name else None)
    return out.getvalue()


def read(content: bytes, name: str = "名册.csv", encoding: str = "") -> Sheet:
    return read_roster(content, name, DUTIES, encoding=encoding)


_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NOT_AVAILABLE = "#N/A"


def xlsb(
    *rows: Sequence[str],
    hidden_rows: Sequence[int] = (),
    hidden_columns: Sequence[int] = (),
    far: tuple[int, int] | None = None,
) -> bytes:
    """A binary workbook of texts; what is hidden, and a stray cell, are counted from 0."""
    around = struct.pack("<IIII", 0, far[0] if far else len(rows) - 1, 0, far[1] if far else len(rows[0]) - 1)
    sheet = _record(129) + _record(148, around)
    for column in hidden_columns:
        sheet += _record(60, struct.pack("<IIIIH", column, column, 2_000, 0, 1))
    sheet += _record(145)
    for y, row in enumerate(rows):
        sheet += _record(0, struct.pack("<IIHBBBI", y, 0, 300, 0, 0x10 * (y in hidden_rows), 0, 0))
        for x, cell in enumerate(row):
            place = struct.pack("<II", x, 0)
            sheet += _record(3, place + b"\x2a") if cell == NOT_AVAILABLE else _record(6, place + _wide(cell))
    if far:
        sheet += _record(0, struct.pack("<IIHBBBI", far[0], 0, 300, 0, 0, 0, 0))
        sheet += _record(6, struct.pack("<II", far[1], 0) + _wide("x"))
    book = _record(143) + _record(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("名册")) + _record(144)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for path, kind, target in (
            ("_rels/.rels", "officeDocument", "xl/workbook.bin"),
            ("xl/_rels/workbook.bin.rels", "worksheet", "worksheets/sheet1.bin"),
        ):
            one = f'<Relationship Id="rId1" Type="{_OFFICE}/{kind}" Target="{target}"/>'
            made.writestr(path, f'<Relationships xmlns="{_PACKAGE}">{one}</Relationships>')
        made.writestr("xl/workbook.bin", _record(131) + book + _record(132))
        made.writestr("xl/worksheets/sheet1.bin", sheet + _record(146) + _record(130))
    return out.getvalue()


def _record(kind: int, body: bytes = b"") -> bytes:
    return _groups(kind) + _groups(len(body)) + body


def _groups(number: int) -> bytes:
    """A number in groups of seven bits, the highest bit of each saying that another follows."""
    head, rest = bytes([number & 0x7F | 0x80 * (number > 0x7F)]), number >> 7
    return head + _groups(rest) if rest else head


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")
