"""One spelling for many: width, script, emoji, invisible characters, numerals."""

from __future__ import annotations

import pytest

from bot.language.words.normalise import normalised
from bot.language.words.numerals import value


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("１　好", "1 好"),
        ("④好", "4好"),
        ("3️⃣好", "3好"),
        ("👍🏿", "👍"),
        ("\u202a好\u202c\u200b", "好"),
        ("門口燈壞了", "门口灯坏了"),
        ("第三家好", "第3家好"),
        ("十二号", "12号"),
        ("一切正常", "一切正常"),
        ("周一休息", "周一休息"),
        ("两天", "2天"),
        ("1～3 好", "1-3 好"),
        ("All  GOOD", "all good"),
        ("1 好 \n\n 2 好", "1 好\n2 好"),
        ("the whole street's fine", "the whole street's fine"),
        ("all is done by the second-hand stall", "all is done by the second-hand stall"),
        ("three is fine", "3 is fine"),
        ("shop two", "shop 2"),
        ("it took four weeks", "it took 4 weeks"),
        ("the second shop is fine", "shop 2 is fine"),
        ("fine ", "fine"),
        ("fine\n", "fine"),
    ],
)
def test_many_spellings_become_one(typed: str, plain: str) -> None:
    assert normalised(typed) == plain


@pytest.mark.parametrize(
    ("numeral", "number"), [("三", 3), ("十", 10), ("十二", 12), ("二十", 20), ("九十九", 99), ("切", 0)]
)
def test_chinese_numerals(numeral: str, number: int) -> None:
    assert value(numeral) == number
