"""联合执法 goes where people asked: 71 matters, two reporters hear, two requests stay open, and no star moves."""

from __future__ import annotations

from datetime import timedelta

from programme.requests.request_state import WAITING
from programme.sites.site_kinds import SiteKind
from storage.requests import service_requests
from storage.sites import sites
from storage.sites.sites import blank
from tests.stories.activities.test_volunteer_day import SATURDAY
from tests.town import Town

SAID = ("楼下垃圾三天没收", "路灯坏了两盏", "墙上小广告贴满了", "花坛里都是杂草")


async def estate(town: Town) -> None:
    await town.database.write(lambda tx: sites.add(tx, blank(SiteKind.ESTATE, "翠竹苑", town.clock())))


async def waiting(town: Town) -> int:
    return len(await town.database.read(lambda tx: service_requests.in_states(tx, *sorted(WAITING))))


async def test_it_goes_where_people_asked_and_tells_them(town: Town) -> None:
    await estate(town)
    host = await town.staff("赵队长", "squad")
    reporters = [town.player(f"居民{n}") for n in range(4)]
    for reporter, words in zip(reporters, SAID, strict=True):
        await reporter.says(f"翠竹苑 {words}")
    assert await waiting(town) == 4
    await host.says("联合执法 翠竹苑 周六 9点 消防 住建 物业")
    host.sees("11月28日 周六 09:00–11:00", "翠竹苑", "消防 住建 物业", "4 件")
    await host.taps("就这么定")
    host.sees("1 号联合执法")
    resident = town.player("过路人")
    await resident.says("活动")
    resident.sees("近期还没有活动")
    town.clock.at(SATURDAY + timedelta(hours=2, minutes=5))
    await host.says("联合办结 1 当场整改 16+30+19 劝导 6")
    host.sees("解决了哪几件")
    await host.picks("垃圾", "路灯")
    host.sees("71 件", "当场整改 65", "劝导 6", "解决诉求 2 件", "还有 2 件")
    for reporter in reporters[:2]:
        assert any("联合执法" in words for words in reporter.heard), reporter.looks()
    for reporter in reporters[2:]:
        reporter.sees_no("联合执法")
    assert await waiting(town) == 2
    await host.says("联合办结 1 劝导 1")
    host.sees_no("72 件")


async def test_of_many_requests_at_a_site_every_one_can_be_ticked(town: Town) -> None:
    await estate(town)
    host = await town.staff("赵队长", "squad")
    reporters = [town.player(f"居民{n}") for n in range(13)]
    for number, reporter in enumerate(reporters, 1):
        await reporter.says(f"翠竹苑 {number} 栋路灯坏了")
        if number > 1:
            await reporter.taps("不是，另一件")
    assert await waiting(town) == 13
    await host.says("联合执法 翠竹苑 周六 9点 消防 住建 物业")
    host.sees("13 件", "还有 3 件")
    await host.taps("就这么定")
    town.clock.at(SATURDAY + timedelta(hours=2, minutes=5))
    await host.says("联合办结 1 当场整改 5")
    await host.picks("26-00012", "26-00013")
    host.sees("解决诉求 2 件", "还有 11 件")
    for number, reporter in enumerate(reporters, 1):
        assert any("联合执法" in words for words in reporter.heard) == (number > 11), reporter.looks()


async def test_without_numbers_or_a_place_it_is_asked_again(town: Town) -> None:
    host = await town.staff("赵队长", "squad")
    await host.says("联合执法")
    host.sees("这样发")
    await host.says("翠竹苑 周六 9点 消防 住建")
    await host.taps("就这么定")
    await host.says("联合办结 1")
    host.sees("这样发")
    await host.says("联合办结 1 劝导 6")
    host.sees("还没结束")
    town.clock.at(SATURDAY + timedelta(hours=3))
    await town.job("clocks")
    assert "联合办结 1" in host.last
    await host.says("联合办结 1 劝导 6")
    host.sees("6 件")
