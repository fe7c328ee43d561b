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


def with_month_ends(words: str, today: date) -> str:
    """The words with the last day of a month as its date: “到月底” → “到11月30日”."""
    return _MONTH_END.sub(lambda found: _month_end(today, ahead=2 if found["next"] else 1), words)


def _month_end(today: date, *, ahead: int) -> str:
    """The day before the first of the month that is so many ahead."""
    year, month = divmod(today.year * 12 + today.month - 1 + ahead, 12)
    last = date(year, month + 1, 1) - timedelta(days=1)
    return f"{last.month}月{last.day}日"
