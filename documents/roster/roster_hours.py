"""Opening hours in one cell, however people and spreadsheets write them: 8:30, 8点半, 次日2:00, 26:00, 8:00-21:00."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, time, timedelta

from documents.roster.roster_cells import NOTHING, Cell, Unclear, plain, text

_HOUR = re.compile(
    r"(次日|第二天|翌日|隔天|隔日|next day)?\s*(上午|早上|早|凌晨|夜里|中午|下午|傍晚|晚上|晚)?\s*"
    r"(\d{1,2}|[零一二两三四五六七八九十]{1,3})\s*"
    r"(?:[:：.]\s*(\d{2})(?::\d{2})?|[点时]\s*(?:(半)|(一刻)|(\d{1,2})\s*分?|整)?)?\s*(am|pm)?"
)
_AFTERNOON = {"下午", "傍晚", "晚上", "晚", "pm"}
_CHINESE = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2}
_ALL_DAY = {"全天", "24小时", "24h", "全天营业", "24小时营业"}
_RANGE = re.compile(r"\s*(?:--?|–|—+|~|至|到|\bto\b)\s*")
_NOON, _DAY, _LAST = 12, 1440, 1439
_LATEST = 36 * 60
"""Until when of the next day somebody may stay open: minutes since the midnight before."""


def hour(cell: Cell, *, closing: bool = False) -> time | None:
    """A time of day, None for nothing. Closing may be after midnight (次日2:00, 26:00); at midnight it is 23:59.

    Raises:
        Unclear: it is no time of day.
    """
    minutes = _minutes(cell, closing=closing)
    if minutes is None:
        return None
    if closing and minutes % _DAY == 0:
        minutes = _LAST
    if not 0 <= minutes < (_LATEST if closing else _DAY):
        raise Unclear("hour_bad", value=plain(cell))
    return time(minutes % _DAY // 60, minutes % 60)


def hours(cell: Cell) -> tuple[time | None, time | None]:
    """Opening and closing from one cell: a span, or an opening hour alone.

    Raises:
        Unclear: it is neither.
    """
    parts = _RANGE.split(_one_width(cell)) if isinstance(cell, str) else [cell]
    if _is_all_day(cell):
        return hour("全天"), hour("全天", closing=True)
    if len(parts) == 1:
        return hour(cell), None
    if len(parts) != 2 or not all(parts):  # noqa: PLR2004 from and to
        raise Unclear("hour_bad", value=plain(cell))
    return hour(parts[0]), hour(parts[1], closing=True)


def _one_width(cell: Cell) -> str:
    return unicodedata.normalize("NFKC", text(cell)).casefold()


def _is_all_day(cell: Cell) -> bool:
    return isinstance(cell, str) and _one_width(cell) in _ALL_DAY


def _minutes(cell: Cell, *, closing: bool) -> int | None:
    """Minutes since midnight."""
    if isinstance(cell, datetime | time):
        return cell.hour * 60 + cell.minute
    if isinstance(cell, timedelta):
        return round(cell.total_seconds() / 60)
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return _numeric(cell)
    words = _one_width(cell)
    if words in NOTHING:
        return None
    if words in _ALL_DAY:
        return _LAST if closing else 0
    return _written(words)


def _numeric(cell: float) -> int:
    """8 is eight o'clock; a fraction is a part of a day, 1.0833 that of the next."""
    if float(cell).is_integer() and cell != 1:
        return int(cell) * 60
    if 0 <= cell < _LATEST / _DAY:
        return round(cell * _DAY)
    raise Unclear("hour_bad", value=cell)


def _written(words: str) -> int:
    found = _HOUR.fullmatch(words)
    if not found:
        raise Unclear("hour_bad", value=words)
    next_day, part, hour_, colon, half, quarter, minutes, suffix = found.groups()
    past = 30 if half else 15 if quarter else int(colon or minutes or 0)
    if past > 59:  # noqa: PLR2004 minutes of an hour
        raise Unclear("hour_bad", value=words)
    return (_DAY if next_day else 0) + _half(_number(hour_), part or suffix or "") * 60 + past


def _half(hours_: int, part: str) -> int:
    """The hour on the 24-hour clock: 12 at night is 0, afternoon hours are counted from noon."""
    if part in _AFTERNOON:
        return hours_ if hours_ >= _NOON else hours_ + _NOON
    return 0 if part in ("am", "凌晨", "夜里") and hours_ == _NOON else hours_


def _number(written: str) -> int:
    """十二 → 12, 九 → 9, 08 → 8."""
    if written.isdecimal():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    if not ten:
        return _CHINESE[written] if len(written) == 1 else 99
    return (_CHINESE[tens] if tens else 1) * 10 + (_CHINESE[ones] if ones else 0)
