"""What an owner tells in one breath of two things: each half that is certain by itself is recorded by itself."""

from __future__ import annotations

import pytest

from benchmarks.sentences import read_as
from bot.language.meanings import Speaker
from bot.language.reader import Reader


@pytest.mark.parametrize(
    ("says", "means"),
    [
        ("招牌修好了，不过今天的货还堆在门口没收", {"fixed", "bad:order"}),
        ("我家都好，就是停车场入口那块减速带翘起来了", {"ok", "report"}),
        ("别的都好，就是桥头那盏路灯不亮了", {"ok", "report"}),
        ("门口有油，桥头灯也坏了", {"bad:hygiene", "report"}),
        ("灯管换好了，又亮了", {"fixed"}),
        ("师傅来过了，灯箱亮了", {"fixed"}),
        ("地砖昨天施工队来补好了", {"fixed"}),
        ("绳子剪了一根，还有一根绑在树上", {"bad:green"}),
        ("卫生搞好了，就是照牌灯还没修，电工讲今天下午来", {"bad:facade"}),
    ],
)
def test_each_half_is_recorded(reader: Reader, who: dict[str, Speaker], says: str, means: set[str]) -> None:
    assert read_as(reader.read(says, who["merchant"]))[0] == means


@pytest.mark.parametrize(
    "says",
    [
        "我家没事 是隔壁奶茶店排队的车占了整条人行道",
        "门口没垃圾，桥头路灯坏了",
        "师傅来过了，没修好，招牌亮不亮还不晓得",
    ],
)
def test_half_a_doubt_leaves_all_of_it_to_be_asked(reader: Reader, who: dict[str, Speaker], says: str) -> None:
    did, asks = read_as(reader.read(says, who["merchant"]))
    assert (did - {"report"}, asks) == (set(), not did)
