"""What somebody says they saw: it moves nothing until a person with the right has looked, and the reporter hears the end."""

import pytest

from storage.findings import findings, leads
from tests.player import Player
from tests.town import Town

telegram = pytest.mark.parametrize("shape", ["telegram"])


async def street(town: Town) -> tuple[Player, Player, Player]:
    """A shop, its member, and a neighbour who reports."""
    li = await town.merchant("李记面馆")
    return li, await town.member("王芳", li), await town.merchant("张姐水果")


async def open_at(town: Town, shop: Player) -> list[str]:
    return [f.origin for f in await town.database.read(lambda tx: findings.open_at(tx, shop.shop_id))]


async def test_a_lead_is_looked_at_confirmed_fixed_and_its_reporter_hears_the_end(town: Town) -> None:
    li, wang, zhang = await street(town)
    await zhang.says("反映 李记面馆 秩序 货堆到人行道上")
    zhang.sees("收到", "王芳", "李记面馆", "秩序")
    wang.sees("有人反映", "货堆到人行道上")
    assert await open_at(town, li) == [], "a lead moves nothing"
    assert li.screen == [], "and nobody is accused"
    await wang.taps("确有其事")
    li.sees("秩序 没做到")
    assert "货堆到人行道上" not in li.looks(), "the reporter's words stay with us"
    zhang.sees("确有其事", "弄好了再告诉您")
    assert await open_at(town, li) == ["lead"]
    await li.says("改好了")
    await li.sends_photo()
    await wang.taps("改好了")
    zhang.sees("李记面馆 秩序，改好了")
    await zhang.taps("又犯了")
    li.sees("又看到没做到")


async def test_nothing_there_ends_it_and_harms_nobody(town: Town) -> None:
    li, wang, zhang = await street(town)
    await zhang.says("反映 李记面馆 卫生 有油")
    await wang.taps("没看到")
    zhang.sees("当时没看到")
    assert await open_at(town, li) == []
    assert li.screen == []


async def test_one_per_shop_and_duty_while_the_first_runs(town: Town) -> None:
    _, wang, zhang = await street(town)
    ding = await town.merchant("老丁理发")
    await zhang.says("反映 李记面馆 秩序 货出店")
    town.clock.forward(days=1)
    await ding.says("反映 李记面馆 占道了")
    ding.sees("已有人反映，正在处理")
    assert len(wang.screen) == 1, "nobody is sent twice, whatever the day"
    await wang.taps("没看到")
    zhang.sees("当时没看到")
    ding.sees("当时没看到")


async def test_a_report_after_nothing_was_seen_is_a_new_one(town: Town) -> None:
    """It was answered “已有人反映，正在处理” and reached nobody, though the bot itself had asked for another photo."""
    _, wang, zhang = await street(town)
    await zhang.says("反映 李记面馆 卫生 有油")
    await wang.taps("没看到")
    zhang.sees("当时没看到")
    await zhang.says("反映 李记面馆 卫生 又有油")
    zhang.sees("收到", "王芳")
    wang.sees("又有油")


async def test_a_report_after_its_case_was_closed_is_a_new_one(town: Town) -> None:
    li, wang, zhang = await street(town)
    ding = await town.merchant("老丁理发")
    await zhang.says("反映 李记面馆 秩序 货出店")
    await wang.taps("确有其事")
    await ding.says("反映 李记面馆 秩序 货出店")
    ding.sees("已有人反映，正在处理")
    await li.says("改好了")
    await li.sends_photo()
    await wang.taps("改好了")
    zhang.sees("李记面馆 秩序，改好了")
    ding.sees("李记面馆 秩序，改好了")
    town.clock.forward(hours=2)
    await ding.says("反映 李记面馆 秩序 又占道了")
    ding.sees("收到", "王芳")
    wang.sees("又占道了")


async def test_what_is_missing_is_asked_and_kept_meanwhile(town: Town) -> None:
    _, wang, zhang = await street(town)
    await zhang.says("反映 门口地上都是油")
    zhang.sees("哪家店门前")
    assert [lead.shop_id for lead in await town.database.read(leads.waiting)] == [None]
    await zhang.says("李记")
    zhang.sees("李记面馆门前，是哪一样")
    await zhang.taps("卫生")
    zhang.sees("收到", "卫生")
    wang.sees("门口地上都是油")


async def test_a_reporter_does_not_confirm_their_own_lead(town: Town) -> None:
    _, wang, _ = await street(town)
    chen = await town.manager()
    await wang.says("反映 李记面馆 秩序 货出店")
    chen.sees("李记面馆", "货出店")
    await wang.says("待办")
    wang.sees("没有要您办的事")
    await chen.says("待办")
    chen.sees("李记面馆 秩序：有人反映")


@telegram
async def test_what_is_being_put_right_needs_nobody_to_look(town: Town) -> None:
    li, wang, zhang = await street(town)
    await wang.says("1 秩序 货出店")
    await zhang.says("反映 李记面馆 秩序")
    zhang.sees("已经在整改了")
    assert await open_at(town, li) == ["outsider"]
    await li.says("改好了")
    await li.sends_photo()
    await wang.taps("改好了")
    zhang.sees("改好了")


@telegram
async def test_a_confirmed_lead_that_is_not_the_shops_goes_where_it_belongs(town: Town) -> None:
    li, wang, zhang = await street(town)
    chen = await town.manager()
    await zhang.says("反映 李记面馆 秩序 共享单车")
    await wang.taps("确有其事")
    await li.taps("不是我的责任")
    await chen.taps("不归店家")
    zhang.sees("不归店家管")


@telegram
async def test_an_unclear_one_waits_in_the_managers_list(town: Town) -> None:
    _, wang, zhang = await street(town)
    chen = await town.manager()
    await zhang.says("反映 桥头那边有人乱倒垃圾")
    await chen.says("待办")
    chen.sees("还没说清")
    await chen.taps("还没说清")
    await chen.says("李记面馆")
    wang.sees("李记面馆", "卫生", "桥头")


@telegram
async def test_one_without_a_duty_is_in_the_list_of_whoever_may_complete_it(town: Town) -> None:
    """The keeper once had “地点不清” in the list for good: a tap said that it was answered already."""
    _, wang, zhang = await street(town)
    chen = await town.manager()
    await zhang.says("反映 李记面馆 有点不对劲")
    zhang.sees("李记面馆")
    await wang.says("待办")
    wang.sees("现在没有要您办的事")
    await chen.says("待办")
    await chen.taps("还没说清")
    await chen.taps("卫生")
    await wang.says("待办")
    await wang.taps("李记面馆 卫生")
    wang.sees("确有其事")


@telegram
async def test_a_lead_with_a_photo_shows_it(town: Town) -> None:
    _, wang, zhang = await street(town)
    await zhang.says("反映")
    zhang.sees("看到什么了")
    await zhang.sends_photo("李记面馆 占道")
    assert wang.screen[-1].reply.attachments


@telegram
async def test_one_that_nobody_need_see_to_is_called_off(town: Town) -> None:
    """The same question came again."""
    _, _, zhang = await street(town)
    await zhang.says("反映 外面花坛里的草长老高了")
    zhang.sees("是哪家店门前")
    await zhang.says("算了，花坛那个不用管了，我自己拔")
    assert "是哪家店门前" not in zhang.last
    told = await town.database.read(lambda tx: leads.lead(tx, 1))
    assert told.state == "withdrawn"
