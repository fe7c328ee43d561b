"""What an owner tells was put right, whatever was done to it; a promise to do it is none."""

from __future__ import annotations

import pytest

from benchmarks.sentences import read_as
from bot.language.meanings import Speaker
from bot.language.reader import Reader


@pytest.mark.parametrize(
    "says",
    [
        "栏杆不晃了",
        "桌子不摆了",
        "玻璃门的裂缝换了整块新玻璃",
        "占道的货架收拾干净了",
        "漏水的水管修好了",
        "昨天记的秩序问题，货架今天全撤到店里了",
        "你们党员早上指出来的泔水桶没盖子，我马上去买了个带盖的，现在盖好了",
        "昨天被记的那条卫生已经处理掉了哦",
        "刚用水泥把坑补平",
        "台阶缺角那里请师傅补好了，还没干透",
    ],
)
def test_it_is_recorded_as_put_right(reader: Reader, who: dict[str, Speaker], says: str) -> None:
    assert read_as(reader.read(says, who["merchant"]))[0] == {"fixed"}


@pytest.mark.parametrize(
    "says",
    [
        "门口有油，马上擦掉",
        "我马上把油擦掉",
        "明天桌子不摆了",
        "师傅来过了，招牌还是不亮",
        "桶倒了地也拖了 就墙角那滩油死活弄不掉",
    ],
)
def test_a_promise_and_what_is_left_are_not(reader: Reader, who: dict[str, Speaker], says: str) -> None:
    assert "fixed" not in read_as(reader.read(says, who["merchant"]))[0]
