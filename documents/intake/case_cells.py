"""One cell of a case sheet: a number that no spreadsheet has rounded, a moment however it is written, a telephone, a link."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from documents.roster.roster_cells import Cell, Unclear, plain
from programme.identity import visible

EXACT = 10**15
"""From here on Excel keeps no whole number: what stands there is not the number of the case any more."""
LONGEST = 4000
NUMBER_LONGEST = 64
_ERROR = re.compile(r"#(?:n/a|ref!|name\?|value!|div/0!|null!|num!)", re.IGNORECASE)
_GUARD = re.compile(r"'(?=[=+\-@\d])")
_DAY = r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*[日号]?"
_HOUR = r"(?P<hour>\d{1,2})\s*[:时点]\s*(?:(?P<minute>\d{1,2})\s*(?:[:分]\s*(?:(?P<second>\d{1,2})\s*秒?)?)?)?"
_MOMENT = re.compile(rf"{_DAY}(?:[\sT]*(?:星期.|周.)?[\s]*{_HOUR}(?:\.\d+)?)?")
_FROM = date(1899, 12, 30)
_SERIAL = range(36_526, 73_050)
"""Days since 1899-12-30 of the years 2000 to 2099: a moment whose cell is formatted as a number."""


def words(cell: Cell) -> str:
    """A cell as text without what cannot be seen, its lines kept.

    Raises:
        Unclear: a spreadsheet's error stands there.
    """
    said = visible(plain(cell)).strip()
    if _ERROR.fullmatch(said):
        raise Unclear("cell_error", value=said)
    lines = [" ".join(line.split()) for line in _GUARD.sub("", said, count=1).splitlines()]
    return "\n".join(line for line in lines if line)[:LONGEST]


def number(cell: Cell) -> str:
    """The number of a case as one word.

    Raises:
        Unclear: Excel has rounded it, or it is longer than any number of a case.
    """
    if isinstance(cell, date | time | timedelta):
        raise Unclear("number_is_day")
    said = unicodedata.normalize("NFKC", words(cell))
    if (isinstance(cell, int | float) and abs(cell) >= EXACT) or re.fullmatch(r"\d(?:\.\d+)?e\+\d+", said.casefold()):
        raise Unclear("number_rounded", value=said)
    said = re.sub(r"\s+", "", said)
    if len(said) > NUMBER_LONGEST:
        raise Unclear("number_long", most=NUMBER_LONGEST)
    return said


def moment(cell: Cell, *, ends: bool = False) -> datetime | None:
    """The moment as the office wrote it, without a zone; None for an empty cell. A bare day is its beginning, or its end.

    Raises:
        Unclear: it is no moment.
    """
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None)
    if isinstance(cell, date):
        return _at(cell, ends=ends)
    if isinstance(cell, int | float) and not isinstance(cell, bool) and int(cell) in _SERIAL:
        return datetime.combine(_FROM, time()) + timedelta(seconds=round(float(cell) * 86400))
    said = unicodedata.normalize("NFKC", words(cell))
    if not said or said in ("-", "--", "/", "无"):
        return None
    found = _MOMENT.fullmatch(said)
    if not found:
        raise Unclear("moment_bad", value=said[:40])
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"]))
        if found["hour"] is None:
            return _at(day, ends=ends)
        return datetime.combine(day, time(int(found["hour"]), int(found["minute"] or 0), int(found["second"] or 0)))
    except ValueError as error:
        raise Unclear("moment_bad", value=said[:40]) from error


def _at(day: date, *, ends: bool) -> datetime:
    return datetime.combine(day, time(23, 59) if ends else time())


def phone(cell: Cell) -> str:
    """The first telephone in a cell, in digits; empty when there is none: a case does not fail for want of one."""
    said = unicodedata.normalize("NFKC", visible(plain(cell)))
    found = re.search(
        r"(?<!\d)(?:\+?86[\s-]?)?(1\d{2}[\s-]?\d{4}[\s-]?\d{4}|0\d{2,3}[\s-]?\d{7,8}|[2-9]\d{6,7})(?!\d)", said
    )
    return re.sub(r"\D", "", found[1]) if found else ""


def shown(cell: Cell) -> str:
    """A cell as it is given back."""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}".removesuffix(":00")
    return cell.isoformat() if isinstance(cell, date) else plain(cell)
