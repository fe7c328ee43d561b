"""Reads single cells of a roster in the forms that people and spreadsheets use: names, telephones, duties, text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import field
from datetime import date, datetime

from files.dataclass import dataclass
from programme.duties import Duties
from programme.identity import is_mobile, phone_key, tidy, visible

Cell = object
"""What a spreadsheet gives: text, a number, a truth value, a day, a time, a span; empty is ""."""

_GUARDED = ("=", "+", "-", "@")
"""In front of these our own CSV puts an apostrophe, so that no spreadsheet takes them for formulas."""
_LONGEST = {"name": 60, "door": 200, "member": 40}
NOTHING = {"", "-", "--", "—", "——", "/", "\\", "无", "没有", "none", "n/a", "不详", "未知", "暂无", "空"}
"""How people write that there is nothing to write."""
_ERRORS = re.compile(r"#(?:n/a|ref!|name\?|value!|div/0!|null!|num!|spill!|calc!|getting_data)", re.IGNORECASE)
_TIDY = {"door", "street", "grid", "owner", "member", "branch"}
_SEVERAL = re.compile(r"\s*(?:[、，,;；/／&\n]|\band\b)\s*")
_HAN_NAME = re.compile(r"[\u3400-\u9fff]{2,4}")
_SURNAMES = set(
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 夏侯 司徒 端木 南宫 长孙 宇文 独孤 轩辕 钟离 闻人 澹台".split()
)


class Unclear(Exception):
    """A cell that cannot be what its column asks for; `sentence` is the key of the words, `values` fill them."""

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.values = values


class Unreadable(Exception):
    """A file that is no roster; `sentence` is the key of the words under `roster.`, `values` fill them."""

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
    """A cell as one line of text, without what cannot be seen.

    Raises:
        Unclear: a spreadsheet has turned it into a day or an error, or it is longer than anybody could mean.
    """
    if isinstance(cell, date | datetime) and column in ("door", "name", "phone"):
        raise Unclear("cell_is_day")
    words = " ".join(visible(plain(cell)).split())
    if column in _TIDY:
        words = tidy(words)
    if words[:1] == "'" and (words[1:2] in _GUARDED or words[1:].isdecimal()):
        words = words[1:]
    if _ERRORS.fullmatch(words):
        raise Unclear("cell_error", value=words)
    longest = _LONGEST.get(column, 500)
    if len(words) > longest:
        raise Unclear("cell_long", most=longest)
    return words


def plain(cell: Cell) -> str:
    """A cell as text, unchanged."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def person(cell: Cell, column: str) -> str:
    """Somebody's name. A shop has one linked member; a telephone has a column of its own.

    Raises:
        Unclear: there are two members in it, or a telephone.
    """
    words = text(cell, column)
    if words.casefold() in NOTHING:
        return ""
    if re.search(r"\d{7}", unicodedata.normalize("NFKC", re.sub(r"[\s-]", "", words))):
        raise Unclear("name_with_phone", value=words)
    if column == "member" and _are_two(visible(plain(cell)).strip()):
        raise Unclear("members_two", value=words)
    return words


def _are_two(words: str) -> bool:
    """党员甲、党员乙 and “王芳 李强” are two; 张　三 and “欧阳 娜娜” are one."""
    if len([part for part in _SEVERAL.split(words) if part]) > 1:
        return True
    parts = words.split()
    return len(parts) > 1 and parts[0] not in _SURNAMES and all(_HAN_NAME.fullmatch(part) for part in parts)


def phone(cell: Cell) -> str:
    """A telephone as digits: 13800001000, 05634012345; of a mobile and a landline the mobile.

    Raises:
        Unclear: it is none, or a spreadsheet has rounded it, or there are two between which nothing decides.
    """
    words = unicodedata.normalize("NFKC", text(cell, "phone")).removeprefix("'")
    if words.casefold() in NOTHING:
        return ""
    if re.fullmatch(r"\d(\.\d+)?e\+?\d+", words.casefold()):
        raise Unclear("phone_rounded", value=words)
    numbers = [_digits(part) for part in _numbers(words)]
    mobile = [number for number in numbers if is_mobile(number)]
    chosen = mobile if len(mobile) == 1 else numbers
    if len(chosen) != 1 or not all(re.fullmatch(r"\+?\d{7,15}", number) for number in numbers):
        raise Unclear("phone_bad", value=words)
    return chosen[0]


def has_second_phone(cell: Cell) -> bool:
    """Whether a cell that `phone` reads holds another number beside the one it takes."""
    return len(_numbers(unicodedata.normalize("NFKC", text(cell, "phone")))) > 1


def are_mobile_and_landline(one: Cell, other: Cell) -> bool:
    """Two telephones of which one is the person's own."""
    try:
        numbers = (phone(one), phone(other))
    except Unclear:
        return False
    return "" in numbers or numbers[0] == numbers[1] or sum(map(is_mobile, numbers)) == 1


def _numbers(words: str) -> list[str]:
    """The numbers of a cell; a name in brackets behind one (13900000001（李）) is no part of it."""
    bare = re.sub(r"\((?=[^()]*[^\W\d_])[^()\d]*\)", " ", words)
    return [part for part in re.split(r"[/、,;|]|或", bare) if part.strip()] or [words]


def _digits(words: str) -> str:
    digits = re.sub(r"[\s\-().]", "", words)
    return phone_key(digits) if re.fullmatch(r"\+?\d+", digits) else digits


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
