"""A shop disagrees: one sentence, somebody who had no part decides, and the runs since are made anew."""

from datetime import timedelta

import pytest

from storage.appeals import appeals
from storage.ratings import ratings
from tests.stories.ratings.test_stars import weeks_of_looks
from tests.town import Town


async def asked(town: Town) -> None:
    """The jobs that were asked for in chat run within a second."""
    await town.hours.run_asked()
    await town.settle()


async def test_a_look_is_contested_and_somebody_who_had_no_part_decides(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    chen = await town.manager()
    await wang.says("1 秩序 货出店")
    await li.says("申诉")
    li.sees("联系党员看", "秩序 没做到")
    await li.taps("秩序 没做到")
    li.sees("说一句")
    await li.says("那天是隔壁的货")
    li.sees("先不算分", "没有参与打分")
    chen.sees("李记面馆", "秩序", "那天是隔壁的货")
    await li.sends_photo()
    li.sees("补上了")
    await chen.says("待办")
    chen.sees("李记面馆 申诉")
    await chen.taps("李记面馆 申诉")
    await chen.taps("申诉成立")
    chen.sees("说明理由")
    await chen.says("照片看得清是隔壁的")
    await chen.taps("发")
    li.sees("申诉成立", "照片看得清是隔壁的")
    chen.sees("已定")
    await li.says("申诉")
    li.sees("没有可以申诉的")


@pytest.mark.parametrize("shape", ["telegram"])
async def test_the_contested_look_leaves_the_score_but_not_the_gate_and_a_granted_one_rewrites_the_weeks(
    town: Town,
) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    chen = await town.manager()
    await weeks_of_looks(town, wang, "1 好", 3)
    await wang.says("1 秩序，卫生 货出店")
    await town.job("ratings")
    [before] = await town.database.read(lambda tx: ratings.latest(tx, li.shop_id))
    await li.says("申诉")
    await li.taps("没做到")
    await li.says("不是我家的货")
    await town.job("ratings")
    [meanwhile] = await town.database.read(lambda tx: ratings.latest(tx, li.shop_id))
    assert (meanwhile.looks, meanwhile.version) == (before.looks, before.version + 1)
    assert (meanwhile.score or 0) > (before.score or 0) + 2
    town.clock.forward(days=7)
    await town.job("ratings")
    await chen.taps("看一看")
    await chen.taps("申诉成立")
    await chen.says("是隔壁的")
    await chen.taps("发")
    await asked(town)
    runs = await town.database.read(lambda tx: ratings.recent(tx, 5))
    newest = {run.period: run for run in runs}
    first = newest[before.period]
    assert first.version >= 2
    rows = await town.database.read(lambda tx: ratings.of_run(tx, first.id))
    assert (rows[0].score or 0) > (before.score or 0) + 2


@pytest.mark.parametrize("shape", ["telegram"])
async def test_a_rerun_for_an_appeal_says_so_and_leaves_the_old_version_beside_it(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    chen = await town.manager()
    await weeks_of_looks(town, wang, "1 好", 2)
    await wang.says("1 秩序 货出店")
    period = (await town.job("ratings")).period
    town.clock.forward(hours=1)
    await li.says("申诉")
    await li.taps("没做到")
    await li.says("不是我家的货")
    await chen.taps("看一看")
    await chen.taps("申诉成立")
    await chen.says("是隔壁的")
    await chen.taps("发")
    await asked(town)
    versions = await town.database.read(lambda tx: tx.rows("rating_versions", period=period))
    assert [row["kind"] for row in versions] == ["hand", "appeal"]
    assert all(row["published_at"] for row in versions)


@pytest.mark.parametrize("shape", ["telegram"])
async def test_whoever_scored_it_never_decides_it(town: Town) -> None:
    li = await town.merchant("李记面馆")
    chen = await town.manager()
    await chen.says("抽查 李记")
    await chen.taps("有没做到的")
    await chen.picks("秩序")
    await li.says("申诉")
    await li.taps("没做到")
    await li.says("不是我家的货")
    li.sees("还缺一位")
    chen.sees("参与过打分", "邀请 管理员")
    await chen.says("待办")
    chen.sees_no("李记面馆 申诉")
    [case] = await town.database.read(appeals.open_ones)
    assert await town.database.read(lambda tx: appeals.deciders(tx, case)) == []
    other = await town.manager("周主任")
    await other.says("待办")
    other.sees("李记面馆 申诉")
    await other.taps("李记面馆 申诉")
    await other.taps("维持原记录")
    await other.says("当天照片里是李记的货")
    await other.taps("发")
    li.sees("维持原记录", "当天照片里是李记的货")


@pytest.mark.parametrize("shape", ["telegram"])
async def test_after_seven_days_it_is_too_late_and_the_bot_says_what_is_left(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await wang.says("1 秩序 货出店")
    await li.says("申诉")
    town.clock.forward(days=7, minutes=1)
    await li.taps("没做到")
    li.sees("过了 7 天", "投诉建议")
    await li.says("申诉")
    li.sees("没有可以申诉的", "投诉建议")


@pytest.mark.parametrize("shape", ["telegram"])
async def test_a_star_can_be_contested_too(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    chen = await town.manager()
    await weeks_of_looks(town, wang, "1 好", 3)
    town.clock.forward(days=-6)
    await town.job("ratings")
    town.clock.forward(hours=1)
    await li.says("申诉")
    await li.taps("的星")
    await li.says("请再算一遍")
    assert (await town.database.read(appeals.open_ones))[0].due_at - town.clock() > timedelta(days=4)
    chen.sees("请再算一遍")


@pytest.mark.parametrize("shape", ["telegram"])
async def test_an_answer_that_begins_with_a_duty_is_an_answer_and_not_a_report(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await town.manager()
    await wang.says("1 秩序 货出店")
    await li.says("申诉")
    await li.taps("没做到")
    await li.says("秩序，那天是隔壁的货")
    li.sees("收到您的申诉")
    assert await town.database.read(lambda tx: tx.rows("self_checks_everything")) == []


async def test_what_is_said_after_an_appeal_about_something_else_does_not_become_part_of_it(town: Town) -> None:
    """Questions, a closure and praise went into the appeal one after the other, and nothing took them out again."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    chen = await town.manager()
    await wang.says("1 秩序 货出店")
    await li.says("申诉")
    await li.taps("秩序 没做到")
    await li.says("那筐白菜是过路卖菜的放的")
    await li.says("刘队长态度蛮好的")
    li.sees("补进申诉了：“刘队长态度蛮好的”")
    await li.taps("这句不是申诉里的")
    li.sees_somewhere("从申诉里拿掉了")
    chen.sees_somewhere("这句说的是别的事")
    [case] = await town.database.read(lambda tx: appeals.of_shop(tx, li.shop_id))
    assert case.text == "那筐白菜是过路卖菜的放的"
    await li.says("明天后天休息")
    li.sees("歇业")
    [case] = await town.database.read(lambda tx: appeals.of_shop(tx, li.shop_id))
    assert case.text == "那筐白菜是过路卖菜的放的"


@pytest.mark.parametrize("shape", ["telegram"])
async def test_a_question_is_no_reason_and_a_reason_is_shown_before_it_goes(town: Town) -> None:
    """“小方水果的老板叫什么” was kept as the reason of a decision, and went to the shop at once."""
    li, fang = await town.merchant("李记面馆"), await town.merchant("小方水果")
    wang = await town.member("王芳", li, fang)
    chen = await town.manager()
    await wang.says("1 秩序 货出店")
    await li.says("申诉")
    await li.taps("没做到")
    await li.says("那天是隔壁的货")
    await chen.says("待办")
    await chen.taps("李记面馆 申诉")
    await chen.taps("申诉成立")
    await chen.says("小方水果的老板叫什么")
    chen.sees("小方水果")
    assert "已定" not in chen.last
    await chen.says("照片看得清是隔壁的")
    chen.sees("发给李记面馆", "照片看得清是隔壁的")
    assert not any("申诉成立" in text for text in li.heard)
    await chen.says("算了，先不发")
    chen.sees("取消了")
    await chen.says("待办")
    await chen.taps("李记面馆 申诉")
    await chen.taps("申诉成立")
    await chen.says("货是隔壁的")
    await chen.taps("发")
    li.sees("申诉成立", "货是隔壁的")


@pytest.mark.parametrize("shape", ["telegram"])
async def test_each_addition_stands_apart_on_the_card(town: Town) -> None:
    li, chen = await town.merchant("李记面馆"), await town.manager()
    wang = await town.member("王芳", li)
    await wang.says("1 秩序 货出店")
    await li.says("申诉")
    await li.taps("没做到")
    await li.says("那天是隔壁的货")
    await li.says("隔壁老板也可以作证")
    await chen.says("待办")
    await chen.taps("李记面馆 申诉")
    chen.sees("店家说：那天是隔壁的货\n又补充：隔壁老板也可以作证")
