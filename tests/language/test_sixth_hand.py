"""Kinds of sentences of a sixth hand: times of day, what a thing was cleaned with, bare dirt, counts of shops, suppositions."""

from __future__ import annotations

import pytest

from bot.language.meanings import FAULTS, MET, Speaker
from bot.language.reader import Reader


@pytest.mark.parametrize(
    "says",
    [
        "都搞好了,早上五点就扫过了",
        "早上六点就拖过地了 都好",
        "五个全ok✌️",
        "没有没有没有什么事情都好着呢",
        "wasnt swept yesterday but today its all fine",
        "那个今天门口我都弄干净了招牌也亮着花坛也没东西车子也没乱停地砖也是好的就这样啊",
    ],
)
def test_a_day_called_well_in_passing_is_well(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    """“五点就扫过了” was a fix on the spot, and a picture nobody knows left the praise open."""
    assert [m.intent for m in reader.read(says, who["merchant"]).certain] == [MET]


@pytest.mark.parametrize(
    ("says", "fixed"),
    [
        ("台阶上的油渍拿碱水刷干净了,你们来看吧", "fixed"),
        ("盲道上的花桶都搬回来啦", "fixed"),
        ("门头破损处已于今晨更换完毕。", "fixed"),
        ("上次你们那个小张说话太冲了 我要反映", "complaint"),
        ("救命 排水沟堵了 我自己弄不通 能叫党员来一下不", "help"),
        ("门前停车位被一辆面包车长期占用,非本店车辆,请处理。", "report"),
        ("We will be closed today for a staff outing.", "close_shop"),
    ],
)
def test_a_wish_stands_whatever_surrounds_it(says: str, fixed: str, reader: Reader, who: dict[str, Speaker]) -> None:
    assert [m.intent for m in reader.read(says, who["merchant"]).certain] == [fixed]


@pytest.mark.parametrize(
    ("says", "failed"),
    [
        ("花泥水流了一地…台阶都黑了", ("hygiene",)),
        ("今日卫生与立面两项未达标,已安排人员整改。", ("hygiene", "facade")),
        ("桌子今早又摆出去两张,还有树上那根晾衣绳没解", ("order", "green")),
        ("two delivery bikes on the pavement outside, theyre ours, will shift em later", ("order",)),
    ],
)
def test_an_owners_fault_is_of_the_duty_it_names(
    says: str, failed: tuple[str, ...], reader: Reader, who: dict[str, Speaker]
) -> None:
    """“台阶都黑了” was a broken step beside the mud that made it black."""
    (meaning,) = reader.read(says, who["merchant"]).certain
    assert (meaning.intent, meaning.failed) == (FAULTS, failed)


@pytest.mark.parametrize(
    ("says", "told"),
    [
        ("3 litter", {(3, "hygiene")}),
        ("花店的桶都摆到人行道上去了", {(5, "order")}),
        ("山货铺把腊肠挂门口香樟树上晒", {(2, "green")}),
        ("八号污水,九号招牌不亮", {(8, "hygiene"), (9, "facade")}),
        ("6地砖破 余好", {(6, "facility")}),
        ("津河花店可真“整齐”哦,花盆都摆到马路上了", {(5, "order")}),
        ("fruit guy has crates on the tactile paving, told him, he shrugged", {(10, "order")}),
    ],
)
def test_a_members_few_words_are_enough(
    says: str, told: set[tuple[int, str]], reader: Reader, who: dict[str, Speaker]
) -> None:
    certain = reader.read(says, who["member"]).certain
    assert {(m.shop, duty) for m in certain for duty in m.failed} == told


@pytest.mark.parametrize(
    ("says", "shops"),
    [("1.4.6均达标", {1, 4, 6}), ("2 n 4 ok", {2, 4}), ("水果店 五金店都行 眼镜店也行", {10, 6, 4})],
)
def test_shops_in_a_row_however_they_are_joined(
    says: str, shops: set[int], reader: Reader, who: dict[str, Speaker]
) -> None:
    assert {m.shop for m in reader.read(says, who["member"]).certain if m.intent == MET} == shops


def test_here_is_no_shortened_word(reader: Reader, who: dict[str, Speaker]) -> None:
    """“all good here” was taken apart as “he're”, and asked about."""
    assert [m.intent for m in reader.read("all good here 👍", who["merchant"]).certain] == [MET]


def test_ten_called_well_are_asked_one_by_one(reader: Reader, who: dict[str, Speaker]) -> None:
    """“十家都好” asked about shop 10; the ten are listed and asked one by one, nothing is recorded."""
    assert [m.intent for m in reader.read("十家都好", who["member"]).certain] == ["rest_of_them"]
