"""What a shop says it took in, took down, wiped off or repaired is a fix of what it was told of; routine sweeping is not."""

from __future__ import annotations

import pytest

from bot.language.meanings import FAULTS, MET, Speaker
from bot.language.reader import Reader

FIXED = "fixed"


@pytest.mark.parametrize(
    "says",
    [
        "箱子搬进来了",
        "树上的绳子解下来了",
        "小广告铲干净了，照片等下发",
        "地上油擦掉了",
        "晒的衣裳收掉了树上绳子也解了以后不挂了",
        "两个都弄好了，箱子收了，广告纸也撕了",
        "昨天小陈提醒我的那几个泡沫箱，今天一早全拖走了",
        "换了新垃圾桶，破的那个不用了",
        "招牌上掉的灯管补上去了，晚上全亮",
        "你说的那辆车我打电话叫他开走了",
        "绑在树上的横幅解下来了",
        "电瓶车叫他们停到停车位去了",
        "菜摊子收到黄线里面来了",
        "刚刚有人讲我门口有纸屑，我扫掉了",
        "冰柜往里面挪了半米，不占道了",
        "你们小王昨天说的桌子，今天没摆出来了",
        "门头破损处已于今晨更换完毕。",
        "那个井盖师傅来换过了",
    ],
)
def test_a_thing_put_right_is_a_fix(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    """Most were asked whether all five are met, some were met with silence, and “破的垃圾桶扔了” was a fault."""
    reading = reader.read(says, who["merchant"])
    assert [meaning.intent for meaning in reading.certain] == [FIXED]
    assert not reading.asked


@pytest.mark.parametrize(
    "says",
    [
        "早上扫过了",
        "地扫了水也冲了",
        "门口拖了两遍",
        "箱子还没搬进去",
        "我要是把箱子搬进去就行了吧？",
        "货搬了一半，还有几箱在外面",
        "油擦了还有印子",
        "招牌换了新的，又不亮了",
        "隔壁的货堆到我这边来了 我自己的都收进去了",
        "吸管杯盖扔得满地都是 刚开门还没扫",
        "扫是扫过了嘛就是那根铁丝还绑在树上没解下来",
        "伙计的电动车停到盲道上去了",
        "店招被风刮歪了",
        "花坛里让人扔了好多烟头",
        "花卖完了",
        "灯关了睡觉",
    ],
)
def test_what_is_not_done_or_no_fix_is_none(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    reading = reader.read(says, who["merchant"])
    assert FIXED not in {meaning.intent for meaning in reading.certain}
    assert MET not in {meaning.intent for meaning in reading.certain}


@pytest.mark.parametrize(
    "says",
    [
        "那个今天门口地扫了货也收进去了花坛干净地砖没坏招牌灯也亮的都没问题",
        "昨晚地上的油没擦，今早擦干净了，现在五样都好",
    ],
)
def test_all_five_are_met_whatever_was_put_right(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    assert [meaning.intent for meaning in reader.read(says, who["merchant"]).certain] == [MET]


def test_a_fault_beside_it_is_told(reader: Reader, who: dict[str, Speaker]) -> None:
    reading = reader.read("箱子搬进来了，但是门口还有一滩油", who["merchant"])
    assert [meaning.intent for meaning in reading.certain] in ([], [FAULTS], [FIXED, FAULTS])
