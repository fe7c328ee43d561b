"""Claims that all five are met, with whatever is told beside them, and what is no such claim."""

from __future__ import annotations

import pytest

from bot.language.meanings import MET, Speaker
from bot.language.reader import Reader


@pytest.mark.parametrize(
    "says",
    [
        "早上扫过了 样样齐整",
        "下雨没什么人，今天都好",
        "下雨没什么人，门口也清爽，今天都好",
        "我老头子刚刚到门口转了一圈讲样样都好没什么要弄的",
        "自茶过了全部合格",
        "今早六点多就扫过拖过了，东西都摆在屋里，灯牌花坛地砖都正常",
        "早上六点就拖过地了，货也没摆出去，灯牌亮着，树上干干净净，地砖也没坏",
        "昨晚下大雨，早上我又看了一圈，五项都过关",
        "上课铃响之前就扫完摆好了，五包全齐",
        "今天能打满分吧哈哈，五包全做到位了",
        "修车的家伙都收屋里了,油也擦了,五样全过",
        "通宵刚下班 烟头扫干净了 其他也都好",
        "爸爸说今天都好，他在焊防盗窗手上脏",
        "做完啦做完啦，全是好的，可以去吃早饭了",
        "药店这边今天全部符合要求",
        "下雨天生意淡，门口倒是五样都干干净净",
        "门前什么都好，就是没生意哈哈",
    ],
)
def test_all_five_are_claimed_at_once(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    """What stood beside the claim, or had a “not” in it, made a question of it."""
    reading = reader.read(says, who["merchant"])
    assert [meaning.intent for meaning in reading.certain] == [MET]


@pytest.mark.parametrize(
    "says",
    [
        "昨天五样都好",
        "听说五样都好",
        "但愿今天门口都好",
        "五样都好难",
        "五样都好才行吗",
        "做到五项都好太难了",
        "五包里头四包没问题",
        "没看，五样都好",
        "老婆说门口都好，我自己还没见着",
        "五样都好就是车子有点乱",
        "除了橱窗玻璃上有几张旧海报没撕干净 其他都OK的",
        "感冒 全好了",
        "隔壁五样都好",
    ],
)
def test_what_is_no_claim_credits_nothing(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    assert MET not in {meaning.intent for meaning in reader.read(says, who["merchant"]).certain}
