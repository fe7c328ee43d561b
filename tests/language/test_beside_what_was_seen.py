"""What stands beside a fault, or beside praise, of a shop somebody looked at; and what is not enough for either."""

from __future__ import annotations

import pytest

from benchmarks.sentences import read_as
from bot.language.meanings import Speaker
from bot.language.reader import Reader


@pytest.mark.parametrize(
    ("says", "means"),
    [
        ("6 五金店门口角铁水管堆得跟小山一样", "6 order=0"),
        ("十号剥下来的玉米叶子倒在树坑里", "10 green=0"),
        ("徽府酒楼一楼大玻璃蛮脏 泥点子", "8 facade=0"),
        ("九号玻璃脏，奶渍都没擦", "9 facade=0"),
        ("5号椅子搬到人行道上给人剪头", "5 order=0"),
        ("8号灯带断了一截，估计变压器烧了", "8 facade=0"),
        ("李记老板把两张桌子摆到门外，我劝了一下他答应明天起不摆，现在还在外面", "1 order=0"),
        ("8 秩序 卫生 都不行，后厨垃圾袋堆门口，送菜车也横着", "8 hygiene=0+8 order=0"),
        ("8 酒楼后厨的泔水桶没盖盖子；其余的下午再看", "8 hygiene=0"),
        ("李记面馆门口汤水泼了一地，老板讲是水管接头爆了，已经拖干了", "1 hygiene=0.5"),
        ("奶茶店今天风平浪静 样样在位", "9 ok"),
        ("三号今天可以，昨天那些蒸笼都收进去了", "3 ok"),
    ],
)
def test_what_stands_beside_it_leaves_it_plain(reader: Reader, who: dict[str, Speaker], says: str, means: str) -> None:
    assert read_as(reader.read(says, who["member"])) == (frozenset(means.split("+")), False)


@pytest.mark.parametrize(
    "says",
    [
        "8号门口停了辆面包车",
        "3号垃圾呢",
        "1号门口有一堆纸箱，是2号的",
        "3号后厨脏",
        "3号一切拜托",
        "五号处处漏风",
        "给三号点个赞",
        "从李记一路看到眼镜店 四家都没问题",
    ],
)
def test_nothing_is_recorded(reader: Reader, who: dict[str, Speaker], says: str) -> None:
    meant, _ = read_as(reader.read(says, who["member"]))
    assert not meant
