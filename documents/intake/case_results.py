"""The same case sheet back, with what was done in four columns: filled where it has them, else behind its last."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from documents.intake.case_headings import RESULTS, column_of
from documents.papers.tables import workbook
from files.dataclass import dataclass

if TYPE_CHECKING:
    from documents.intake.case_sheet import CaseSheet


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What became of one case, in words."""

    result: str
    ended: str = ""
    who: str = ""
    words: str = ""


def results_workbook(sheet: CaseSheet, results: Mapping[str, CaseResult]) -> bytes:
    """An .xlsx with every row and cell of the sheet; a case that is not known here gets no result."""
    headings = list(sheet.headings)
    places: dict[str, int] = {}
    for at, heading in enumerate(headings):
        places.setdefault(column_of(heading), at)
    for column, names in RESULTS.items():
        if column not in places:
            places[column] = len(headings)
            headings.append(names[0])
    width = max([len(headings), *(len(row) for row in sheet.table)])
    headings += [""] * (width - len(headings))
    rows = [
        _filled(row, width, places, results.get(number)) for row, number in zip(sheet.table, sheet.numbers, strict=True)
    ]
    return workbook(headings, rows, sheet="案件")


def _filled(row: list[str], width: int, places: Mapping[str, int], result: CaseResult | None) -> list[str]:
    filled = [*row, *[""] * (width - len(row))]
    if result:
        for column, value in (
            ("result", result.result),
            ("ended", result.ended),
            ("who", result.who),
            ("words", result.words),
        ):
            filled[places[column]] = value
    return filled
