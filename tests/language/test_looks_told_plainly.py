"""Members tell what they saw in plain words: misheard names, what the shop's people said, and where in the street it was."""

import pytest

from benchmarks.sentences import read_as, speakers
from bot.language.reader import Reader

MEMBER = speakers()["member"]


def recorded(reader: Reader, says: str) -> set[str]:
    return set(read_as(reader.read(says, MEMBER))[0])


@pytest.mark.parametrize(
    ("says", "facts"),
    [
        ("眼睛店没问题", {"4 ok"}),
        ("宝子铺门口水没扫干净，踩得都是泥", {"3 hygiene=0"}),
        ("水国店筐子摆到路上了", {"10 order=0"}),
        ("面管门口一摊油", {"1 hygiene=0"}),
        ("丁师傅那边没毛病", {"7 ok"}),
        ("老李家地上全是菜叶", {"1 hygiene=0"}),
        ("阿香家都好，隔壁眼镜店门口狗屎一坨，已清理", {"3 ok", "4 hygiene=0.5"}),
        ("旧楼门口有垃圾", set()),
        ("花点时间再去看", set()),
    ],
)
def test_a_name_misheard_or_an_owner_called_by_surname_is_that_shop(reader: Reader, says: str, facts: set[str]) -> None:
    assert recorded(reader, says) == facts


@pytest.mark.parametrize(
    ("says", "facts"),
    [
        ("三色柱灯坏了，老丁说买不到配件", {"7 facade=0"}),
        ("四号眼镜店门头发光字灭了两个，让他们找师傅", {"4 facade=0"}),
        ("9号招牌不亮，店员说跟房东反映过了", {"9 facade=0"}),
        ("6号灯箱坏了，他说不是他家的", set()),
        ("10号西瓜筐占道，跟小方讲了，他马上就搬进去了", {"10 order=0.5"}),
        ("四号店没问题，五号花篮挡道，已搬走", {"4 ok", "5 order=0.5"}),
        ("花店洗桶的脏水淌到街上，我看着她冲干净的", {"5 hygiene=0.5"}),
        ("8号已搬走", set()),
    ],
)
def test_what_is_said_behind_a_fault_leaves_it_and_what_is_done_puts_it_right(
    reader: Reader, says: str, facts: set[str]
) -> None:
    assert recorded(reader, says) == facts


@pytest.mark.parametrize(
    "says",
    [
        "路过文化广场，看到护栏断了一截",
        "走到新安路上，路灯坏了一盏",
        "中山路这块井盖一过车就咣当响，怕出事",
        "南门口路中间井盖响得厉害，请转市政",
    ],
)
def test_what_is_seen_on_the_way_is_reported(reader: Reader, says: str) -> None:
    assert recorded(reader, says) == {"report"}
