"""What merchants say in an ordinary month: where goods are, what nobody found, and since when a thing is broken."""

from __future__ import annotations

import pytest

from bot.language.meanings import FAULTS, MET, Speaker
from bot.language.reader import Reader


@pytest.mark.parametrize(
    "says",
    [
        "扫干净了，货都在里面，样样都好",
        "地扫了，货没摆出去，灯牌亮着，树上没挂东西，地砖也没坏",
        "门口蛮好的，么得事",
        "我们店一向注意的，今天也都合格",
        "早上六点就扫过了，招牌亮着，东西都在屋里头，树跟地砖也好好的，没得毛病",
    ],
)
def test_goods_within_and_what_is_not_broken_are_praise(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    reading = reader.read(says, who["merchant"])
    assert [meaning.intent for meaning in reading.certain] == [MET]


@pytest.mark.parametrize(
    ("says", "duty"),
    [
        ("招牌灯昨天晚上坏了，叫了师傅", "facade"),
        ("今天么得空，门口冇扫", "hygiene"),
        ("西瓜皮甩得一地 还冒扫", "hygiene"),
        ("门口有个坑，下雨就积水", "facility"),
        ("今天生意忙，门口还没来得及扫", "hygiene"),
        ("门头灯坏了好几天，老板出差", "facade"),
        ("门上贴了招工的纸", "facade"),
        ("送来的水放在门口一大堆", "order"),
        ("忘了收广告架子，还在路上", "order"),
        ("花盆摆到人行道上去了，浇完水再搬", "order"),
    ],
)
def test_what_broke_lately_is_broken(says: str, duty: str, reader: Reader, who: dict[str, Speaker]) -> None:
    (meaning,) = reader.read(says, who["merchant"]).certain
    assert (meaning.intent, meaning.failed) == (FAULTS, (duty,))


@pytest.mark.parametrize(
    "says",
    [
        "花没动过",
        "昨天招牌灯坏了，现在亮了",
        "昨天玻璃碎了，换了新的",
        "没发现什么垃圾",
        "我在店里",
        "灯昨天坏过一回",
        "三轮车停在门口",
    ],
)
def test_what_is_over_or_denied_is_no_fault(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    assert not any(meaning.failed for meaning in reader.read(says, who["merchant"]).certain)


@pytest.mark.parametrize(
    ("says", "intent"),
    [
        ("隔壁店把垃圾扫到我这边来了", "report"),
        ("隔壁油烟往我店里灌 咋搞", "report"),
        ("有没有人帮我抬一下花箱", "help"),
        ("一天到晚搞这些名堂，净给我们做小生意的添麻烦", "complaint"),
        ("回来了，开门做生意咯", "open_shop"),
        ("进货去了 今朝不开", "close_shop"),
        ("刚刚点错了，不是那个", "undo"),
        ("这个提醒能不能关掉，太吵了", "quiet"),
        ("歇好了，今天开始营业", "open_shop"),
        ("你们这样查来查去，我们怎么做生意", "complaint"),
        ("隔壁天天放音乐，吵死人了", "report"),
        ("谢谢提醒，我知道了", "thanks"),
    ],
)
def test_wishes_in_plain_words(says: str, intent: str, reader: Reader, who: dict[str, Speaker]) -> None:
    assert [meaning.intent for meaning in reader.read(says, who["merchant"]).certain] == [intent]
