"""Chinese and English numerals where they count or name a shop: 第三家 → 第3家, 三号 → 3号, 两天 → 2天, three is → 3 is."""

from __future__ import annotations

import re

_DIGITS = {**{c: n for n, c in enumerate("零一二三四五六七八九")}, "两": 2, "〇": 0}
_ENGLISH = "one two three four five six seven eight nine ten".split()
_SOME = "一二三四五六七八九十两"
_UNITS = "号|家|店|天|日|个?星期|个?礼拜|周(?!围)|个月|户"
_COUNTED = rf"(?=\s*(?:{_UNITS}|[,、和跟与到至-]\s*第?\d*[{_SOME}]+\s*(?:号|家|店)))"
_NAMED = re.compile(rf"第[{_SOME}]+|(?<!星期)(?<!礼拜)(?<!周)[{_SOME}]+{_COUNTED}")
_ALONE = re.compile(r"(?:(?<=^)|(?<=[\n,，。;；]))\s*[一二三四五六七八九十](?=\s|[、.:：,，]|好|没问题)")
_BEFORE = r"(?:(?<=^)|(?<=[\n,;])|(?<=shop )|(?<=number )|(?<=no )|(?<=and ))"
_AFTER = r"(?=\s*(?:is|ok|okay|good|fine|clean|and|,|:|$))"
_WORD = re.compile(rf"{_BEFORE}\s*\b({'|'.join(_ENGLISH)})\b{_AFTER}")
_LONG = re.compile(rf"\b({'|'.join(_ENGLISH)})\b(?=\s+(?:days?|weeks?|months?|nights?)\b)")


def plain_numbers(text: str) -> str:
    """Numerals as digits, and only where a number is meant: 一切正常 and 周一 stay as they are."""
    text = _NAMED.sub(lambda found: _plain(found[0]), text)
    text = _ALONE.sub(lambda found: _plain(found[0]), text)
    text = _LONG.sub(lambda found: str(_ENGLISH.index(found[1]) + 1), text)
    return _WORD.sub(lambda found: str(_ENGLISH.index(found[1]) + 1), text)


def _plain(numeral: str) -> str:
    digits = numeral.strip().removeprefix("第")
    return ("第" if "第" in numeral else "") + (str(number) if (number := value(digits)) else digits)


def value(numeral: str) -> int:
    """一 … 九十九 as a number; 0 where it is none.

    >>> value("十二"), value("三"), value("二十")
    (12, 3, 20)
    """
    tens, ten, ones = numeral.partition("十")
    if not ten:
        return _DIGITS.get(numeral, 0) if len(numeral) == 1 else 0
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return (_DIGITS.get(tens, 0) if tens else 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0)
