"""互查 and who may look at all: the linked member, who was drawn, the squad; nobody else, and never with a score in view."""

import pytest

from storage.reviews import cross_duties
from storage.shops import shops
from tests.player import Player
from tests.town import Town

telegram = pytest.mark.parametrize("shape", ["telegram"])


async def drawn(town: Town) -> tuple[Player, Player, Player]:
    """李记面馆 is 王芳's; 李强 was drawn for it this month."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    qiang = await town.member("李强", await town.merchant("张姐水果"))
    await town.database.write(lambda tx: cross_duties.draw(tx, "2026-11", {li.shop_id: qiang.person_id}))
    return li, wang, qiang


async def test_this_months_shops_of_others_are_looked_at_by_tap(town: Town) -> None:
    li, _, qiang = await drawn(town)
    await qiang.says("互查")
    qiang.sees("本月互查（看了 0/1）", "李记面馆", "还没看")
    await qiang.taps("李记面馆")
    await qiang.taps("五项都做到了")
    qiang.sees("李记面馆：五项都做到了")
    await qiang.says("互查")
    qiang.sees("看了 1/1", "看过")
    rows = await town.database.read(lambda tx: tx.rows("observations_everything"))
    assert [row["source"] for row in rows] == ["cross"]
    assert li.heard == []


@telegram
async def test_next_month_it_is_somebody_elses(town: Town) -> None:
    _, _, qiang = await drawn(town)
    await qiang.says("互查")
    town.clock.forward(days=10)
    await qiang.taps("李记面馆")
    qiang.sees("现在不归您看")
    await qiang.says("互查")
    qiang.sees("没有分给您的互查")


KINDS = [("linked", "linked"), ("cross", "cross"), ("squad", "spot"), ("secretary", "cross"), ("manager", "cross")]


@telegram
@pytest.mark.parametrize(("who", "source"), KINDS)
async def test_three_kinds_of_looks(town: Town, who: str, source: str) -> None:
    _, wang, qiang = await drawn(town)
    looker = {"linked": wang, "cross": qiang}.get(who) or await town.staff("赵队", who)
    if who == "linked":
        await looker.says("1 好")
    elif who == "cross":
        await looker.says("互查")
        await looker.taps("李记面馆")
        await looker.taps("五项都做到了")
    else:
        await looker.says("抽查 李记")
        await looker.taps("五项都做到了")
    rows = await town.database.read(lambda tx: tx.rows("observations_everything"))
    assert [row["source"] for row in rows] == [source]


@telegram
async def test_the_observer_never_sees_the_running_score(town: Town) -> None:
    _, wang, qiang = await drawn(town)
    for _ in range(4):
        await wang.says("1 好")
        town.clock.forward(days=1)
    await town.job("ratings")
    await qiang.says("互查")
    await qiang.taps("李记面馆")
    await qiang.taps("有没做到的")
    await qiang.picks("秩序")
    for person in (wang, qiang):
        person.sees_no("★", "星级", "待评", "分：")


@telegram
async def test_a_member_who_owns_a_shop_is_never_sent_to_it(town: Town) -> None:
    li, wang, _ = await drawn(town)
    await town.make_member(li)
    await town.database.write(lambda tx: cross_duties.draw(tx, "2026-11", {li.shop_id: li.person_id}))
    await li.says("互查")
    await li.taps("李记面馆")
    li.sees("自己的店")
    await wang.says("1 好")
    wang.sees("五项都做到了")


@telegram
async def test_a_link_that_moved_on_closes_every_old_button(town: Town) -> None:
    li, wang, _ = await drawn(town)
    zhou = await town.member("周敏")
    await wang.says("我的商户")
    await town.database.write(lambda tx: shops.link_to(tx, li.shop_id, zhou.person_id, 1, town.clock()))
    await wang.taps("1 李记面馆")
    wang.sees("现在不归您看")
    assert await town.database.read(lambda tx: tx.rows("observations_everything")) == []
    await zhou.says("1 好")
    zhou.sees("五项都做到了")
