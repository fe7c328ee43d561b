"""What six hands wrote and was recorded falsely at first sight: politeness, other shops, doubt, and the wrong duty."""

from __future__ import annotations

import pytest

from benchmarks.sentences import read_as
from bot.language.meanings import Speaker
from bot.language.reader import Reader


@pytest.mark.parametrize(
    ("speaker", "says"),
    [
        ("member", "五金店的事我跟老板谈过了，他态度不错。"),
        ("member", "花店老板娘脾气挺好"),
        ("member", "阿香姐人可好了，每回都给我留俩豆沙包"),
        ("member", "老丁讲他下半天就搞干净"),
        ("merchant", "好的知道了"),
        ("merchant", "ok noted"),
        ("merchant", "好得很，你们一来检查就全好了，呵呵"),
        ("merchant", "货到了，都好，没碎，签收了"),
        ("merchant", "Yeah right, all five perfect, and pigs fly"),
    ],
)
def test_politeness_plans_thanks_and_irony_are_no_record(
    speaker: str, says: str, reader: Reader, who: dict[str, Speaker]
) -> None:
    did, _ = read_as(reader.read(says, who[speaker]))
    assert did <= {"menu", "thanks"}


@pytest.mark.parametrize(
    ("speaker", "says", "means"),
    [
        ("member", "酒楼门前果皮箱被撞凹，门都关不上了", {"8 facility=0"}),
        ("member", "8 垃圾箱让车撞扁", {"8 facility=0"}),
        ("merchant", "人行道上的地灯让货车压碎了", {"bad:facility"}),
        ("merchant", "橱窗上头一层灰，手指头能写字", {"bad:facade"}),
        ("merchant", "花池里头都是烟屁股", {"bad:green"}),
        ("member", "老丁碎头发往下水口一扫了事，卫生不合格", {"7 hygiene=0"}),
    ],
)
def test_a_thing_tells_its_own_duty(
    speaker: str, says: str, means: set[str], reader: Reader, who: dict[str, Speaker]
) -> None:
    did, _ = read_as(reader.read(says, who[speaker]))
    assert did == means


def test_the_end_of_a_sentence_joins_no_shops(reader: Reader, who: dict[str, Speaker]) -> None:
    """“10. 9 is good” called 10 good, of which the next words tell a problem."""
    did, asked = read_as(reader.read("I only visited 9 and 10. 9 is good, 10 some problem is there", who["member"]))
    assert "10 ok" not in did
    assert asked


@pytest.mark.parametrize("says", ["马路中间那个井盖翘起来了 怪吓人的", "马路当中的井盖松了", "路中间井盖翘了"])
def test_a_cover_in_the_road_is_no_fault_of_the_shop(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    assert read_as(reader.read(says, who["merchant"])) == (frozenset({"report"}), False)


@pytest.mark.parametrize("says", ["shop 5 looks great, flowers everywhere", "5 looks great, plants all along the wall"])
def test_plants_around_a_shop_are_no_fault(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    did, _ = read_as(reader.read(says, who["member"]))
    assert not {fact for fact in did if "=" in fact}


@pytest.mark.parametrize(
    ("says", "means"),
    [
        ("津河桥底下有流动摊子，西瓜皮扔一地", {"report"}),
        ("津河路边护栏被撞倒了两截", {"report"}),
        ("津河门口有油", {"5 hygiene=0"}),
        ("包子铺一切正常，就是行道树上绕了一串彩灯", set()),
        ("四号设施不合格，门口灯杆的检修盖掉了", {"4 facility=0"}),
    ],
)
def test_a_road_is_no_shop_and_praise_that_turns_is_asked(
    says: str, means: set[str], reader: Reader, who: dict[str, Speaker]
) -> None:
    did, _ = read_as(reader.read(says, who["member"]))
    assert did == means
