"""Where words of two duties meet, the thing that bears them decides: the sign, the tree, the pavement."""

from __future__ import annotations

import pytest

from bot.language.meanings import FAULTS, Speaker
from bot.language.reader import Reader


@pytest.mark.parametrize(
    ("says", "duties"),
    [
        ("招牌全是灰脏了没擦", {"facade"}),
        ("玻璃糊满油烟", {"facade"}),
        ("卷帘门上让人喷了开锁电话", {"facade"}),
        ("someone stuck stickers all over my window", {"facade"}),
        ("几捆水管子挂在门口树上", {"green"}),
        ("我把电线缠在门口那棵树上了", {"green"}),
        ("树上拉了根绳子晒了一床被子", {"green"}),
        ("人行道给车子压坏了两块", {"facility"}),
        ("盲道砖被卡车碾碎了三块", {"facility"}),
        ("垃圾桶让三轮车撞扁了", {"facility"}),
        ("花坛里有人丢了几个奶茶杯", {"green"}),
        ("树坑里倒了面汤", {"green"}),
        ("门前路牙子被拉货的卡车压碎了", {"facility"}),
        ("人行道被供电公司挖开了", {"facility"}),
        ("玻璃被小孩弄脏了", {"facade"}),
        ("玻璃门上全是手印子，海报也贴得乱", {"facade"}),
        ("门口放了鞭炮纸屑一地", {"hygiene"}),
        ("straws and cups in the planter", {"green"}),
        ("门口路灯底座被撞歪了", {"facility"}),
        ("路灯瞎了两盏，从我家门口到巷子口黑漆漆的", {"facility"}),
        ("昨晚大风 招牌刮歪了", {"facade"}),
    ],
)
def test_a_fault_is_of_the_duty_of_what_bears_it(
    says: str, duties: set[str], reader: Reader, who: dict[str, Speaker]
) -> None:
    """“招牌全是灰脏了” failed hygiene as well, and “水管子挂在门口树上” failed order."""
    assert [set(m.failed) for m in reader.read(says, who["merchant"]).certain if m.intent == FAULTS] == [duties]


@pytest.mark.parametrize(
    "says",
    [
        "玻璃擦了灰，亮得很",
        "橱窗下面没有油",
        "树上什么也没挂",
        "昨天招牌坏了，今天修好了",
        "the sign was broken yesterday",
        "树下没有人挂东西",
        "我寻思把门口那棵树上挂点彩灯",
    ],
)
def test_what_is_clean_denied_or_mended_fails_nothing(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    assert not [m for m in reader.read(says, who["merchant"]).certain if m.failed]
