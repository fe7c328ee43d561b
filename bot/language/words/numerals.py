"""Chinese and English numerals where they count or name a shop: 第三家 → 第3家, 三号 → 3号, 两天 → 2天, three is → 3 is."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.language.words.vocabulary import Vocabulary

_GROUPS = Vocabulary("numerals")
_DIGITS = {**{c: n for n, c in enumerate("零一二三四五六七八九")}, "两": 2, "〇": 0}
_ENGLISH = "one two three four five six seven eight nine ten".split()
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
NUMBER_WORDS = (*_ENGLISH, *_ORDINALS)
"""English words that may become digits; a text without one of them, a Chinese numeral or a digit stays as it is."""
TENS = "十[一二三四五六七八九]|[二三四五六七八九]十"
"""A pattern of numbers above ten."""
SOME = "一二三四五六七八九十两"
"""What a numeral is made of."""
_COUNT = re.compile(f"(?<!五)([一1二两2三3]){_GROUPS.pattern('things')}")
NUMERAL = "[零一二三四五六七八九十两〇壹贰叁肆伍陆柒捌玖拾]"
"""A pattern of any of their characters, the formal ones as well."""
_ANY = re.compile(rf"\d|{NUMERAL}|{'|'.join(NUMBER_WORDS)}")
_FORMAL = "壹贰叁肆伍陆柒捌玖拾"
_FORMAL_ONE = re.compile(rf"[{_FORMAL}](?=\s*(?:号|家|店))")
_DIGITS_AND_TEN = "一二三四五六七八九十"
_UNITS = f"(?!{_GROUPS.pattern('not_units')}){_GROUPS.pattern('units')}"
_JOINS, _GOOD = _GROUPS.pattern("joins"), _GROUPS.pattern("praise")


def _behind(words: Iterable[str]) -> str:
    """A pattern of having one of some words right before."""
    return "|".join(f"(?<={re.escape(word)})" for word in words)


_COUNTED = rf"(?=\s*(?:{_UNITS}|(?:[,、-]|{_JOINS})\s*第?\d*[{SOME}]+\s*(?:号|家|店)))"
_NOT_COUNTED = "".join(f"(?<!{re.escape(word)})" for word in _GROUPS.words("before_none"))
_NAMED = re.compile(
    rf"第[{SOME}]+|{_NOT_COUNTED}[{SOME}]+{_COUNTED}|(?:{_behind(_GROUPS.words('before_shop'))})[{SOME}]+(?=号)"
)
_ALONE = re.compile(
    rf"(?:(?<=^)|(?<=[\n,，。;；]))\s*[{_DIGITS_AND_TEN}](?=\s|[、.:：,，]|{_GROUPS.pattern('behind_one')})"
    rf"|(?<=\s)[{_DIGITS_AND_TEN}](?=\s|{_GROUPS.pattern('behind_one_of_many')})"
)
_BEHIND = r"(?:(?<=^)|(?<=[\n,;:!])|(?<=\. )|(?<=and ))"
_AFTER = rf"(?=\s*(?:{_GROUPS.pattern('behind_number')}|,|:|-|$))"
_CALLED = f"(?:{_behind(_GROUPS.words('before_number'))})"
_WORD = re.compile(
    rf"(?:{_BEHIND}\s*\b({'|'.join(_ENGLISH)})\b{_AFTER}"
    rf"|{_CALLED}({'|'.join(_ENGLISH)})\b(?! {_GROUPS.pattern('behind_none')}\b))"
)
_ORDINAL = re.compile(
    rf"\b(?:the )?(?:({'|'.join(_ORDINALS[1:])})|(\d)(?:st|nd|rd|th))"
    rf" {_GROUPS.pattern('shop')}\b(?! {_GROUPS.pattern('behind_ordinal')})"
)
_RUNS = "|".join(_DIGITS_AND_TEN[low:high] for high in range(10, 1, -1) for low in range(high - 1))
_ORDINAL_ALONE = re.compile(
    rf"\bthe ({'|'.join(_ORDINALS[1:])}|\d(?:st|nd|rd|th))(?='s|(?: one)?(?:,|:| {_GROUPS.pattern('behind_number')}\b))"
)
"""“the fourth has a dirty window”."""
_ROW = re.compile(
    rf"(?:(?<=^)|(?<=[\n,，。;；：: ])|{_behind(_GROUPS.words('before_row'))})({_RUNS})"
    rf"(?=[号店]|家?{_GROUPS.pattern('all')}|{_GROUPS.pattern('these')}?[两{_DIGITS_AND_TEN}]{_GROUPS.pattern('shops')}"
    rf"|[ 、,，]?{_GROUPS.pattern('duties')}?{_GOOD})"
)
"""“五六七都好”, “七八九三家”: shops told one after another."""
_SAID = re.compile(rf"{_GROUPS.pattern('before_first')}(?=[{_DIGITS_AND_TEN}]号)")
"""“报一下一号没问题”"""
_ROW_OF_SO_MANY = re.compile(
    rf"({_RUNS}){_GROUPS.pattern('these')}?([两{_DIGITS_AND_TEN}]){_GROUPS.pattern('shops')}店?"
)
"""“七八两家没毛病”: two shops, and how many they are."""
_NUMERALS = re.compile(f"[{SOME}]+")
_SPAN = re.compile(
    rf"(?:(?<=^)|(?<=[\n,，。;；：: ])|{_behind(_GROUPS.words('before_row'))})[{SOME}]+(?:(?:[、-]|{_JOINS})[{SOME}]+)+"
    rf"(?=\s*(?:{_GROUPS.pattern('all')}|家?(?:{_GOOD}|{_GROUPS.pattern('judgement')})|{_GROUPS.pattern('these')}?[两{_DIGITS_AND_TEN}]{_GROUPS.pattern('shops')}))"
)
"""“一到四都可以”, “三和五没问题”."""
_ONE_EACH = re.compile(
    rf"(?:(?<=^)|(?<=[\n,，。;； ])|{_behind(_GROUPS.words('before_one'))})"
    rf"[{_DIGITS_AND_TEN}](?={_GROUPS.pattern('judgement')})"
)
"""“六好七好八不行”."""
_HOW_MANY = re.compile(
    rf"(?<=\d)(号?)[ 、,，]?{_GROUPS.pattern('these')}?[两{_DIGITS_AND_TEN[1:]}]{_GROUPS.pattern('shops')}店?"
    rf"(?!{_GROUPS.pattern('negation')})"
)
"""“5、6、7三家都行”: how many they are, not another one."""
_LONG = re.compile(rf"\b({'|'.join(_ENGLISH)})\b(?=\s+{_GROUPS.pattern('times')}\b)")
_WELL, _NO_SHOP = _GROUPS.pattern("well"), _GROUPS.pattern("no_shop")
_STARTS = re.compile(rf"(?:[a-z]+ )?\d\d? {_WELL}\b")
_IN_A_ROW = re.compile(rf"\b({_WELL}) ({'|'.join(_ENGLISH[1:])})\b(?! {_NO_SHOP}\b)")
"""“six ok seven ok eight pavement's greasy”: behind one shop told by its number the next."""


