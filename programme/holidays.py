"""Reads the State Council's yearly holiday list from its text, so that an office can enter it the day it is published.

“春节：2月5日（周五）至12日（周五）放假调休，共8天。2月14日（周日）上班。” is understood, and so are plain dates
(2027-02-05..2027-02-12 放假). A list that contradicts itself is refused: a wrong weekday
or number of days, a day both off and worked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import field
from datetime import date, timedelta

from files.dataclass import dataclass

_ONE = timedelta(days=1)
_DAY = r"(?:(?P<y{n}>\d{{4}})[年/.-])?(?:(?P<m{n}>\d{{1,2}})[月/.-])?(?P<d{n}>\d{{1,2}})(?:日|号)?(?:\((?P<w{n}>[^()]*)\))?"
_NOT_A_COUNT = r"(?!\d|\s*[天年月])"
_TOKEN = re.compile(
    rf"(?P<span>(?=\d{{4}}[年/.-]|\d{{1,2}}[月/.-]|\d{{1,2}}[日号]){_DAY.format(n=1)}"
    rf"(?:\s*(?:至|到|--?|–|—|~|\.\.|\bto\b)\s*{_DAY.format(n=2)})?{_NOT_A_COUNT})"
    r"|共\s*(?P<count>\d{1,2})\s*天|(?P<verb>放假|休息|调休|\boff\b|上班|补班|工作|\bwork\b)"
)
_WORKED = ("上班", "补班", "工作", "work")
_NAMED = re.compile("元旦|春节|除夕|清明|劳动节|五一|端午|中秋|国庆|[Hh]oliday|[Ff]estival|[Nn]ew [Yy]ear|[Dd]ay:")
_WEEKDAYS = {c: n for n, c in enumerate("一二三四五六", 1)} | {"日": 7, "天": 7}
_YEAR = re.compile(r"(?<!\d)(20\d{2})\s*年?")
LEAST, MOST = 7, 45
"""Days off in a year's list, weekends within the holidays included: fewer or more were read wrongly."""


SATURDAY = 5
HALF_YEAR = 200
"""Days from the middle of a year in which its list may speak: New Year's working weekend may lie in December before."""


class WrongList(Exception):
    """The list contradicts itself or the calendar; `sentence` is the key of its text under `calendar.`, `values` fill it."""

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(" ".join([sentence, *map(str, values.values())]))
        self.sentence = sentence
        self.values = values


@dataclass(frozen=True, slots=True)
class Holidays:
    """The days of one list that differ from their weekday: days off, and working weekends."""

    year: int
    off: frozenset[date]
    work: frozenset[date]


@dataclass(frozen=True, slots=True)
class _Span:
    first: date
    last: date

    def days(self) -> Iterator[date]:
        return (self.first + n * _ONE for n in range((self.last - self.first).days + 1))


def read_holidays(text: str, year: int = 0) -> Holidays:
    """The list in a text; `year` when it is known from elsewhere, else the first year the text names.

    Raises:
        WrongList: no year, no dates, or something in it contradicts the calendar or itself.
    """
    words = unicodedata.normalize("NFKC", text)
    named = _YEAR.search(words)
    year = year or (int(named[1]) if named else 0)
    if not year:
        raise WrongList("no_year")
    off: set[date] = set()
    work: set[date] = set()
    for clause in re.split(r"[。;!\n]", words):
        for span, is_work in _told(clause, year):
            (work if is_work else off).update(span.days())
    _refuse_contradictions(year, off, work)
    return Holidays(year, frozenset(off), frozenset(work))


def spoken(days: frozenset[date]) -> str:
    """1月1日–3日、2月5日–12日: days in a row together."""
    return "、".join(
        f"{_md(first)}"
        if first == last
        else f"{_md(first)}–{f'{last.day}日' if first.month == last.month else _md(last)}"
        for first, last in _runs(sorted(days))
    )


