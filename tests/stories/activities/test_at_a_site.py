"""Whoever scans a service card hears what is on here, and what a joint enforcement did, once it is closed."""

from __future__ import annotations

from datetime import timedelta

from tests.sites import a_card, a_site
from tests.stories.activities.test_volunteer_day import SATURDAY, plan
from tests.town import Town


async def test_from_the_card_of_an_estate_to_a_place_in_its_volunteer_day(town: Town) -> None:
    """What is on at this site comes first, though another day is nearer; a joint enforcement is not told before it is over."""
    host = await town.staff("赵队长", "squad")
    code = await a_card(town, await a_site(town, "翠竹苑", host))
    await plan(town, host, "周六 9点到10点半 西津路 文明劝导 15人")
    await plan(town, host, "周日 9点到10点 翠竹苑 清理楼道 10人")
    await host.says("联合执法 翠竹苑 周六 14点 消防 住建 物业")
    await host.taps("就这么定")
    await host.says("点位 翠竹苑")
    host.sees("联合执法：消防 住建 物业（3 号活动）", "城管蓝：清理楼道（2 号活动）")
    resident = town.player("居民")
    await resident.says(code)
    await resident.taps("近期活动")
    resident.sees("清理楼道", "文明劝导")
    assert resident.last.index("清理楼道") < resident.last.index("文明劝导")
    resident.sees_no("联合执法")
    await resident.taps("报名 2")
    resident.sees("记下了", "清理楼道")
    town.clock.at(SATURDAY + timedelta(hours=8))
    await host.says("联合办结 3 当场整改 16+30+19 劝导 6")
    late = town.player("后来的")
    await late.says(code)
    await late.taps("近期活动")
    late.sees("清理楼道", "11月28日在这里联合执法：71 件（当场整改 65 · 劝导 6")
    late.sees_no("消防")


async def test_a_card_where_nothing_is_on_says_so(town: Town) -> None:
    keeper = await town.member("王芳")
    code = await a_card(town, await a_site(town, "翠竹苑", keeper))
    resident = town.player("居民")
    await resident.says(code)
    await resident.taps("近期活动")
    resident.sees("近期还没有活动")
    await resident.says("楼下路灯不亮")
    resident.sees("26-00001")
