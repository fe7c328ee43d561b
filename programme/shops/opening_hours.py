"""A shop's opening hours and days of rest as people write them: “7:30-21:00”, “早上6点半到晚上9点”, “周一休息”, “天天开门”."""

from __future__ import annotations

import re
from datetime import time

from files.dataclass import dataclass

_TIME = re.compile(
    r"(?:次日|第二天)?的?(早上|上午|早晨|清晨|凌晨|中午|下午|晚上|傍晚|夜里|半夜|早|晚)?\s*(\d{1,2})\s*"
    r"(?:[:：](\d{2})|[点时](?!间)\s*(半|\d{1,2}(?![:：点时\d]))?\s*[分钟]?)?\s*(am|pm)?",
    re.IGNORECASE,
)
_LATE = ("下午", "晚上", "傍晚", "夜里", "晚")
_HALF_DAY, _DAY = 12, 24
LATEST = 36
"""Closing at 26:00 is two in the morning of the next day."""
_NUMERAL = "[一二三四五六七八九十两零]"
_SPOKEN = re.compile(
    rf"{_NUMERAL}{{1,3}}(?=[点时])|(?<=[早晚]){_NUMERAL}{{1,3}}(?![天家号])|(?<=点){_NUMERAL}{{1,3}}(?!刻)"
)
_NUMBERS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_ALL_DAY = re.compile(
    r"(?:24|二十四)\s*(?:小时|个小时|h\b|hours?)|全天|通宵|日夜|around the clock|day and night", re.IGNORECASE
)
_OPENS = re.compile(r"\s*(?:就|才|钟)?\s*(?:开|营业|open)", re.IGNORECASE)
_CLOSES = re.compile(r"\s*(?:就|才|钟)?\s*(?:关|打烊|收|歇|结束|close)", re.IGNORECASE)
_BEFORE_CLOSING = re.compile(
    r"(?:到|至|关门时间[是为改成到]*|打烊时间[是为改成到]*|until|till|clos\w+(?: at)?)\s*$", re.IGNORECASE
)
_BEFORE_OPENING = re.compile(r"(?:开门时间[是为改成到]*|from|open\w*(?: at)?)\s*$", re.IGNORECASE)
_WRITTEN = re.compile(r"[:：点时]|am|pm|早|晚|上午|下午|中午|凌晨|夜", re.IGNORECASE)
_BESIDE = re.compile(
    r"我们家?|我家|我店|店里|本店|小店|门店|店|每天|天天|平时|一般|现在|以后|从|到|至|开门|营业|打烊|关门|时间|改成|改为|改到|改一?下"
    r"|[开关收改是为的都就了才和要想把给]|from|to|until|till|open|closed?|closing|opening|hours|at|we|are|our|daily|every ?day"
    r"|and|[\s,，。.、;；:：~～—–-]",
    re.IGNORECASE,
)
_NAMED = re.compile(r"营业|开门|关门|open|hours", re.IGNORECASE)
_SHORT_DAY = 2
"""Hours between “eight” and “nine” that nobody keeps open: nine in the evening is meant."""


@dataclass(frozen=True, slots=True)
class Opening:
    """When a shop opens and closes, as far as it was said; closing before opening means after midnight."""

    opens: time | None = None
    closes: time | None = None


ALL_DAY = Opening(time(0), time(23, 59))
_EVERY = tuple(range(1, 8))
_CHINESE = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7}
_ENGLISH = {"mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7}
_ALWAYS = re.compile(r"(天天|每天)(都)?(开门|营业)|全年无休|不休息|open every ?day|open daily", re.IGNORECASE)
_REST = re.compile(
    r"(?:每?(?:周|星期|礼拜))([一二三四五六日天、和，, 周星期]+)\s*(?:固定|都|总是)?(?:休息|不开门|关门|店休)",
    re.IGNORECASE,
)
_REST_ENGLISH = re.compile(
    r"(?:closed|rest)\s+(?:on\s+)?(?:every\s+|each\s+)?((?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[\s,and]*)+)",
    re.IGNORECASE,
)


def hours(text: str) -> tuple[time, time] | None:
    """Opening and closing time; None when two times cannot be made out."""
    found = opening(text)
    return (found.opens, found.closes) if found and found.opens is not None and found.closes is not None else None


def opening(text: str) -> Opening | None:
    """What is said of opening and closing, in whatever way it is written; None when no time can be made out."""
    plain = _with_digits(text)
    if _ALL_DAY.search(plain):
        return ALL_DAY
    written = list(_TIME.finditer(plain))
    if len(written) == 1:
        return _one(plain, written[0])
    if len(written) != 2:  # noqa: PLR2004 from and to
        return None
    first, last = written if not _closes(plain, written[0]) else reversed(written)
    opens, closes = _time(first, _DAY), _time(last, LATEST)
    if opens is None or closes is None:
        return None
    closes = _this_evening(opens, closes, last)
    return Opening(opens, closes) if opens != closes else None


def tells_hours(text: str) -> bool:
    """Whether a message says nothing but opening hours: “早八点到晚十点”, “8:00-22:00”, “24小时营业”."""
    plain = _with_digits(text)
    found = opening(plain)
    if found is None or _BESIDE.sub("", _TIME.sub("", _ALL_DAY.sub("", plain))):
        return False
    written = list(_TIME.finditer(plain))
    is_one = found is not ALL_DAY and len(written) == 1
    is_named = len(written) > 1 and _NAMED.search(plain)
    return found is ALL_DAY or (
        bool(is_named or any(_WRITTEN.search(match[0]) for match in written))
        and (not is_one or _opens(plain, written[0]) or _closes(plain, written[0]))
    )


def _one(plain: str, match: re.Match[str]) -> Opening | None:
    is_closing = _closes(plain, match)
    found = _time(match, LATEST if is_closing else _DAY)
    if found is None:
        return None
    return Opening(closes=found) if is_closing else Opening(opens=found)


def _opens(plain: str, match: re.Match[str]) -> bool:
    return bool(_OPENS.match(plain, match.end()) or _BEFORE_OPENING.search(plain[: match.start()]))


def _closes(plain: str, match: re.Match[str]) -> bool:
    return bool(_CLOSES.match(plain, match.end()) or _BEFORE_CLOSING.search(plain[: match.start()]))


def _with_digits(text: str) -> str:
    """Numerals of the clock as digits: 八点半 → 8点半, 早八晚十 → 早8晚10, 九点一刻 → 9点15."""
    plain = _SPOKEN.sub(lambda found: str(_value(found[0])), text)
    return plain.replace("点一刻", "点15").replace("点三刻", "点45")


def _value(numeral: str) -> int:
    tens, ten, ones = numeral.partition("十")
    if not ten:
        return int("".join(str(_NUMBERS[c]) for c in numeral))
    return (_NUMBERS.get(tens, 0) if tens else 1) * 10 + (_NUMBERS.get(ones, 0) if ones else 0)


def _this_evening(opens: time, closes: time, match: re.Match[str]) -> time:
    """“八点半开门九点关” closes at nine in the evening."""
    is_said = match[1] or match[3] or match[5] or int(match[2]) > _HALF_DAY
    if is_said or closes.hour >= _HALF_DAY or opens.hour >= _HALF_DAY:
        return closes
    is_near = closes.hour * 60 + closes.minute <= (opens.hour + _SHORT_DAY) * 60 + opens.minute
    return closes.replace(hour=closes.hour + _HALF_DAY) if is_near else closes


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
