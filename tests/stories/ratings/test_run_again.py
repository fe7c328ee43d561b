"""A week that is over, run again: the same stars to the last bit, whatever was recorded since, but for granted appeals."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from storage.core.tx import Tx
from storage.ratings import ratings
from storage.ratings.ratings import RatingRow, RatingRun
from storage.shops import shops
from tests.player import Player
from tests.town import MONDAY, Town

WEEK = "2026-W51"
SUNDAY = MONDAY + timedelta(days=27, hours=9, minutes=30)
"""18:30 of the week that is run again, after its run."""


async def street(town: Town) -> tuple[Player, Player, Player]:
    """A shop looked at on four Mondays, once with a fault that was said to be put right, and the squad."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    squad = await town.staff("赵队", "squad")
    for line in ("1 好", "1 秩序 货出店", "1 好", "1 卫生 污水"):
        await wang.says(line)
        town.clock.forward(days=7)
    for _ in range(3):
        await town.job("clocks")
    town.clock.at(SUNDAY)
    return li, wang, squad


async def of_week(town: Town) -> tuple[RatingRun, list[RatingRow]]:
    found = await town.database.read(lambda tx: ratings.newest(tx, WEEK))
    assert found is not None
    rows = await town.database.read(lambda tx: ratings.of_run(tx, found.id))
    return found, rows


async def again(town: Town) -> bool:
    """The week's run once more; whether it made a version."""
    before, _ = await of_week(town)
    work = await town.job("ratings", WEEK)
    after, _ = await of_week(town)
    assert (after.id == before.id) == (work.counts == {"unchanged": 1})
    return after.id != before.id


async def test_whatever_is_recorded_since_a_week_run_again_gives_the_same_stars(town: Town) -> None:
    li, wang, squad = await street(town)
    await town.job("ratings", WEEK)
    assert not await again(town)
    for doing in (
        lambda: li.says("改好了"),
        lambda: li.taps("全都改好了"),
        lambda: li.taps("拍不了照"),
        lambda: wang.taps("改好了"),
        lambda: li.says("申诉"),
        lambda: wang.says("1 好"),
        lambda: li.says("歇业 3天"),
        lambda: li.says("开门了"),
        lambda: squad.says("抽查 李记"),
        lambda: wang.says("撤销"),
        lambda: town.pass_to(town.clock().astimezone(MONDAY.tzinfo) + timedelta(days=2), "clocks"),
        lambda: town.database.write(
            lambda tx: shops.change_holder(tx, li.shop_id, owner="", phone="", now=town.clock())
        ),
    ):
        await doing()
        assert not await again(town)
        town.clock.forward(minutes=1)


async def test_a_late_first_run_reads_the_world_as_it_was_on_its_sunday(town: Town) -> None:
    """What the run on time had read is forgotten, and days and doings later the week is run as if for the first time."""
    li, wang, _ = await street(town)
    await town.job("ratings", WEEK)
    on_time, before = await of_week(town)

    async def forget(tx: Tx) -> None:
        await tx.do("rating_worlds_drop", run_id=on_time.id)
        await tx.do("forget_inputs", id=on_time.id)

    await town.database.write(forget)
    await li.says("改好了")
    await li.taps("全都改好了")
    await li.taps("拍不了照")
    await wang.taps("改好了")
    await town.pass_to(datetime(2026, 12, 22, 15, 0, tzinfo=MONDAY.tzinfo), "clocks")
    await wang.says("1 好")
    await town.job("ratings", WEEK)
    late, after = await of_week(town)
    assert late.version == on_time.version + 1
    assert late.inputs_hash == on_time.inputs_hash
    assert [replace(row, run_id=0) for row in after] == [replace(row, run_id=0) for row in before]


async def test_a_granted_appeal_makes_a_version_of_its_own_and_only_that_differs(town: Town) -> None:
    li, wang, _ = await street(town)
    boss = await town.manager()
    town.clock.at(SUNDAY - timedelta(days=5))
    await town.job("ratings", WEEK)
    town.clock.at(SUNDAY)
    await town.job("ratings", WEEK)
    before = (await of_week(town))[1][0]
    await li.says("申诉")
    await li.taps("卫生")
    await li.says("那天是隔壁倒的水")
    await wang.says("1 秩序 货出店")
    assert not await again(town)
    await boss.taps("看一看")
    await boss.taps("申诉成立")
    await boss.says("看了录像，确实不是他家")
    await boss.taps("发")
    assert await again(town)
    after = (await of_week(town))[1][0]
    assert (after.score or 0) > (before.score or 0)
    assert not await again(town)


async def test_what_runs_had_read_is_dropped_in_time_and_the_stars_stay(town: Town) -> None:
    """After five weeks only what the first run of a week's end had read is left, and the week still comes out the same."""
    await street(town)
    town.clock.at(SUNDAY - timedelta(days=5))
    await town.job("ratings", WEEK)
    town.clock.at(SUNDAY)
    await town.job("ratings", WEEK)
    newest, before = await of_week(town)
    town.clock.forward(days=36)
    await town.job("housekeeping")
    kept = await town.database.read(lambda tx: tx.rows("worlds_kept"))
    assert [row["run_id"] for row in kept] == [newest.id]
    assert not await again(town)
    town.clock.forward(days=400)
    await town.job("housekeeping")
    assert not await town.database.read(lambda tx: tx.rows("worlds_kept"))
    assert await of_week(town) == (newest, before)
