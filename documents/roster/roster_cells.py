"""One cell of an office's list, however people and spreadsheets write it: a name, a telephone, an hour, duties, a remark."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from programme.duties import Duties
from programme.roster.roster import CLOSED, LEFT, REOPENED

Cell = object
"""What a spreadsheet gives: text, a number, a truth value, a day, a time, a span; empty is ""."""

_GUARDED = ("=", "+", "-", "@")
"""In front of these our own CSV puts an apostrophe, so that no spreadsheet takes them for formulas."""
_LONGEST = {"name": 60, "door": 200}
_HOUR = re.compile(
    r"(上午|早上|早|凌晨|中午|下午|晚上|晚)?\s*(\d{1,2}|[零一二两三四五六七八九十]{1,3})\s*"
    r"(?:[:：.]\s*(\d{2})(?::\d{2})?|[点时]\s*(?:(半)|(一刻)|(\d{1,2})\s*分?)?)\s*(am|pm)?"
)
_PLAIN_HOUR = re.compile(r"(\d{1,2})\s*(am|pm)?")
_AFTERNOON = {"下午", "晚上", "晚", "pm"}
_CHINESE = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2}
_NOTHING = {"", "-", "—", "——", "/", "无", "没有", "none", "n/a", "不详", "未知"}
_ALL_DAY = {"全天", "24小时", "24h", "全天营业"}
_MARKS = {
    LEFT: ("搬走", "已搬走", "moved out", "left"),
    CLOSED: ("歇业", "closed"),
    REOPENED: ("恢复营业", "重新开业", "reopened"),
}
_MARK_WORDS = {word: mark for mark, words in _MARKS.items() for word in words}
_BREAK = re.compile(r"[；;，,。.：:\s]")


class Unclear(Exception):
    """A cell that cannot be what its column asks for; `sentence` is the key of the words, `values` fill them."""

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.values = values


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about a roster in words: `sentence` is its key under `roster.`, `row` as Excel counts, 0 for the whole file."""

    sentence: str
    row: int = 0
    values: dict[str, object] = field(default_factory=dict)


def text(cell: Cell, column: str = "") -> str:
    """A cell as one line of text.

    Raises:
        Unclear: a spreadsheet has turned it into a day, or it is longer than anybody could mean.
    """
    if isinstance(cell, date | datetime) and column in ("door", "name", "phone"):
        raise Unclear("cell_is_day")
    words = " ".join((cell if isinstance(cell, str) else _plain(cell)).split())
    if words[:1] == "'" and words[1:2] in _GUARDED:
        words = words[1:]
    longest = _LONGEST.get(column, 500)
    if len(words) > longest:
        raise Unclear("cell_long", most=longest)
    return words


def _plain(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def phone(cell: Cell) -> str:
    """A telephone as digits: 13800001000, 05634012345.

    Raises:
        Unclear: it is none, or a spreadsheet has rounded it.
    """
    words = unicodedata.normalize("NFKC", text(cell, "phone"))
    if words.casefold() in _NOTHING:
        return ""
    if re.fullmatch(r"\d(\.\d+)?e\+?\d+", words.casefold()):
        raise Unclear("phone_rounded", value=words)
    digits = re.sub(r"[\s\-().]", "", words).removeprefix("+86").removeprefix("0086")
    if not re.fullmatch(r"\+?\d{7,15}", digits):
        raise Unclear("phone_bad", value=words)
    return digits


def hour(cell: Cell, *, closing: bool = False) -> time | None:
    """A time of day: 8:30, 8点半, 晚上9点, a spreadsheet's fraction of a day; midnight at closing is 23:59. None for nothing.

    Raises:
        Unclear: it is no time of day.
    """
    found = _hour(cell, closing=closing)
    if found is None:
        return None
    minutes = found
    if closing and minutes % 1440 == 0:
        minutes = 1439
    if not 0 <= minutes < 1440:  # noqa: PLR2004 minutes of a day
        raise Unclear("hour_bad", value=_plain(cell))
    return time(minutes // 60, minutes % 60)


def _hour(cell: Cell, *, closing: bool) -> int | None:
    """Minutes since midnight."""
    if isinstance(cell, datetime | time):
        return cell.hour * 60 + cell.minute
    if isinstance(cell, timedelta):
        return round(cell.total_seconds() / 60)
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        if 0 <= cell < 1:
            return round(cell * 1440)
        if float(cell).is_integer():
            return int(cell) * 60
        raise Unclear("hour_bad", value=cell)
    words = unicodedata.normalize("NFKC", text(cell)).casefold()
    if words in _NOTHING:
        return None
    if words in _ALL_DAY:
        return 1439 if closing else 0
    return _written_hour(words)


def _written_hour(words: str) -> int:
    if whole := _PLAIN_HOUR.fullmatch(words):
        return _half(int(whole[1]), whole[2] or "") * 60
    found = _HOUR.fullmatch(words)
    if not found:
        raise Unclear("hour_bad", value=words)
    part, hours, colon, half, quarter, minutes, suffix = found.groups()
    past = 30 if half else 15 if quarter else int(colon or minutes or 0)
    if past > 59:  # noqa: PLR2004 minutes of an hour
        raise Unclear("hour_bad", value=words)
    return _half(_number(hours), part or suffix or "") * 60 + past


def _half(hours: int, part: str) -> int:
    """12 in the night is 0; the afternoon counts on from noon."""
    if part in _AFTERNOON:
        return hours if hours >= 12 else hours + 12  # noqa: PLR2004 noon
    return 0 if part in ("am", "凌晨") and hours == 12 else hours  # noqa: PLR2004


def _number(written: str) -> int:
    """十二 → 12, 九 → 9, 08 → 8."""
    if written.isdecimal():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    if not ten:
        return _CHINESE[written] if len(written) == 1 else 99
    return (_CHINESE[tens] if tens else 1) * 10 + (_CHINESE[ones] if ones else 0)


def duties(cell: Cell, known: Duties) -> tuple[str, ...]:
    """The keys of the duties that apply; empty or 全部 means all, which is written as none.

    Raises:
        Unclear: a word is none of the duties.
    """
    words = [w for w in re.split(r"[、,，;；/|+\s]+", text(cell)) if w]
    if not words or words in (["全部"], ["都适用"], ["all"]):
        return ()
    found = list(_named(words, known))
    every = [d.key for d in known]
    return () if set(found) == set(every) else tuple(key for key in every if key in found)


def _named(words: list[str], known: Duties) -> Iterator[str]:
    for word in words:
        duty = known.find(word)
        if duty is None:
            raise Unclear("duty_unknown", value=word, duties="、".join(d.zh for d in known))
        yield duty.key


def remark(cell: Cell) -> tuple[str, str]:
    """A 备注 as its mark (歇业, 恢复营业, 搬走; empty for none) and the rest of its words."""
    words = text(cell)
    folded = words.casefold()
    for word, mark in _MARK_WORDS.items():
        if folded == word or (folded.startswith(word) and _BREAK.match(words[len(word) :])):
            return mark, words[len(word) :].lstrip("；;，,。.：: ")
    return "", words


def with_mark(note: str, *, shut: bool) -> str:
    """A 备注 as it is exported: a shop that is 歇业 says so first."""
    return "；".join(part for part in ("歇业" if shut else "", note) if part)
