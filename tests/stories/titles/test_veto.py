"""红线: two people, a reason, at most two stars for a while, and a way to appeal."""

from datetime import date

import pytest

from programme.titles.title_state import TitleState
from storage.ratings import ratings
from storage.titles import titles
from tests.stories.ratings.test_stars import weeks_of_looks
from tests.stories.titles.test_title_jobs import awarded, the_title
from tests.town import Town

PROPOSED = "红线 李记"


async def asked(town: Town) -> None:
    await town.hours.run_asked()
    await town.settle()


async def proposed(town: Town, who: object) -> None:
    await who.says(PROPOSED)  # type: ignore[attr-defined]
    await who.taps("占盲道")  # type: ignore[attr-defined]
    await who.says("11月20日货堆在盲道上，两次劝说没搬")  # type: ignore[attr-defined]
    await who.taps("发")  # type: ignore[attr-defined]


async def test_one_proposes_another_confirms_and_the_shop_hears_both_reason_and_way_out(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    squad = await town.staff("赵队", "squad")
    chen = await town.manager()
    await weeks_of_looks(town, wang, "1 好", 5)
    await proposed(town, squad)
    squad.sees("等另一位管理员确认")
    li.sees_no("红线")
    chen.sees("占盲道", "两次劝说没搬")
    await chen.says("待办")
    await chen.taps("有人提了红线")
    await chen.taps("确认红线")
    li.sees("碰了红线", "两次劝说没搬", "申诉")
    await asked(town)
    [row] = await town.database.read(lambda tx: ratings.latest(tx, li.shop_id))
    assert (row.stars, row.shown) == (4, 2)
    await li.says("我的星")
    li.sees("★★☆☆☆", "红线之外，现在评的是★★★★☆")
    await chen.says("解除红线 李记")
    await chen.taps("李记面馆")
    li.sees("红线解除")
    await asked(town)
    [row] = await town.database.read(lambda tx: ratings.latest(tx, li.shop_id))
    assert row.shown == 4


@pytest.mark.parametrize("shape", ["telegram"])
async def test_nobody_confirms_their_own_proposal(town: Town) -> None:
    await town.merchant("李记面馆")
    chen = await town.manager()
    await proposed(town, chen)
    chen.sees("还缺另一位管理员")
    await chen.says("待办")
    chen.sees("没有要您办的事")
    other = await town.manager("周主任")
    await other.says("待办")
    await other.taps("有人提了红线")
    await other.taps("不是红线")
    chen.sees("没有确认")


@pytest.mark.parametrize("shape", ["telegram"])
async def test_the_title_rests_and_a_granted_appeal_brings_back_title_and_star(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    chen, zhou = await town.manager(), await town.manager("周主任")
    await awarded(town, li, date(2026, 11, 24))
    await weeks_of_looks(town, wang, "1 好", 5)
    await proposed(town, chen)
    await zhou.taps("看一看")
    await zhou.taps("确认红线")
    await asked(town)
    assert (await the_title(town, li)).state is TitleState.SUSPENDED  # type: ignore[union-attr]
    await li.says("申诉")
    await li.taps("红线")
    await li.says("那堆货是隔壁的")
    li.sees("红线先照旧", "还缺一位")
    third = await town.manager("吴主任")
    await third.says("待办")
    await third.taps("李记面馆 申诉")
    await third.taps("申诉成立")
    await third.says("监控看是隔壁的")
    await third.taps("发")
    li.sees("红线解除", "监控看是隔壁的")
    await asked(town)
    assert (await the_title(town, li)).state is TitleState.AWARDED  # type: ignore[union-attr]
    rows = await town.database.read(lambda tx: ratings.latest(tx, li.shop_id, 9))
    assert {row.shown for row in rows} == {4}


@pytest.mark.parametrize("shape", ["telegram"])
async def test_a_red_line_on_the_notice_stops_the_award(town: Town) -> None:
    li = await town.merchant("李记面馆")
    chen, zhou = await town.manager(), await town.manager("周主任")
    await town.database.write(lambda tx: titles.nominate(tx, li.shop_id, "2026-Q4", town.clock()))
    await proposed(town, chen)
    await zhou.taps("看一看")
    await zhou.taps("确认红线")
    await zhou.says("待办")
    await zhou.taps("名单 1 家")
    await zhou.taps("开始公示")
    zhou.sees("没有等着公示")


async def test_it_can_be_left_before_a_cause_is_named(town: Town) -> None:
    """The question had no 取消."""
    await town.merchant("李记面馆")
    squad = await town.staff("赵队", "squad")
    await squad.says(PROPOSED)
    squad.sees("碰了哪条红线", "取消")
    await squad.taps("取消")
    squad.sees("什么也没记")
