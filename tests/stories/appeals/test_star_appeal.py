"""A star is appealed against: whoever judges says what it should not rest on, and only then does it change."""

import pytest

from storage.appeals import appeals
from storage.ratings import ratings
from storage.ratings.ratings import Published
from tests.player import Player
from tests.stories.ratings.test_stars import weeks_of_looks
from tests.town import Town

telegram = pytest.mark.parametrize("shape", ["telegram"])


async def asked(town: Town) -> None:
    await town.hours.run_asked()
    await town.settle()


async def newest(town: Town, shop: Player) -> Published:
    [row] = await town.database.read(lambda tx: ratings.latest(tx, shop.shop_id))
    return row


async def a_star_is_contested(town: Town) -> tuple[Player, Player]:
    """Three good looks and a bad one; the shop says that the star is wrong."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    chen = await town.manager()
    await weeks_of_looks(town, wang, "1 好", 3)
    await wang.says("1 秩序，卫生 货出店")
    await town.job("ratings")
    town.clock.forward(hours=1)
    await li.says("申诉")
    await li.taps("的星")
    await li.says("那天在装修，报备过的")
    chen.sees("那天在装修")
    await chen.taps("看一看")
    return li, chen


async def test_the_judge_sets_a_look_aside_and_the_star_is_made_anew(town: Town) -> None:
    li, chen = await a_star_is_contested(town)
    before = await newest(town, li)
    await chen.taps("申诉成立")
    chen.sees("哪几条不该算", "没做到")
    await chen.picks("没做到")
    chen.sees("说明理由")
    await chen.says("装修报备过")
    await chen.taps("发")
    li.sees("申诉成立", "没做到", "装修报备过", "星正在重算")
    await asked(town)
    after = await newest(town, li)
    assert (after.period, after.version) == (before.period, before.version + 1)
    assert (after.score or 0) > (before.score or 0) + 2
    await li.says("申诉")
    assert "秩序" not in li.last, "the look is settled with the star"


@telegram
async def test_with_nothing_ticked_the_judge_is_asked_again_and_nothing_changes(town: Town) -> None:
    li, chen = await a_star_is_contested(town)
    before = await newest(town, li)
    await chen.taps("申诉成立")
    await chen.picks()
    chen.sees("那天在装修", "维持原记录")
    await chen.taps("维持原记录")
    await chen.says("报备的是隔壁，不是您家")
    await chen.taps("发")
    li.sees("维持原记录", "报备的是隔壁")
    assert "重算" not in li.last
    await asked(town)
    assert await newest(town, li) == before


@telegram
async def test_where_there_is_nothing_to_set_aside_the_reason_alone_decides(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    chen = await town.manager()
    await weeks_of_looks(town, wang, "1 好", 3)
    town.clock.forward(days=-6)
    await town.job("ratings")
    await li.says("申诉")
    await li.taps("的星")
    await li.says("请再算一遍")
    await chen.taps("看一看")
    await chen.taps("申诉成立")
    chen.sees("说明理由")
    await chen.says("都算对了，就等再被看到几次")
    await chen.taps("发")
    li.sees("星不变", "就等再被看到几次")


@telegram
async def test_a_report_that_was_wrong_is_set_aside_as_well(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    zhang = await town.merchant("张姐水果")
    chen = await town.manager()
    await weeks_of_looks(town, wang, "1 好", 3)
    await zhang.says("反映 李记面馆 秩序 货堆到人行道上")
    await wang.taps("确有其事")
    await town.job("ratings")
    before = await newest(town, li)
    town.clock.forward(hours=1)
    await li.says("申诉")
    await li.taps("的星")
    await li.says("那是送货的车，不是我家的")
    [case] = await town.database.read(appeals.open_ones)
    assert await town.database.read(lambda tx: appeals.deciders(tx, case)) == [chen.person_id]
    await chen.taps("看一看")
    await chen.taps("申诉成立")
    await chen.picks("有人反映：秩序")
    await chen.says("是送货车")
    await chen.taps("发")
    li.sees("这些不算了", "有人反映：秩序 没做到")
    await asked(town)
    assert (await newest(town, li)).score == (before.score or 0) + 2


@telegram
async def test_whoever_confirmed_the_report_does_not_judge_the_star(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    zhang = await town.merchant("张姐水果")
    await weeks_of_looks(town, wang, "1 好", 3)
    chen = await town.manager()
    await zhang.says("反映 李记面馆 秩序 货堆到人行道上")
    await chen.says("待办")
    await chen.taps("李记面馆")
    await chen.taps("确有其事")
    await town.job("ratings")
    await li.says("申诉")
    await li.taps("的星")
    await li.says("不是我家的")
    li.sees("还缺一位")
