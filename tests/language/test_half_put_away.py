"""A thing of which some was put away and some was not: half put right for whoever looks, a fault of one's own front."""

from __future__ import annotations

import pytest

from benchmarks.sentences import read_as
from bot.language.meanings import Speaker
from bot.language.reader import Reader


@pytest.mark.parametrize(
    ("says", "means"),
    [
        ("小方那里一半筐子收了，一半还在外面", "10 order=0.5"),
        ("理发店的小黑板放在路中间，叫他往里挪，只挪了一半", "7 order=0.5"),
        ("五金店的推车收进去一些，还剩两部在外头", "6 order=0.5"),
        ("六号的梯子喊他收 收了一把 还有两把靠在外面", "6 order=0.5"),
        ("酒楼门口一部车挪走了另一部没挪", "8 order=0.5"),
        ("八号叫他们挪车 挪了两部 还有一部司机找不到", "8 order=0.5"),
        ("李记桌子往里拖了拖 腿还压着线", "1 order=0.5"),
        ("三号油渍 刷了半天 淡多了但还看得出", "3 hygiene=0.5"),
        ("奶茶店 海报撕了 胶印还在", "9 facade=0.5"),
        ("4号小广告撕了，还剩一点胶印", "4 facade=0.5"),
        ("3号油渍擦了，还剩一点油", "3 hygiene=0.5"),
    ],
)
def test_half_of_it_is_put_right(reader: Reader, who: dict[str, Speaker], says: str, means: str) -> None:
    assert read_as(reader.read(says, who["member"])) == (frozenset({means}), False)


@pytest.mark.parametrize(
    ("who_says", "says", "means"),
    [
        ("member", "10号筐子收了又摆出来，还有两个在路上", "10 order=0"),
        ("member", "3号油污擦了，没擦干净", "3 hygiene=0"),
        ("member", "六号角铁没收干净 还剩两根", "6 order=0"),
        ("member", "包子店垃圾袋拎走了，地上还有点汤水", "3 hygiene=0"),
        ("member", "3号烟头扫了，地上还剩几片菜叶", "3 hygiene=0"),
        ("merchant", "箱子搬进去七八个，外头还剩十来个", "bad:order"),
    ],
)
def test_it_is_a_fault(reader: Reader, who: dict[str, Speaker], who_says: str, says: str, means: str) -> None:
    assert read_as(reader.read(says, who[who_says])) == (frozenset({means}), False)


@pytest.mark.parametrize("says", ["桌子收了 门口还有一堆垃圾", "货收进去了，招牌还有点歪"])
def test_what_is_left_of_another_thing_is_no_half(reader: Reader, who: dict[str, Speaker], says: str) -> None:
    meant, _ = read_as(reader.read(f"3号{says}", who["member"]))
    assert "3 order=0.5" not in meant or len(meant) > 1