def plain_numbers(text: str) -> str:
    """Numerals as digits, and only where a number is meant: 一切正常 and 周一 stay as they are."""
    if not _ANY.search(text):
        return text
    text = _SAID.sub(r"\g<0> ", text)
    text = _FORMAL_ONE.sub(lambda found: _DIGITS_AND_TEN[_FORMAL.index(found[0])], text)
    text = _ROW_OF_SO_MANY.sub(lambda found: _listed(found[1]) if value(found[2]) == len(found[1]) else found[0], text)
    text = _ROW.sub(lambda found: _listed(found[1]), text)
    text = _SPAN.sub(lambda found: _NUMERALS.sub(lambda one: _plain(one[0]), found[0]), text)
    text = _ONE_EACH.sub(lambda found: str(value(found[0])), _HOW_MANY.sub(r"\1", text))
    text = _NAMED.sub(lambda found: _plain(found[0]), text)
    text = _ALONE.sub(lambda found: _plain(found[0]), text)
    text = _LONG.sub(lambda found: str(_ENGLISH.index(found[1]) + 1), text)
    text = _ORDINAL.sub(lambda found: f"shop {found[2] or _ORDINALS.index(found[1]) + 1}", text)
    text = _ORDINAL_ALONE.sub(lambda found: f"shop {_place(found[1])}", text)
    text = _WORD.sub(lambda found: str(_ENGLISH.index(found[1] or found[2]) + 1), text)
    return (
        _IN_A_ROW.sub(lambda found: f"{found[1]} {_ENGLISH.index(found[2]) + 1}", text) if _STARTS.match(text) else text
    )


def _place(ordinal: str) -> int:
    return int(ordinal[0]) if ordinal[0].isdecimal() else _ORDINALS.index(ordinal) + 1


def _listed(row: str) -> str:
    return "、".join(str(value(one)) for one in row)


def _plain(numeral: str) -> str:
    digits = numeral.strip().removeprefix("第")
    return ("第" if "第" in numeral else "") + (str(number) if (number := value(digits)) else digits)


def up_to_three(text: str) -> int:
    """How many things a text counts, “两样不行”; 0 for none or more than three."""
    found = _COUNT.search(text)
    return int(found[1]) if found and found[1].isdecimal() else value(found[1]) if found else 0


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
