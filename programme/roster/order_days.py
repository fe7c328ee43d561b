"""The days of an order in a roster's 备注 (“歇业 12月1日”, “停业到12月1日”), as the day on which it is applied sees them."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from files.dataclass import dataclass
from programme.roster.roster import HANDED, LEFT, Entry
from programme.spans import Span

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = rf"({'|'.join(_MONTHS)})[a-z]*"
_FORMS = (
    (re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})(?:\s*[月./-]\s*(\d{1,2})\s*[日号]?|\s*月?)"), ("year", "month", "day")),
    (re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})(?!\d)"), ("month", "day")),
    (re.compile(r"(\d{1,2})\s*月(?:\s*(\d{1,2})\s*[日号]?)?"), ("month", "day")),
    (re.compile(rf"(\d{{1,2}}) {_MONTH}(?: (\d{{4}}))?"), ("day", "month", "year")),
    (re.compile(rf"{_MONTH}(?: (\d{{1,2}})\b,?)?(?: (\d{{4}}))?"), ("month", "day", "year")),
)
_UNTIL = re.compile(r"到|至|until|till?|through|[-–—~]")


@dataclass(frozen=True, slots=True)
class _Named:
    """A day as it was named; without a `day` of its own it is a whole month."""

    start: int
    end: int
    year: int
    month: int
    day: int


def on_day(entry: Entry, today: date) -> Entry:
    """The row with the days its order means; a move or another holder waits for its day, a closure that is over is none."""
    if not entry.status or not entry.days:
        return entry
    days = order_days(entry.days, today)
    if days is None or (entry.status in (LEFT, HANDED) and days.first > today):
        return replace(entry, status="", since=days.first if days else None)
    return replace(entry, since=days.first, until=days.last)


def is_early(entry: Entry) -> bool:
    """Whether its order waits for its day."""
    return entry.since is not None and not entry.status


def order_days(words: str, today: date) -> Span | None:
    """From when to when an order holds, no earlier than today; without a last day until another one. None when it is over.

    A day without a year is the one nearest to today.

    >>> order_days("到12月1日", date(2026, 11, 28))
    Span(first=datetime.date(2026, 11, 28), last=datetime.date(2026, 12, 1), rest='')
    """
    named = list(_named(words.casefold()))
    if not named:
        return Span(today, None)
    first, last = named[0], named[-1]
    has_end = len(named) > 1 or _UNTIL.search(words.casefold()[: first.start]) is not None
    begins = today if has_end and len(named) == 1 else _date(first, today)
    ends = _date(last, today, is_last=True) if has_end else None
    if begins is None or (has_end and ends is None) or (ends is not None and ends < max(begins, today)):
        return None
    return Span(max(begins, today), ends)


def _named(words: str) -> Iterator[_Named]:
    """Every day that is named, in order, each by the form that reads the most of it."""
    at = 0
    while found := [(m, parts) for form, parts in _FORMS if (m := form.search(words, at))]:
        match, parts = min(found, key=lambda f: (f[0].start(), -f[0].end()))
        values = dict(zip(parts, match.groups(), strict=True))
        yield _Named(
            match.start(), match.end(), _number(values.get("year")), _number(values["month"]), _number(values["day"])
        )
        at = match.end()


def _number(written: str | None) -> int:
    if not written:
        return 0
    return int(written) if written.isdecimal() else _MONTHS.index(written) + 1


def _date(named: _Named, today: date, *, is_last: bool = False) -> date | None:
    """The day itself; of a month its first one, or its last; None when there is no such day."""
    years = [named.year] if named.year else [today.year - 1, today.year, today.year + 1]
    days = [found for year in years if (found := _in_year(named, year, is_last=is_last))]
    return min(days, key=lambda day: abs(day - today), default=None)


def _in_year(named: _Named, year: int, *, is_last: bool) -> date | None:
    if not 1 <= named.month <= 12:  # noqa: PLR2004 months of a year
        return None
    most = calendar.monthrange(year, named.month)[1]
    day = named.day or (most if is_last else 1)
    return date(year, named.month, day) if 1 <= day <= most and year >= 1 else None
