"""The first and last day of a season as an office writes them: “6月6日到9月20日”, “到9月30日”, “6 Jun until 20 Sep”."""

from __future__ import annotations

import re
from datetime import date, timedelta

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DATE = re.compile(
    r"(?:(\d{4})\s*[年./-]\s*)?(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*[日号]?|(\d{1,2})\s*("
    + "|".join(_MONTHS)
    + r")[a-z]*",
    re.IGNORECASE,
)
_LONG_AGO = timedelta(days=200)


def days_in(words: str, today: date) -> list[date] | None:
    """The days named, at most two, each not before the one before; None when one is no day of the calendar."""
    found: list[date] = []
    for match in list(_DATE.finditer(words))[:2]:
        day = _day(match, found[-1] if found else today - _LONG_AGO)
        if day is None:
            return None
        found.append(day)
    return found


def without_days(words: str) -> str:
    """The words beside the days."""
    left = _DATE.sub(" ", words)
    return " ".join(re.sub(r"\s(?:到|至|从|自|起|until|to|from|[-–—~～])(?=\s|$)", " ", f" {left} ").split())


def _day(match: re.Match[str], earliest: date) -> date | None:
    """That day of its year, or of the first year in which it is not before `earliest`."""
    month = _MONTHS.index(match[5].lower()) + 1 if match[5] else int(match[2])
    number = int(match[4] or match[3])
    years = [int(match[1])] if match[1] else [earliest.year, earliest.year + 1]
    for year in years:
        try:
            day = date(year, month, number)
        except ValueError:
            continue
        if day >= earliest or match[1]:
            return day
    return None
