"""A shop's opening hours and days of rest as people write them: “7:30-21:00”, “早上6点半到晚上9点”, “周一休息”, “天天开门”."""

from __future__ import annotations

import re
from datetime import time

_TIME = re.compile(
    r"(早上|上午|早晨|凌晨|中午|下午|晚上|傍晚|夜里)?\s*(\d{1,2})\s*(?:[:：](\d{2})|点\s*(半|\d{1,2})?\s*分?)?\s*(am|pm)?",
    re.IGNORECASE,
)
_LATE = ("下午", "晚上", "傍晚", "夜里")
_HALF_DAY, _DAY = 12, 24
LATEST = 36
"""Closing at 26:00 is two in the morning of the next day."""
_EVERY = tuple(range(1, 8))
_CHINESE = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7}
_ENGLISH = {"mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7}
_ALWAYS = re.compile(r"(天天|每天)(都)?(开门|营业)|全年无休|不休息|open every ?day|open daily", re.IGNORECASE)
_REST = re.compile(
    r"(?:每?(?:周|星期|礼拜))([一二三四五六日天、和，, 周星期]+)\s*(?:休息|不开门|关门|店休)", re.IGNORECASE
)
_REST_ENGLISH = re.compile(
    r"(?:closed|rest)\s+(?:on\s+)?((?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[\s,and]*)+)", re.IGNORECASE
)


def hours(text: str) -> tuple[time, time] | None:
    """Opening and closing time; closing before opening means after midnight. None when two times cannot be made out."""
    written = list(_TIME.finditer(text))
    if len(written) != 2:  # noqa: PLR2004 from and to
        return None
    opens, closes = _time(written[0], _DAY), _time(written[1], LATEST)
    return (opens, closes) if opens is not None and closes is not None and opens != closes else None


def _time(match: re.Match[str], latest: int) -> time | None:
    part, hour, minutes, more, half = match[1] or "", int(match[2]), match[3], match[4], (match[5] or "").casefold()
    minute = 30 if more == "半" else int(minutes or more or 0)
    if (part in _LATE or half == "pm") and hour < _HALF_DAY:
        hour += _HALF_DAY
    return time(hour % 24, minute) if hour <= latest and minute < 60 else None  # noqa: PLR2004 as clocks go


def open_days(text: str) -> tuple[int, ...] | None:
    """The days of the week on which it is open (1 = Monday), from the days of rest; None when none are named."""
    if _ALWAYS.search(text):
        return _EVERY
    if match := _REST.search(text):
        rest = {_CHINESE[c] for c in match[1] if c in _CHINESE}
    elif match := _REST_ENGLISH.search(text):
        rest = {_ENGLISH[d.casefold()] for d in re.findall(r"mon|tue|wed|thu|fri|sat|sun", match[1], re.IGNORECASE)}
    else:
        return None
    left = tuple(d for d in _EVERY if d not in rest)
    return left or None
