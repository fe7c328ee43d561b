"""What is not well at a place of the street is a report, whatever the place is called."""

from __future__ import annotations

import pytest

from benchmarks.sentences import read_as
from bot.language.meanings import Speaker
from bot.language.reader import Reader

PLACES = (
    "供销社门口 凤形路边上 水阳江大堤上 老县委大院门口 恒大名都门口 客运中心出站口 气象站那边 国道边 高架桥墩子旁边"
).split()
TROUBLE = "路灯不亮 井盖没了 有人倒垃圾 摆摊的占了半条路 电线垂下来了 渣土车漏土".split()


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("trouble", TROUBLE)
def test_a_place_nobody_knows_is_reported(reader: Reader, who: dict[str, Speaker], place: str, trouble: str) -> None:
    assert read_as(reader.read(f"{place}{trouble}", who["merchant"]))[0] == {"report"}


@pytest.mark.parametrize(
    "says",
    [
        "卖老鼠药的推着车满街放录音",
        "磨剪刀的把摊子支在公交站台里头",
        "街尾工地尘土大，没洒水",
        "昨晚有辆渣土车一路漏泥，从桥头漏到菜场",
        "隔壁KTV吵到半夜两点",
        "青龙湾护栏断了",
    ],
)
def test_whoever_roams_the_street_is_reported(reader: Reader, who: dict[str, Speaker], says: str) -> None:
    assert read_as(reader.read(says, who["merchant"]))[0] == {"report"}


@pytest.mark.parametrize(
    "says", ["听说供销社门口路灯不亮", "供销社门口的路灯修好了", "我是卖瓜的，推车来的", "等收废品的来"]
)
def test_hearsay_and_what_is_well_are_none(reader: Reader, who: dict[str, Speaker], says: str) -> None:
    assert "report" not in read_as(reader.read(says, who["merchant"]))[0]