def _md(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _runs(days: list[date]) -> Iterator[tuple[date, date]]:
    start = 0
    for n, day in enumerate(days):
        if n + 1 == len(days) or days[n + 1] != day + _ONE:
            yield days[start], day
            start = n + 1


def _told(clause: str, year: int) -> Iterator[tuple[_Span, bool]]:
    """The spans of a clause, and whether each is worked; a verb stands behind its dates, or before all of them."""
    clause_ = _Clause()
    for token in _TOKEN.finditer(clause):
        if token["span"]:
            span = _span(token, year, clause_.month)
            clause_.month = span.last.month
            clause_.waiting.append(span)
        elif token["count"]:
            _refuse_other_count(clause_.waiting or clause_.last, int(token["count"]))
        elif token["verb"] != "调休" or clause_.waiting:
            yield from clause_.meets("work" if token["verb"] in _WORKED else "off")
    yield from clause_.ends(is_named=_NAMED.search(clause) is not None)


@dataclass(slots=True)
class _Clause:
    """What has been read of a clause: the spans that wait for their verb, the last that had one, and the verb in front."""

    month: int = 0
    before: str = ""
    waiting: list[_Span] = field(default_factory=list)
    last: list[_Span] = field(default_factory=list)

    def meets(self, verb: str) -> Iterator[tuple[_Span, bool]]:
        if not self.waiting and not self.last:
            self.before = verb
            return
        yield from self._flush(self.before or verb)
        if self.before:
            self.before = verb

    def ends(self, *, is_named: bool) -> Iterator[tuple[_Span, bool]]:
        """Dates without a verb are days off where a holiday is named (“元旦：1月1日至3日”); the date of a letter is nothing."""
        if self.before or (is_named and not self.last):
            yield from self._flush(self.before or "off")
        elif self.waiting and self.last:
            raise WrongList("no_verb", day=_md(self.waiting[0].first))

    def _flush(self, verb: str) -> Iterator[tuple[_Span, bool]]:
        yield from ((span, verb == "work") for span in self.waiting)
        self.waiting, self.last = [], self.waiting or self.last


def _span(token: re.Match[str], year: int, month: int) -> _Span:
    first = _date(token, 1, year, month)
    if token["d2"] is None:
        return _Span(first, first)
    last = _date(token, 2, first.year, first.month)
    if last < first:
        raise WrongList("span_backwards", first=_md(first), last=_md(last))
    return _Span(first, last)


def _date(token: re.Match[str], n: int, year: int, month: int) -> date:
    month = int(token[f"m{n}"] or month)
    try:
        day = date(int(token[f"y{n}"] or year), month, int(token[f"d{n}"]))
    except ValueError as error:
        raise WrongList("no_such_day", day=token[0]) from error
    weekday = re.search(r"[周星期礼拜]([一二三四五六日天])$", token[f"w{n}"] or "")
    if weekday and _WEEKDAYS[weekday[1]] != day.isoweekday():
        right = "一二三四五六日"[day.weekday()]
        raise WrongList("other_weekday", day=_md(day), said=f"周{weekday[1]}", right=f"周{right}", year=day.year)
    return day


def _refuse_other_count(spans: list[_Span], said: int) -> None:
    many = sum(1 for span in spans for _ in span.days())
    if spans and many != said:
        raise WrongList("other_count", first=_md(spans[0].first), said=said, many=many)


def _refuse_contradictions(year: int, off: set[date], work: set[date]) -> None:
    if both := off & work:
        raise WrongList("both", day=_md(min(both)))
    if plain := sorted(day for day in work if day.weekday() < SATURDAY):
        raise WrongList("works_anyway", day=_md(plain[0]), weekday=f"周{'一二三四五'[plain[0].weekday()]}")
    if far := sorted(day for day in off | work if abs((day - date(year, 7, 1)).days) > HALF_YEAR):
        raise WrongList("other_year", day=far[0].isoformat(), year=year)
    if not LEAST <= len(off) <= MOST:
        raise WrongList("count_odd", many=len(off), year=year)
