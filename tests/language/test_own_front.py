"""What owners say of their own front: all well in a judgement of its own, and faults with what only tells how they came."""

from __future__ import annotations

import pytest

from benchmarks.sentences import read_as
from bot.language.meanings import Speaker
from bot.language.reader import Reader


@pytest.mark.parametrize(
    ("says", "means"),
    [
        ("刚开门转了一圈，门口清清爽爽，没毛病", {"ok"}),  # a judgement that stands alone
        ("早上扫过拖过，东西也收进来了，没毛病", {"ok"}),
        ("今天门口没毛病，就是天太热了没生意", {"ok"}),
        ("全部正常 午饭去了", {"ok"}),
        ("早上四点起来就冲过地了，别的也都没毛病", {"ok"}),
        ("缝纫机抬门口来了，屋里太暗看不见针", {"bad:order"}),  # a thing nobody knows, put outside
        ("豆饼机摆门口了", {"bad:order"}),
        ("饮料箱子码得比人高，堆在门口一边了", {"bad:order"}),  # the thing was named before
        ("广告牌忘了搬进来", {"bad:order"}),  # what is carried in stood outside
        ("花坛里有几个空鞋盒", {"bad:green"}),
        ("洗好的床单晾在路边树上了", {"bad:green"}),
        ("花圈摆外面去了，人家办丧事急用", {"bad:order"}),  # why it is there
        ("音箱开大了点，楼上讲我吵", {"bad:order"}),  # who minds it
        ("冰柜摆在门外头，电工明天来了就挪", {"bad:order"}),  # who comes, and when
        ("拖把晾树上了 等下叫他拿走", {"bad:green"}),
        ("稻种袋子堆到盲道上了，送货的刚卸下来", {"bad:order"}),  # unloaded, not put away
        ("补胎换下来的旧轮胎堆在门外头", {"bad:order"}),  # where it comes from
        ("木屑满地都是，刚锯完板子", {"bad:hygiene"}),
        ("昨晚客人丢的竹签子还没来得及扫", {"bad:hygiene"}),  # it lies there still
        ("昨晚有人在我门口吐了，还没冲", {"bad:hygiene"}),
        ("床单晾在门口，楼顶在做防水", {"bad:order"}),  # a part of a word is no puddle
        ("门口脏，货也没收", {"bad:hygiene", "bad:order"}),  # each thing left is a fault of its own
        ("地没拖货没收灯没开", {"bad:hygiene", "bad:order", "bad:facade"}),
        ("灯箱没亮、门口也没扫", {"bad:facade", "bad:hygiene"}),
        ("货太多，只收了一半，还有一半在外面", {"bad:order"}),
        ("门口都弄好了，就是小黑板还立在路上", {"bad:order"}),
        ("货架子往里头缩了，现在不占道", {"fixed"}),
        ("门口重新拖了一遍，黑印子没了", {"fixed"}),
        ("菜叶子扫掉了，桶也倒了", {"fixed"}),  # among what was done a bin was emptied
    ],
)
def test_it_is_plain(says: str, means: set[str], reader: Reader, who: dict[str, Speaker]) -> None:
    assert read_as(reader.read(says, who["merchant"])) == (frozenset(means), False)


@pytest.mark.parametrize(
    "says",
    [
        "卫生，没问题",  # of one duty
        "没问题，明天弄",  # announced
        "灯箱坏了没问题吧",
        "五样都整砸了",
        "老婆说门口有油",  # who only says it
        "货堆外面了，隔壁的",  # another's
        "东西堆外面了，人家放的",
    ],
)
def test_nothing_is_recorded_that_is_open(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    did, _ = read_as(reader.read(says, who["merchant"]))
    assert not did
