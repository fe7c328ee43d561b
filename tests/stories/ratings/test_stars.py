"""From looks to a star, and what a merchant hears of it."""

from datetime import timedelta

import pytest

from storage.core.tx import Tx
from storage.ratings import ratings
from storage.shops import shops, tenures
from tests.town import Town


async def weeks_of_looks(town: Town, member: object, line: str, weeks: int) -> None:
    for _ in range(weeks):
        await member.says(line)  # type: ignore[attr-defined]
        town.clock.forward(days=7)


async def test_before_three_looks_a_shop_is_unrated_and_never_zero(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await wang.says("1 好")
    await town.job("ratings")
    await li.says("我的星")
    li.sees("待评", "再有 2 次")


async def test_flawless_looks_give_four_stars_until_a_second_pair_of_eyes_came(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    squad = await town.staff("赵队", "squad")
    await weeks_of_looks(town, wang, "1 好", 8)
    await town.job("ratings")
    await li.says("我的星")
    li.sees("★★★★☆", "联系党员以外的同事")
    await squad.says("抽查 李记")
    await squad.taps("五项都做到了")
    town.clock.forward(days=7)
    await wang.says("1 好")
    await town.job("ratings")
    await li.says("我的星")
    li.sees("★★★★★")


async def test_a_contradicting_look_shows_in_the_explanation(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await weeks_of_looks(town, wang, "1 秩序 货出店", 1)
    await weeks_of_looks(town, wang, "1 好", 3)
    await li.says("好")
    await wang.says("1 秩序 货出店")
    await town.job("ratings")
    await li.says("我的星")
    li.sees("秩序 没做到", "把 秩序 做好")


async def test_the_same_inputs_make_no_second_version(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await wang.says("1 好")
    period = (await town.job("ratings")).period
    work = await town.job("ratings")
    assert work.counts == {"unchanged": 1}
    await wang.says("1 秩序 货出店")
    await town.job("ratings")
    newest = await town.database.read(lambda tx: ratings.newest(tx, period))
    assert newest is not None
    assert newest.version == 2


async def test_the_scheduled_run_rates_its_own_sunday_even_when_it_is_late(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await wang.says("1 好")
    town.clock.forward(days=8)
    await wang.says("1 秩序 货出店")
    await town.hours.catch_up("ratings")
    [run] = await town.database.read(lambda tx: ratings.recent(tx, 5))
    assert run.period == "2026-W48"
    [row] = await town.database.read(lambda tx: ratings.of_run(tx, run.id))
    assert row.looks == 1
    before = await town.database.read(lambda tx: ratings.recent(tx, 5))
    await town.hours.catch_up("ratings")
    assert await town.database.read(lambda tx: ratings.recent(tx, 5)) == before


async def test_a_new_holder_starts_unrated_and_the_place_keeps_its_history(town: Town) -> None:
    from storage.shops import shops

    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await weeks_of_looks(town, wang, "1 好", 5)
    await town.job("ratings")
    now = town.clock()
    await town.database.write(lambda tx: shops.change_holder(tx, li.shop_id, owner="", phone="", now=now))
    town.clock.forward(days=1)
    await town.job("ratings")
    [row] = await town.database.read(lambda tx: ratings.latest(tx, li.shop_id))
    assert (row.state, row.stars) == ("unrated", None)
    history = await town.database.read(lambda tx: tx.rows("observations_everything"))
    assert len(history) == 5
    assert town.clock() - now == timedelta(days=1)


@pytest.mark.parametrize("shape", ["telegram"])
async def test_whoever_has_just_enrolled_is_told_no_date_and_invited_to_no_appeal(town: Town) -> None:
    """A shop that came on Saturday read “待评（截至上周日）” and was asked to contest a star there was not."""
    li = await town.merchant("李记面馆")
    await town.job("ratings")
    town.clock.forward(days=6)
    await li.says("我的星")
    li.sees("还没有评过星", "怎么评星")
    li.sees_no("截至", "申诉")


@pytest.mark.parametrize("shape", ["telegram"])
async def test_a_star_of_the_holder_before_is_not_the_new_holders(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await weeks_of_looks(town, wang, "1 好", 4)
    await town.job("ratings")
    hu = await town.merchant("别处")

    async def takes_over(tx: Tx) -> None:
        await tenures.end(tx, [li.shop_id], town.clock())
        await shops.hold(tx, li.shop_id, hu.person_id, town.clock())

    town.clock.forward(days=1)
    await town.database.write(takes_over)
    await hu.says("我的星")
    hu.sees("李记面馆：还没有评过星")
    hu.sees_no("★", "申诉")
