"""Kinds of sentences of another hand: excuses, places in the row, goods praised, and what was seen to on the spot."""

from __future__ import annotations

import pytest

from bot.language.meanings import FAULTS, MET, Speaker
from bot.language.reader import Reader


@pytest.mark.parametrize(
    ("says", "shops"),
    [
        ("头三家都没问题", {1, 2, 3}),
        ("前两家 ok", {1, 2}),
        ("最后一家好", {10}),
        ("the first two are fine", {1, 2}),
        ("1 2 3里头就2有垃圾 另外两家好", {1, 3}),
        ("2、5、6当中5占道，其余都好", {2, 6}),
    ],
)
def test_a_shop_is_told_by_its_place_or_as_one_of_the_rest(
    says: str, shops: set[int], reader: Reader, who: dict[str, Speaker]
) -> None:
    """“最后一家好” asked about shop 1, and “另外两家” about shop 2."""
    assert {m.shop for m in reader.read(says, who["member"]).certain if m.intent == MET} == shops


@pytest.mark.parametrize(
    "says",
    [
        "the noodles are great lol",
        "the buns taste great",
        "水果不错",
        "奶茶真好喝",
        "前面一家店门口脏",
        "三家店都脏",
        "1 2 好 后面两家脏",
        "河边烧烤摊占道 不是我这十家",
        "8 音响太吵 老板当场处置掉了",
        "7 树上挂毛巾 我说了他马上捞掉了",
        "8 门口油一滩 店员当场铺了纸板",
        "last 2 days all fine",
        "1 2 3里头有一家门口脏",
    ],
)
def test_goods_praised_neighbours_and_what_was_seen_to_at_once_are_no_look(
    says: str, reader: Reader, who: dict[str, Speaker]
) -> None:
    """“the noodles are great” was a credit; “老板当场关小了”, with a verb nobody had listed, a plain failure."""
    told = [m for m in reader.read(says, who["member"]).certain if m.intent in (FAULTS, MET)]
    assert not [m for m in told if m.failed or m.shop not in (1, 2) or len(told) == 1]


@pytest.mark.parametrize(
    ("says", "fixed"),
    [
        ("7 毛巾挂树上 我说了他马上拿下来了", "green"),
        ("8 音响太吵 老板当场关小了", "order"),
        ("8 门口有油 我看着他当场冲了", "hygiene"),
        ("8 喇叭太响 当场关了", "order"),
        ("8 loud music, owner turned it down right away", "order"),
    ],
)
def test_put_right_on_the_spot_by_others_verbs(says: str, fixed: str, reader: Reader, who: dict[str, Speaker]) -> None:
    (meaning,) = reader.read(says, who["member"]).certain
    assert (meaning.failed, meaning.fixed) == ((), (fixed,))


@pytest.mark.parametrize(
    ("says", "duty"),
    [
        ("门口三天没扫了 老婆住院", "hygiene"),
        ("泔水桶翻了门口一摊油 正在冲", "hygiene"),
        ("we hang the mop on tree sorry will take down", "green"),
        ("门口树上挂的拖把忘记拿下来了", "green"),
        ("四样都好 绿化差一点 花坛里草没拔", "green"),
        ("制序不好 我家送货的车停人行道上了", "order"),
        ("somebody put sticker on my glass again, not removed yet", "facade"),
    ],
)
def test_an_excuse_leaves_an_owners_fault_as_plain_as_it_is(
    says: str, duty: str, reader: Reader, who: dict[str, Speaker]
) -> None:
    (meaning,) = reader.read(says, who["merchant"]).certain
    assert (meaning.intent, meaning.failed) == (FAULTS, (duty,))


@pytest.mark.parametrize(
    "says",
    [
        "灯坏了",
        "快递堆门口等我去拿",
        "小孩在门口扔了垃圾",
        "老婆说门口有垃圾",
        "一会要把桌子摆到外面",
        "明天货要堆门口",
        "昨天夜里有人吐了 我早上冲掉了 门口那个东西 其他都好",
        "昨晚门口有油 其他都好",
        "爸妈 今天全好",
        "老婆今天全好了",
        "today all good things come to an end",
        "下午要把货摆出来",
        "fixed the sign",
        "伢子发烧 今天没顾上门口",
        "nobody comes to my shop",
        "其他都好",
        "其他都好 就是忙",
    ],
)
def test_neither_follows_from_a_lamp_alone_kin_plans_or_a_night_not_cleared(
    says: str, reader: Reader, who: dict[str, Speaker]
) -> None:
    """“灯坏了” was a fault of the shop's own front; it may be the street's."""
    assert not [m for m in reader.read(says, who["merchant"]).certain if m.intent in (FAULTS, MET)]


@pytest.mark.parametrize(
    ("speaker", "says", "intent"),
    [
        ("merchant", "Yesterday was messy, today all fine", MET),
        ("merchant", "昨天夜里有人在我门口吐了 我早上冲掉了 其他都好", MET),
        ("merchant", "都照的 放心", MET),
        ("merchant", "货收进来了 你看下", "fixed"),
        ("merchant", "fixed the sign", "fixed"),
        ("merchant", "隔壁的货堆到我这边来了 我自己的都收进去了", "report"),
        ("merchant", "提前回来了 明天正常开", "open_shop"),
        ("merchant", "一个礼拜发一次行不行", "quiet"),
        ("manager", "周报先别发了 太多看不过来", "quiet"),
        ("member", "oops wrong shop, take it back", "undo"),
        ("member", "河边烧烤摊占道 不是我这十家", "report"),
        ("member", "8又开了", "open_shop_there"),
        ("member", "8 关门三天", "close_shop_there"),
        ("member", "8 关门到周五", "close_shop_there"),
        ("member", "8 closed for 3 days", "close_shop_there"),
        ("member", "8 closed until Monday", "close_shop_there"),
        ("member", "8 歇业", "close_shop_there"),
    ],
)
def test_what_was_asked_although_it_was_clear(
    speaker: str, says: str, intent: str, reader: Reader, who: dict[str, Speaker]
) -> None:
    assert [m.intent for m in reader.read(says, who[speaker]).certain] == [intent]


def test_a_door_found_shut_is_offered_as_a_closure_never_recorded(reader: Reader, who: dict[str, Speaker]) -> None:
    """A shop that is merely not open at this hour keeps its day: only how long it stays closed makes it a closure."""
    shut = (
        "2跟6没开门",
        "8号关着门",
        "奶茶店倒闭了 门上贴转让",
        "8 关门",
        "6号关门了",
        "the barber is closed today",
        "4 closed",
    )
    for says in (*shut, "1-3 ok, 4 closed"):
        reading = reader.read(says, who["member"])
        assert not any(m.intent.startswith("close_shop") for m in reading.certain)
        assert {question.about for question in reading.asked} == {"closed_door"}
