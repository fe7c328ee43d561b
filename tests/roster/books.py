"""Roster files as offices make them, for tests: Excel with whatever stands above the headings, CSV in any encoding."""

from __future__ import annotations

import io
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
