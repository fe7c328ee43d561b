"""Days called by how far they are from today, “明天”, “the day after”, and several of them told one by one."""

from __future__ import annotations

import re
from datetime import date, timedelta

SEVERAL = (
    ("今明后三天", 0, 3),
    ("今明后3天", 0, 3),
    ("今明后天", 0, 3),
    ("今明后", 0, 3),
    ("今明两天", 0, 2),
    ("今明2天", 0, 2),
    ("今明", 0, 2),
    ("明后两天", 1, 2),
    ("明后2天", 1, 2),
    ("明后天", 1, 2),
    ("明后", 1, 2),
)
NEAR = (
    ("the day after tomorrow", 2),
    ("the day after", 2),
    ("大后天", 3),
    ("后天", 2),
    ("明天", 1),
    ("明日", 1),
    ("明个", 1),
    ("明儿", 1),
    ("明朝", 1),
    ("tomorrow", 1),
    ("今天", 0),
    ("今日", 0),
    ("今儿", 0),
    ("今朝", 0),
    ("today", 0),
)
_AHEAD = dict(NEAR)
_DAY = f"(?:{'|'.join(_AHEAD)})个?"
_AND = r"\s*(?:[/&+、-]|和|跟|与|同|还有|加上?|到|至|\band\b|\bn?or\b|\bn\b|\bto\b|\btill\b|\buntil\b|\bthrough\b|, and\b)\s*"
_ENDS = r"(?=\s*(?:都|也|就)?\s*(?:$|[,，。;；+/&]|[两二三2-9]\s*天|不|没|关|歇|休|停|(?:and|or|n)\b|{day}))"
_TOLD = re.compile(
    rf"{_DAY}(?:(?:{_AND}|(?=大?后天|明)){_DAY}|[\s,，、]+{_DAY}{_ENDS.format(day=_DAY)})+", re.IGNORECASE
)
"""Joined by a word or by nothing; behind a mark or a blank only where no other word of that day follows."""


_MANY = {word: n for n, word in enumerate("two three four five six seven eight nine ten".split(), 2)}
_MANY |= {"两": 2, "couple of": 2, "few": 3, **{word: n for n, word in enumerate("三四五六七八九十", 3)}}
_AND_SO_MANY = re.compile(
    r"(?:today|今天)\s*(?:and|plus|[+&]|和|跟|加上?|带)\s*(?:the\s+)?(?:next|following|后面|后头|接下来)的?\s*"
    rf"(\d{{1,2}}|{'|'.join(_MANY)})\s*(?:days?|天)",
    re.IGNORECASE,
)


def and_so_many(words: str) -> tuple[int, int, str] | None:
    """The same of today and so many days behind it.

    >>> and_so_many("today and the next two days, wedding")
    (0, 2, 'wedding')
    """
    told = _AND_SO_MANY.search(words)
    if told is None:
        return None
    rest = " ".join(f"{words[: told.start()]} {words[told.end() :]}".split())
    return 0, _MANY.get(told[1].casefold()) or int(told[1]), rest.strip("，,。. ")


def told_one_by_one(words: str) -> tuple[int, int, str] | None:
    """How far ahead the first and the last day are of several told without one left out, and the other words.

    >>> told_one_by_one("今天跟明天 吃喜酒"), told_one_by_one("today and tomorrow"), told_one_by_one("今天")
    ((0, 1, '吃喜酒'), (0, 1, ''), None)
    """
    told = _TOLD.search(words)
    ahead = [_AHEAD[day.casefold()] for day in re.findall("|".join(_AHEAD), told[0], re.IGNORECASE)] if told else []
    if told is None or not ahead[1:] or ahead != sorted(set(ahead)):
        return None
    rest = " ".join(f"{words[: told.start()]} {words[told.end() :]}".split())
    return ahead[0], ahead[-1], rest.strip("，,。. ")


_MONTH_END = re.compile(
    r"(?P<next>下个?月[底末]|end of next month)|(?:这个|本|这)?月底|(?:这个|本|这)月末|(?:the )?end of (?:the|this) month",
    re.IGNORECASE,
)


_TENS = {word: n for n, word in enumerate("一二三四五六七八九", 1)}
_HAN_DAY = re.compile(
    r"(?<![一二三四五六七八九十第路街巷弄])([二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?=个?[号日](?!店))"
)
_HAN_MONTH = re.compile(
    r"(?<![一二三四五六七八九十个])(十[一二]?|[一二三四五六七八九])(?=月(?:\d|[一二三四五六七八九十]|份))"
)
_MONTH_CALLED = re.compile(r"(?P<next>下个?月)的?(?=\d{1,2}\s*[号日])|(?:这个|本)月的?(?=\d{1,2}\s*[号日])")
_MONTH_FIRST = re.compile(
    r"\b((?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*)\.? (\d{1,2})(?:st|nd|rd|th)?\b(?! ?(?:days?|weeks?|:))",
    re.IGNORECASE,
)
"""“Dec 10th”: the day behind the month."""


def with_dates(words: str, today: date) -> str:
    """The words with dates in figures: “到月底” → “到11月30日”, “下个月十号起” → “12月10号起”."""
    words = _MONTH_END.sub(lambda found: _month_end(today, ahead=2 if found["next"] else 1), words)
    words = _HAN_DAY.sub(_in_figures, _HAN_MONTH.sub(_in_figures, words))
    words = _MONTH_FIRST.sub(r"\2 \1", words)
    return _MONTH_CALLED.sub(lambda found: f"{(today.month - (not found['next'])) % 12 + 1}月", words)


def _in_figures(found: re.Match[str]) -> str:
    tens, ten, ones = found[1].rpartition("十")
    return str((_TENS.get(tens, 1) * 10 if ten else 0) + _TENS.get(ones, 0))


def _month_end(today: date, *, ahead: int) -> str:
    """The day before the first of the month that is so many ahead."""
    year, month = divmod(today.year * 12 + today.month - 1 + ahead, 12)
    last = date(year, month + 1, 1) - timedelta(days=1)
    return f"{last.month}月{last.day}日"
