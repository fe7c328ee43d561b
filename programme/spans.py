"""Days as people say them: “3天”, “到12月3日”, “明天起两天”, “一周”, “until 3 Dec”. Pure words to days, no clock."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from math import ceil

from files.dataclass import dataclass
from programme.near_days import NEAR, SEVERAL, and_so_many, told_one_by_one, with_dates

_DIGITS = {
    **{word: n for n, word in enumerate("一二三四五六七八九十", 1)},
    "两": 2,
    "半": 0.5,
    "a": 1,
    "an": 1,
    "a couple of": 2,
    "couple of": 2,
    "the next": 1,
    "the whole": 1,
    **{word: n for n, word in enumerate("one two three four five six seven eight nine ten".split(), 1)},
}
_NUMBER = (
    r"(\d{1,3}(?:\.\d)?|[一两二三四五六七八九十半]|"
    r"\b(?:an?(?: couple of)?|couple of|the (?:next|whole)|one|two|three|four|five|six|seven|eight|nine|ten)\b)"
)
_UNITS = {
    "天": 1,
    "日": 1,
    "day": 1,
    "days": 1,
    "周": 7,
    "星期": 7,
    "礼拜": 7,
    "week": 7,
    "weeks": 7,
    "fortnight": 14,
    "fortnights": 14,
    "月": 30,
    "month": 30,
    "months": 30,
}
_LONG = re.compile(
    r"(?<![月拜周\d.])(?<!星期)"
    + _NUMBER
    + r"\s*个?\s*(天|日|周|星期|礼拜|月|days?|weeks?|fortnights?|months?)(?!\s*\d)",
    re.IGNORECASE,
)
_YEAR_DAY = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*[日号]?")
_MONTH_DAY = re.compile(r"(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*[日号]?")
_DAY_ONLY = re.compile(r"(?<!\d)(\d{1,2})\s*[日号]")
_ENGLISH = re.compile(r"(\d{1,2})\s*(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*", re.IGNORECASE)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_WEEKDAY = re.compile(r"(?:这个?|本)?(下?)个?(?:周|星期|礼拜)([一二三四五六日天])")
_ENGLISH_WEEKDAY = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)[a-z]*", re.IGNORECASE)
_ENGLISH_DAYS = "mon tue wed thu fri sat sun".split()
_UNTIL = re.compile(r"(到(?!起)|至|until|till|through)\s*", re.IGNORECASE)
_STARTS = re.compile(
    r"(?P<from>从|自|于|from|since|on|starting)?\s*"
    r"(?P<day>\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*[日号]?|\d{1,2}\s*月\s*\d{1,2}\s*[日号]?|"
    r"\d{1,2}\s*[./-]\s*\d{1,2}(?![\d.])|\d{1,2}\s*(?:号|日(?=\s*[起开到至–—~～-]))|\d{1,2}\s*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|"
    r"(?P<week>(?:[下这]个?|本)?(?:周|星期|礼拜)[一二三四五六日天]|"
    r"(?:(?:this(?: coming)?|next|coming) )?(?:mon|tues|wednes|thurs|fri|satur|sun)day))\s*"
    r"(?P<how>起|开始|以后|之后|onwards?|[-–—~～到至]|until|till|to\b)?(?!\s*(?:天|个|小时|点))",
    re.IGNORECASE,
)
"""A day at the beginning of what is said, alone, as a beginning, or as the first of a range."""
_NEXT_WEEK = re.compile(
    r"(?:下个?(?:周|星期|礼拜)(?![一二三四五六日天末])|[a-z' ]*\bnext week)\s*(起|开始|on|onwards)?"
)
_RANGE = frozenset("-–—~～到至") | {"until", "till", "to"}
_WHO = re.compile(r"^\s*[我俺咱](?:们|家)?\s*")
"""Who is away, before the days: “我礼拜三到礼拜五”."""
_FROM = re.compile(r"(?:从|自|from|starting(?: from)?|beginning|as of)\s*(?=[大后明今]|today|tomorrow)", re.IGNORECASE)
_CLAUSE = re.compile(r"(?<=[,，。;； ])(?=\S)")
_A_DAY = (
    r"\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*[日号]?|\d{1,2}\s*月\s*\d{1,2}\s*[日号]?|\d{1,2}\s*[日号]|"
    r"(?:[下这]个?|本)?(?:周|星期|礼拜)[一二三四五六日天]|大?后天|明[天日儿]"
)
_AN_ENGLISH_DAY = (
    r"\d{1,2}\s*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow"
)
_OPENS_AGAIN = r"(?:back|open(?:ing)?(?: again| up again)?|re-?open(?:ing|s)?)(?: open)?\s+(?:on |from )?"
_REOPENS = re.compile(
    rf"(?P<day>{_A_DAY})\s*(?:就|早上|上午)?(?:再|才|重新|恢复|照常)+(?:来|开|营业|上班|做生意)[门业张了店]*|"
    rf"(?P<plainly>{_A_DAY})\s*就?(?:开[门业张店]?|营业)了?(?=$|[\s,，。;；!！])|"
    rf"\b(?:we'?re |we are |i'?m |we |i )?(?:will |'ll )?(?:be )?{_OPENS_AGAIN}(?P<english>{_AN_ENGLISH_DAY})\b",
    re.IGNORECASE,
)
"""The day on which it opens again: the one before is the last."""
LONGEST = 400
"""Days; whoever is away longer should say so again."""


@dataclass(frozen=True, slots=True)
class Span:
    """Whole days, the last one included; `last` None: until said otherwise. `rest` are the words that were no days."""

    first: date
    last: date | None
    rest: str = ""


def span(words: str, today: date) -> Span | None:
    """What days are meant, from today on. No words at all mean from today until said otherwise.

    None when a day is named that is over before it begins, or the span is longer than `LONGEST`: ask again.
    """
    words = with_dates(_WHO.sub("", words), today)
    if told := _one_by_one(words, today):
        return told
    match = _REOPENS.search(words)
    if match is None:
        return _plain(words, today)
    opens = _day(match["day"] or match["plainly"] or match["english"], today, today)
    around = _plain(f"{words[: match.start()]} {words[match.end() :]}", today)
    return _ended(around, opens[0]) if opens and around else None


def _one_by_one(words: str, today: date) -> Span | None:
    """Days told one after another without one left out."""
    told = told_one_by_one(words) or and_so_many(words)
    if told is None:
        return None
    first, last, rest = told
    return Span(today + timedelta(days=first), today + timedelta(days=last), rest)


def _later_on(text: str, today: date) -> tuple[date, str, bool] | None:
    """The same as `_beginning` for a day that stands behind something else: “出去玩，1号到4号”, “a week starting tomorrow”."""
    for at in (found.start() for found in _CLAUSE.finditer(text) if not _UNTIL.search(text, 0, found.start())):
        begins = _beginning(text[at:], today)
        if begins is None or begins == (today, text[at:], False):
            continue
        first, rest, is_on = begins
        is_told = is_on or rest.startswith("到") or _FROM.match(text, at) or not (rest.strip() or _LONG.search(text))
        if is_told:
            return first, f"{text[:at]} {rest}", is_on
    return None


def _plain(words: str, today: date) -> Span | None:
    """Days told by their first and last one, or by how many there are."""
    begins = _beginning(words.strip(), today)
    if begins and begins == (today, words.strip(), False):
        begins = _later_on(words.strip(), today) or begins
    if begins is None:
        return None
    first, text, is_on = begins
    last: date | None = None
    if match := _UNTIL.search(text):
        found = _day(text[match.end() :], first, today)
        if found is None:
            return None
        last, rest = found
        text = text[: match.start()] + " " + rest
    elif match := _LONG.search(text):
        last = first + timedelta(days=_long(match[1], match[2]) - 1)
        text = text[: match.start()] + " " + text[match.end() :]
    elif not is_on and (first > today or text != words.strip()):
        last = first
    if last is not None and not 0 <= (last - first).days <= LONGEST:
        return None
    return Span(first, last, " ".join(text.replace("，", " ").replace(",", " ").split()).strip("。. "))


def _ended(one: Span, opens: date) -> Span | None:
    """`one` until the day before it `opens` again."""
    last = opens - timedelta(days=1)
    return replace(one, last=last) if 0 <= (last - one.first).days <= LONGEST else None


def first_day(words: str, today: date) -> tuple[date, str] | None:
    """The day that is named, today or later, and the words around it: “12月5日 周六” is one day. None when there is none."""
    found = _day(words, today, today)
    if found is None:
        return None
    day, rest = found
    again = _WEEKDAY.search(rest)
    if again and "一二三四五六日".index(again[2].replace("天", "日")) == day.weekday():
        rest = rest[: again.start()] + " " + rest[again.end() :]
    return day, rest


def _beginning(text: str, today: date) -> tuple[date, str, bool] | None:
    """The first day, the words after it, and whether it goes on from there (“明天起”, “12月1日”).

    “今天” and “明天” alone are days of their own. None when the day that is named is over.
    """
    text = _FROM.sub("", text, count=1) if _FROM.match(text) else text
    if near := _near_beginning(text, today):
        return near
    if match := _NEXT_WEEK.match(text):
        rest = text[match.end() :]
        whole = "" if match[1] or _LONG.search(rest) else "7天 "
        return _of_week(0, today, next_week=True), whole + rest, bool(match[1])
    match = _STARTS.match(text)
    if match is None or (match["week"] and not (match["how"] or match["from"] or _is_once(match, text))):
        return today, text, False  # “歇业 周一” may be every Monday
    found = _day(match["day"], today, today)
    if found is None:
        return None
    is_range = (match["how"] or "").casefold() in _RANGE
    is_alone = _is_this_one(match) and not (match["how"] or match["from"])
    return found[0], ("到" if is_range else "") + text[match.end() :], not (is_range or is_alone)


def _near_beginning(text: str, today: date) -> tuple[date, str, bool] | None:
    """The same of a day told by how far it is, or several."""
    for word, ahead, many in SEVERAL:
        if text.startswith(word):
            return today + timedelta(days=ahead), f"{many}天 {text[len(word) :]}", False
    for word, ahead in NEAR:
        if text.casefold().startswith(word):
            rest = text[len(word) :]
            after = re.sub(r"^\s*(起|开始|on\b|onwards?)", "", rest)
            return today + timedelta(days=ahead), after, after != rest
    return None


def _is_once(match: re.Match[str], text: str) -> bool:
    """“下周一” is one Monday, and so is “周一” of two days."""
    return _is_this_one(match) or bool(_LONG.search(text, match.end()))


def _is_this_one(match: re.Match[str]) -> bool:
    """“下周一”, “这周五”, “next Monday”: a day by itself, unless it goes on from there."""
    return bool(match["week"]) and match["week"].casefold().startswith(("下", "这", "本", "this", "next", "coming"))


def _long(number: str, unit: str) -> int:
    many = _DIGITS.get(number.casefold()) or float(number)
    return max(ceil(many * _UNITS[unit.casefold()]), 1)


def _day(text: str, after: date, today: date) -> tuple[date, str] | None:
    """The first day named in `text` that is not before `after`, and the words around it."""
    for pattern, read in _READERS:
        match = pattern.search(text)
        if match:
            found = read(match, today if pattern is _WEEKDAY and match[1] else after)
            return (found, text[: match.start()] + " " + text[match.end() :]) if found else None
    return _near(text, after, today)


def _near(text: str, after: date, today: date) -> tuple[date, str] | None:
    """明天, 后天: counted from today."""
    for word, ahead in NEAR:
        if text.casefold().startswith(word):
            found = today + timedelta(days=ahead)
            return (found, text[len(word) :]) if found >= after else None
    return None


def _of_year(month: int, day: int, after: date) -> date | None:
    """This year's, or next year's when that is over by more than half a year; a day that is simply over is none."""
    for year in (after.year, after.year + 1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= after:
            return found if (found - after).days <= LONGEST // 2 else None
    return None


def _of_month(match: re.Match[str], after: date) -> date | None:
    day = int(match[1])
    return _of_year(after.month, day, after) if day >= after.day else _of_year(after.month % 12 + 1, day, after)


def _of_week(number: int, after: date, *, next_week: bool = False) -> date:
    if next_week:
        return after + timedelta(days=7 - after.weekday() + number)
    return after + timedelta(days=(number - after.weekday()) % 7)


def _of_date(match: re.Match[str], after: date) -> date | None:
    try:
        found = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
    return found if found >= after else None


_READERS = (
    (_YEAR_DAY, _of_date),
    (_MONTH_DAY, lambda m, after: _of_year(int(m[1]), int(m[2]), after)),
    (_ENGLISH, lambda m, after: _of_year(_MONTHS.index(m[2][:3].casefold()) + 1, int(m[1]), after)),
    (_DAY_ONLY, _of_month),
    (
        _WEEKDAY,
        lambda m, after: _of_week("一二三四五六日".index(m[2].replace("天", "日")), after, next_week=bool(m[1])),
    ),
    (_ENGLISH_WEEKDAY, lambda m, after: _of_week(_ENGLISH_DAYS.index(m[1][:3].casefold()), after)),
)
