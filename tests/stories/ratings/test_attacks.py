"""The attacks that were measured, told through the real bot: none gains more than a point and a half."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from programme.calendar import week_of
from schedules.digest_week import digest_of, span_of
from storage.digest import digest
from storage.ratings import ratings
from tests.player import Player
from tests.town import MONDAY, Town

MOST = 1.5
WEEKS = 8
telegram = pytest.mark.parametrize("shape", ["telegram"])
Doing = Callable[[Town, "Street", int], Awaitable[None]]


class Street:
    """Two shops that live the same eight weeks: what is tried is tried at the first, the second is what would have been."""

    def __init__(self, li: Player, hu: Player, wang: Player, squad: Player) -> None:
        self.li, self.hu, self.wang, self.squad = li, hu, wang, squad


async def street(town: Town) -> Street:
    li, hu = await town.merchant("李记面馆"), await town.merchant("胡记山货")
    wang = await town.member("王芳", li, hu)
    return Street(li, hu, wang, await town.staff("赵队", "squad"))


async def nothing(_town: Town, _street: Street, _week: int) -> None:
    """What both do when nothing is tried."""


async def lived(
    town: Town, here: Street, before: Doing = nothing, after: Doing = nothing, line: str = "秩序 货出店"
) -> None:
    """Each week on Monday at ten the member looks at both doors: every second time something is wrong."""
    for week in range(WEEKS):
        monday = MONDAY + timedelta(weeks=week)
        town.clock.at(monday)
        await before(town, here, week)
        town.clock.at(monday + timedelta(hours=1))
        seen = line if week % 2 else "好"
        await here.wang.says(f"1 {seen}")
        await here.wang.says(f"2 {seen}")
        await after(town, here, week)
        for hours in (4, 8, 30):
            town.clock.at(monday + timedelta(hours=hours))
            await town.job("clocks")
    for hours in (4, 5, 6, 7):
        town.clock.at(MONDAY + timedelta(weeks=WEEKS - 1, days=6, hours=hours))
        await town.job("clocks")
    town.clock.at(MONDAY + timedelta(weeks=WEEKS - 1, days=6, hours=8))
    await town.job("ratings")


async def gained(town: Town, here: Street) -> float:
    """Points of S the first shop has over the second."""
    [one], [other] = [
        await town.database.read(lambda tx, p=p: ratings.latest(tx, p.shop_id)) for p in (here.li, here.hu)
    ]
    return (one.score or 0) - (other.score or 0)


async def anomalies(town: Town) -> set[str]:
    """What the manager's digest asks somebody to look at."""
    span = span_of(week_of(town.clock().astimezone(town.zone).date()), town.clock().astimezone(town.zone))
    raw = await town.database.read(lambda tx: digest.of_week(tx, span))
    return {odd.kind for odd in digest_of(raw, town.rules, town.zone).oddities}


@telegram
async def test_fixes_that_were_none_gain_nothing_once_somebody_looks(town: Town) -> None:
    """“改好了” without mending: the member comes by the next morning and sees it."""
    here = await street(town)

    async def claims(town: Town, here: Street, week: int) -> None:
        if week % 2:
            town.clock.forward(minutes=10)
            await here.li.says("改好了")
            await here.li.taps("拍不了照")
            town.clock.forward(hours=22)
            await here.wang.taps("还没好")

    await lived(town, here, after=claims)
    assert await gained(town, here) <= MOST


@telegram
async def test_fixes_nobody_saw_are_worth_neither_a_point_nor_a_deduction(town: Town) -> None:
    """What was late at the neighbour's and is only claimed here is the most that a lie can hide, until somebody looks."""
    here = await street(town)

    async def claims(town: Town, here: Street, week: int) -> None:
        if week == WEEKS - 1:
            town.clock.forward(minutes=10)
            await here.li.says("改好了")
            await here.li.taps("拍不了照")

    await lived(town, here, after=claims)
    [row] = await town.database.read(lambda tx: ratings.latest(tx, here.li.shop_id))
    adjustment = row.figures["adjustment"]
    assert adjustment["fixed"] == 0  # type: ignore[index]
    assert await gained(town, here) <= 2, "one deduction that waits for somebody's look"


@telegram
async def test_closing_on_seeing_an_inspector_gains_nothing(town: Town) -> None:
    here = await street(town)

    async def closes(town: Town, here: Street, week: int) -> None:
        if week % 2:
            await here.li.says("歇业 1天")

    await lived(town, here, before=closes)
    assert await gained(town, here) <= MOST


@telegram
async def test_closing_every_day_before_opening_ends_at_an_open_door(town: Town) -> None:
    here = await street(town)
    plain = here.wang.says

    async def closes(town: Town, here: Street, week: int) -> None:
        town.clock.at(MONDAY + timedelta(weeks=week, hours=-1))
        await here.li.says("歇业 5天")

    async def at_the_door(line: str) -> None:
        await plain(line)
        if line.startswith("1 "):
            await here.wang.taps("开着")

    here.wang.says = at_the_door  # type: ignore[method-assign]
    await lived(town, here, before=closes)
    [row] = await town.database.read(lambda tx: ratings.latest(tx, here.li.shop_id))
    assert row.state == "closed" or await gained(town, here) <= MOST


@telegram
async def test_made_up_reports_gain_nothing(town: Town) -> None:
    here = await street(town)

    async def invents(town: Town, here: Street, week: int) -> None:
        for day in range(5):
            town.clock.at(MONDAY + timedelta(weeks=week, days=day, minutes=5))
            await here.hu.says("好")
            await here.li.says("绿化没做到")
            await here.li.says("改好了")
            if "哪一项" in here.li.last:
                await here.li.taps("绿化")
            await here.li.taps("拍不了照")
        town.clock.at(MONDAY + timedelta(weeks=week))

    await lived(town, here, before=invents)
    assert await gained(town, here) <= MOST


@telegram
async def test_appeals_that_nobody_decides_shield_a_look_only_for_a_while(town: Town) -> None:
    here = await street(town)

    async def appeals(town: Town, here: Street, week: int) -> None:
        if week % 2 and week < WEEKS - 4:
            town.clock.forward(minutes=10)
            await here.li.says("申诉")
            await here.li.taps("没做到")
            await here.li.says("不是这样")

    await lived(town, here, after=appeals)
    assert await gained(town, here) <= MOST


@telegram
@pytest.mark.parametrize("words", ["好", "卫生 秩序 绿化 立面亮化 脏乱"])
async def test_five_days_of_one_observer_weigh_as_one_and_are_told(town: Town, words: str) -> None:
    """A friend's “好” every day, or a raid: the same observer's single look of that week would do as much."""
    here = await street(town)
    zhao = here.squad

    async def looks(town: Town, here: Street, week: int) -> None:
        if week < WEEKS - 1:
            return
        for day in range(5):
            town.clock.at(MONDAY + timedelta(weeks=week, days=day, hours=3))
            for shop in ("李记", "胡记") if day == 0 else ("李记",):
                await zhao.says(f"抽查 {shop}")
                if words == "好":
                    await zhao.taps("五项都做到了")
                else:
                    await zhao.taps("有没做到的")
                    await zhao.picks("卫生", "秩序", "绿化", "立面亮化")

    await lived(town, here, after=looks)
    assert abs(await gained(town, here)) <= 1
    assert "often" in await anomalies(town)
