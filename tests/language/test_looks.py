"""What members say who looked at a shop: praise or a fault in plain words, with the chat around it."""

from __future__ import annotations

import pytest

from bot.language.meanings import FAULTS, MET, Speaker
from bot.language.reader import Reader


@pytest.mark.parametrize(
    ("says", "shop"),
    [
        ("老丁家的都好老爷子还给我倒了杯茶", 7),
        ("面馆今天蛮好的，老板娘非要留我吃碗面，我没吃", 1),
        ("4号都蛮好，老板问我什么时候评星", 4),
        ("6号没问题的，他家一向干净", 6),
        ("下雨 3号ok", 3),
        ("李记 行", 1),
        ("4号yyds 全过", 4),
        ("徽府酒楼全好比上个礼拜强多了", 8),
        ("我腿脚不便，五号没啥可挑的", 5),
        ("7号行的，我看了一圈没什么", 7),
        ("酒楼没问题，门口的石狮子都擦亮了", 8),
        ("上次五金店说要改的货架，这次去看改好了，今天没别的问题", 6),
        ("奶茶店亮堂堂的，门口台阶擦得锃亮，通过", 9),
    ],
)
def test_praise_of_a_shop_is_praise_whatever_else_is_told(
    says: str, shop: int, reader: Reader, who: dict[str, Speaker]
) -> None:
    """A word nobody knew beside “all good” made of it a mere question about the shop."""
    reading = reader.read(says, who["member"])
    assert [(m.shop, m.intent) for m in reading.certain] == [(shop, MET)]
    assert not reading.asked


@pytest.mark.parametrize(
    ("says", "shop", "duty"),
    [
        ("老丁理发转灯坏了，店主表示明天找人修", 7, "facade"),
        ("五金店把钢筋铺到人行道上了，说下午有车来拉", 6, "order"),
        ("阿香的蒸笼摆到人行道上来了，行人要绕着走", 3, "order"),
        ("老丁门口的路灯杆歪了 感觉要倒", 7, "facility"),
        ("8门口污水", 8, "hygiene"),
        ("小方人蛮好的，就是喇叭太吵", 10, "order"),
        ("酒楼后厨的油水流到大门口来了", 8, "hygiene"),
        ("老丁在门口洗拖把，脏水直接往马路上淌", 7, "hygiene"),
        ("小方水果，泡沫箱压住了盲道", 10, "order"),
        ("山货铺门口树上绑了根绳子晒豆角，其他没问题", 2, "green"),
        ("1号除了门口有点水别的都好", 1, "hygiene"),
        ("10号门口花坛被三轮车轧出两道沟", 10, "green"),
        ("包子铺蒸屉摞在台阶下面，挡着人行道，他说早市过了就搬", 3, "order"),
    ],
)
def test_a_fault_is_one_whatever_is_feared_or_promised(
    says: str, shop: int, duty: str, reader: Reader, who: dict[str, Speaker]
) -> None:
    """What the owner promises for later, passers-by do or the looker fears leaves the fault of today as it is."""
    reading = reader.read(says, who["member"])
    assert [(m.shop, m.intent, m.failed, m.fixed) for m in reading.certain] == [(shop, FAULTS, (duty,), ())]
    assert not reading.asked


@pytest.mark.parametrize(
    "says",
    [
        "3号老板说没问题",
        "6号应该没问题吧",
        "酒楼那边听说挺好",
        "老丁手艺好，人也和气",
        "面馆老板烧的面真不错",
        "7号三色灯转着，地也干净",
        "3 卫生 好",
        "给三号点个赞",
        "no problem, see you at 7",
        "2号门口那堆垃圾是隔壁工地的",
        "花店门口好像有水，没看清",
        "7号老丁给我倒了杯水",
        "8号老板求助，下水道堵了",
        "眼镜店没问题，就是灯箱怪怪的",
        "花店浇水没漏到路上",
        "5号老板说下午都弄好",
    ],
)
def test_nothing_is_recorded_of_hearsay_hopes_and_courtesies(
    says: str, reader: Reader, who: dict[str, Speaker]
) -> None:
    reading = reader.read(says, who["member"])
    assert not [m for m in reading.certain if m.intent in (MET, FAULTS)]
