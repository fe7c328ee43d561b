"""城管蓝: planned in one line, signed up for in one tap, a waiting list that moves by itself, and hours that are true."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from programme.activities.activity_state import ActivityKind
from programme.activities.time_given import Totals
from storage.activities import parts
from tests.player import Player
from tests.town import ZONE, Town

one_shape = pytest.mark.parametrize("shape", ["telegram"])

SATURDAY = datetime(2026, 11, 28, 9, 0, tzinfo=ZONE)


async def plan(town: Town, host: Player, words: str = "周六 9点 到 10点半 西津路 文明劝导 15人") -> None:
    await host.says(f"活动 {words}")
    await host.taps("对，发出去")


async def named(town: Town, name: str, number: int = 1) -> Player:
    """Somebody from the street who signs up and says their name."""
    someone = town.player(name)
    await someone.says(f"报名 {number}")
    await someone.says(name)
    return someone


async def figures(town: Town) -> Totals:
    long_ago, far = SATURDAY - timedelta(days=999), SATURDAY + timedelta(days=999)
    return await town.database.read(lambda tx: parts.figures(tx, ActivityKind.VOLUNTEER, long_ago, far))


async def test_a_volunteer_day_from_one_line_to_true_hours(town: Town) -> None:
    host = await town.staff("赵队长", "squad")
    await host.says("活动 周六 9点 到 10点半 西津路 文明劝导 15人")
    host.sees("11月28日 周六 09:00–10:30", "西津路", "文明劝导", "15 个名额")
    await host.taps("对，发出去")
    host.sees("定了，1 号活动")
    resident = town.player("居民")
    await resident.says("活动")
    resident.sees("1 · 11月28日 周六 09:00–10:30 西津路 文明劝导（还有 15 个名额）")
    await resident.taps("报名 1")
    resident.sees("记下了", "怎么称呼您")
    await resident.says("孙大姐")
    resident.sees("好的，孙大姐")
    shopkeeper = await town.merchant("李记面馆")
    await shopkeeper.says("报名 1")
    shopkeeper.sees("记下了")
    await town.pass_to(SATURDAY + timedelta(hours=1, minutes=33), "activities", "clocks")
    assert any("明天见" in said.reply.text for said in resident.screen)
    host.sees("1 号活动“文明劝导”结束了")
    await host.taps("记一下谁来了")
    await host.picks("孙大姐")
    host.sees("记了 1 位：孙大姐 1.5 小时")
    await host.taps("都对，办结")
    host.sees("来了 1 位", "活动 1.5 小时", "合计 1.5 人时")
    resident.sees("记了您 1.5 小时")
    shopkeeper.sees_no("没来", "缺席")
    await resident.says("我的时长")
    resident.sees("一共给了 1.5 小时，1 次", "文明劝导")


@one_shape
async def test_the_figures_stay_apart_to_the_number(town: Town) -> None:
    """09:00–10:30 with 12, 100 minutes with 9 of whom one left after 60, one called off: 2, 21, 3.17, 32.33."""
    host = await town.staff("赵队长", "squad")
    people = [f"甲{n}" for n in range(12)]
    await plan(town, host)
    await plan(town, host, "周日 9:00-10:40 西津路 清小广告")
    await plan(town, host, "周日 14:00-15:00 西津路 植绿")
    for name in people:
        who = await named(town, name)
        if name in people[:9]:
            await who.says("报名 2")
    await host.says("取消活动 3")
    await host.taps("取消它")
    town.clock.at(SATURDAY + timedelta(days=2))
    for number, ticked in ((1, people), (2, people[:9])):
        await host.says(f"记时长 {number}")
        await host.picks(*(f"{name}" for name in ticked))
        if number == 2:
            await host.taps("有人早走")
            await host.says("甲3 60分钟")
        await host.taps("都对，办结")
    said = await figures(town)
    assert (said.activities, said.attendances) == (2, 21)
    assert (round(said.minutes / 60, 2), round(said.person_minutes / 60, 2)) == (3.17, 32.33)


async def test_full_means_waiting_and_moves_up_by_itself(town: Town) -> None:
    host = await town.staff("赵队长", "squad")
    await plan(town, host, "周六 9点到10点 西津路 劝导 1人")
    first, second, third = [await named(town, name) for name in ("甲", "乙", "丙")]
    second.sees("好的")
    await second.says("报名 1")
    second.sees("先给您排上")
    await first.says("不去 1")
    first.sees("没关系")
    second.sees("轮到您了")
    third.sees_no("轮到您了")
    await host.says("改活动 1 周六 9点到11点 西津路 劝导 3人")
    await host.taps("对，发出去")
    second.sees("1 号活动改了：现在是 11月28日 周六 09:00–11:00")
    third.sees("轮到您了")


async def test_calling_off_is_told_and_leaves_nobody_behind(town: Town) -> None:
    host = await town.staff("赵队长", "squad")
    await plan(town, host)
    one = await named(town, "甲")
    await host.says("取消活动 1")
    await host.taps("取消它")
    one.sees("取消了", "不用来了")
    await one.says("报名 1")
    one.sees("这个活动取消了")
    await one.says("活动")
    one.sees("近期还没有活动")


@one_shape
async def test_rained_off_after_its_hour(town: Town) -> None:
    host = await town.staff("赵队长", "squad")
    await plan(town, host)
    await town.pass_to(SATURDAY + timedelta(hours=2), "clocks")
    await host.says("取消活动 1")
    await host.taps("取消它")
    host.sees("取消了")
    assert await figures(town) == Totals()


async def test_who_subscribed_hears_once_and_may_stop(town: Town) -> None:
    host, fan = await town.staff("赵队长", "squad"), town.player("热心人")
    await fan.says("订活动")
    await plan(town, host)
    fan.sees("新活动 1", "西津路")
    await fan.taps("报名 1")
    fan.sees("记下了")
    await fan.says("退订活动")
    await plan(town, host, "周日 9点到10点 西津路 劝导")
    fan.sees("不再告诉您了")


@one_shape
@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("周六 9点 西津路 劝导", "几点结束"),
        ("9点到10点 西津路 劝导", "哪天"),
        ("周六 西津路 劝导", "几点到几点"),
        ("今天 7点到8点 西津路 劝导", "已经过了"),
        ("周六 22:00-01:00 西津路 劝导", "跨零点"),
        ("周六 9点到10点 西津路 劝导 300人", "1 到 200"),
        ("周六 9点到10点", "还缺地点"),
        ("周六 6:00-20:00 西津路 劝导", "最多 12 小时"),
    ],
)
async def test_what_cannot_be_planned_is_said_and_can_be_sent_again(town: Town, words: str, answer: str) -> None:
    host = await town.staff("赵队长", "squad")
    await host.says(f"活动 {words}")
    host.sees(answer)
    await host.says("周六 9点到10点 西津路 劝导 20人")
    host.sees("11月28日 周六 09:00–10:00", "这样对吗")
    await host.taps("改")
    host.sees("一条发完")
    await host.says("取消")
    await host.says("活动")
    host.sees("近期还没有活动")


async def test_a_volunteer_corrects_down_at_once_and_up_with_the_host(town: Town) -> None:
    host = await town.staff("赵队长", "squad")
    await plan(town, host)
    one = await named(town, "甲某")
    town.clock.at(SATURDAY + timedelta(hours=2))
    await host.says("记时长 1")
    await host.picks("甲某")
    await host.taps("有人早走")
    await host.says("甲某 60分钟")
    await host.taps("都对，办结")
    one.sees("1 小时")
    await one.taps("不对")
    await one.says("30分钟")
    one.sees("现在是 0.5 小时")
    host.sees("1 小时改成了 0.5 小时")
    await one.taps("不对")
    await one.says("1.5小时")
    one.sees("问主办人了")
    host.sees("甲某说 1 号活动待了 1.5 小时")
    await host.taps("是")
    one.sees("记了您 1.5 小时")


@one_shape
async def test_who_only_waited_may_have_come_all_the_same(town: Town) -> None:
    host = await town.staff("赵队长", "squad")
    await plan(town, host, "周六 9点到10点半 西津路 劝导 1人")
    await named(town, "甲某")
    waiting = await named(town, "乙某")
    town.clock.at(SATURDAY + timedelta(hours=2))
    await host.says("记时长 1")
    await host.picks("甲某", "乙某")
    await host.taps("都对，办结")
    waiting.sees("记了您 1.5 小时")


async def test_somebody_overlooked_says_so(town: Town) -> None:
    host = await town.staff("赵队长", "squad")
    await plan(town, host)
    one, other = await named(town, "甲某"), await named(town, "乙某")
    town.clock.at(SATURDAY + timedelta(hours=2))
    await town.job("clocks")
    await host.says("记时长 1")
    await host.picks("乙某")
    await host.taps("都对，办结")
    assert "记了您" in other.last
    await one.says("补时长 1")
    host.sees("甲某说 1 号活动“文明劝导”也来了")
    await host.taps("是")
    one.sees("记了您 1.5 小时")


@pytest.mark.slow
async def test_noted_after_a_week_it_needs_a_second_person(town: Town) -> None:
    host, chen = await town.staff("赵队长", "squad"), await town.manager()
    await plan(town, host)
    one = await named(town, "甲某")
    await town.pass_to(SATURDAY + timedelta(days=8), "clocks")
    await one.says("补时长 1")
    await host.taps("是")
    host.sees("记成 1.5 小时")
    assert (await figures(town)).attendances == 0
    await one.says("我的时长")
    one.sees("0 小时", "等核实")
    chen.sees("过了一周才记", "1 位")
    await chen.taps("属实")
    assert (await figures(town)).attendances == 1
    await one.says("我的时长")
    one.sees("一共给了 1.5 小时")


@pytest.mark.slow
@one_shape
async def test_late_hours_that_nobody_vouches_for_are_taken_away(town: Town) -> None:
    host, chen = await town.staff("赵队长", "squad"), await town.manager()
    await plan(town, host)
    wang = await town.member("王芳")
    await town.pass_to(SATURDAY + timedelta(days=8), "clocks")
    await host.says("记时长 1")
    await host.taps("还有人来了")
    await host.says("王芳")
    await host.taps("都对，办结")
    host.sees("再有一位核实")
    await chen.taps("不属实")
    host.sees("没有核实下来")
    await wang.says("我的时长")
    wang.sees("还没有时长")


@pytest.mark.slow
@one_shape
async def test_after_thirty_days_nothing_is_noted_in_chat(town: Town) -> None:
    host = await town.staff("赵队长", "squad")
    await plan(town, host)
    await named(town, "甲某")
    await town.pass_to(SATURDAY + timedelta(days=31), "clocks")
    await host.says("记时长 1")
    host.sees("过了 30 天")


@one_shape
async def test_nobody_is_at_two_places_at_once(town: Town) -> None:
    host = await town.staff("赵队长", "squad")
    await plan(town, host)
    await plan(town, host, "周六 10点到11点 翠竹苑 清小广告")
    one = await named(town, "甲某")
    await one.says("报名 2")
    town.clock.at(SATURDAY + timedelta(hours=3))
    for number in (1, 2):
        await host.says(f"记时长 {number}")
        await host.picks("甲某")
    host.sees("甲某那个时间在另一个活动里")


async def test_who_came_without_signing_up(town: Town) -> None:
    host, wang = await town.staff("赵队长", "squad"), await town.member("王芳")
    await plan(town, host)
    town.clock.at(SATURDAY + timedelta(hours=2))
    await host.says("记时长 1")
    await host.taps("还有人来了")
    await host.says("王芳 路人甲 路人甲")
    host.sees("“路人甲”不止一位", "记了 1 位：王芳")
    await host.taps("还有人来了")
    await host.says("路人甲")
    host.sees("没在这里报过名", "记了 2 位")
    await host.taps("都对，办结")
    wang.sees("记了您 1.5 小时")
    assert (await figures(town)).attendances == 2


@one_shape
async def test_somebody_elses_activity_is_not_ones_own(town: Town) -> None:
    host, other = await town.staff("赵队长", "squad"), await town.staff("钱队长", "squad")
    await plan(town, host)
    await other.says("取消活动 1")
    other.sees_no("取消它")
    await other.says("改活动 1 周日 9点到10点 西津路 劝导")
    other.sees_no("这样对吗")
    town.clock.at(SATURDAY + timedelta(hours=2))
    await other.says("记时长 1")
    other.sees_no("谁来了？")


@one_shape
async def test_an_erased_person_stays_only_in_the_figures(town: Town) -> None:
    host = await town.staff("赵队长", "squad")
    await plan(town, host)
    one = await named(town, "甲某")
    town.clock.at(SATURDAY + timedelta(hours=2))
    await host.says("记时长 1")
    await host.picks("甲某")
    await host.taps("都对，办结")
    await one.says("停用")
    await one.taps("停用")
    assert (await figures(town)).attendances == 1
    await host.says("记时长 1")
    host.sees_no("记了 1 位：甲某 1.5 小时。\n甲某")
