"""A fault and the hour by which it will be put right: a fault of today, no fix."""

from __future__ import annotations

import pytest

from benchmarks.sentences import read_as, speakers
from bot.language.reader import Reader
from programme.rules import Rules
from texts import words

READER = Reader(Rules().duties, words.facts(), words.duties(), words.commands())
MERCHANT = speakers()["merchant"]


@pytest.mark.parametrize(
    ("says", "duty"),
    [
        ("台阶上几个烟头，店里人手不够，下午三点前扫掉", "hygiene"),
        ("门口几个烟头，三点前扫掉", "hygiene"),
        ("门口几个烟头，两点前清掉，放心", "hygiene"),
        ("墙上小广告，下班前铲掉", "facade"),
    ],
)
def test_an_hour_to_come_is_no_fix(says: str, duty: str) -> None:
    assert read_as(READER.read(says, MERCHANT)) == (frozenset({f"bad:{duty}"}), False)


@pytest.mark.parametrize("says", ["门口几个箱子，晚上收掉", "门口几个箱子，中午前搬进来"])
def test_an_hour_to_come_of_which_more_is_open_is_asked(says: str) -> None:
    assert read_as(READER.read(says, MERCHANT)) == (frozenset(), True)


@pytest.mark.parametrize("says", ["门口烟头中午扫掉了", "箱子下午三点前已搬进去", "门口的烟头，刚刚扫掉"])
def test_what_is_done_by_then_is_one(says: str) -> None:
    assert read_as(READER.read(says, MERCHANT)) == (frozenset({"fixed"}), False)


def test_an_hour_of_praise_is_none() -> None:
    assert read_as(READER.read("全都收拾好咯，晚上灯也亮的", MERCHANT)) == (frozenset({"ok"}), False)
