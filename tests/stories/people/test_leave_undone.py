"""A leave that is not wanted any more: whoever says so ends it or calls it off, and never begins another."""

from datetime import timedelta

import pytest

from storage.people import covers
from storage.people.covers import Cover
from tests.player import Player
from tests.town import Town

telegram = pytest.mark.parametrize("shape", ["telegram"])


async def two_members(town: Town) -> tuple[Player, Player, Player]:
    """A manager, and two members who may stand in for one another."""
    li, zhang = await town.merchant("李记面馆"), await town.merchant("张姐水果")
    return await town.manager(), await town.member("王芳", li), await town.member("李强", zhang)


async def coming(town: Town) -> list[Cover]:
    days = [town.clock().date() + timedelta(days=ahead) for ahead in range(10)]
    return [one for day in days for one in await town.database.read(lambda tx, day=day: covers.on(tx, day))]


NOT_WANTED = [
    "我明天不请假了",
    "不请了",
    "假不请了",
    "没事了，假不请了",
    "孩子好了，假就不请了",
    "我不用请假了",
    "明天的假取消了",
    "请假取消了",
    "请的假不要了",
    "取消我明天的请假",
    "不用替了",
    "不用李强替我了",
    "明天不请假",
    "I'm not taking leave tomorrow",
    "I am not taking leave",
    "I don't need leave any more",
    "cancel my leave",
]


@pytest.mark.parametrize("words", NOT_WANTED)
@telegram
async def test_a_leave_that_is_not_wanted_is_called_off(town: Town, words: str) -> None:
    """“我明天不请假了” recorded a leave for tomorrow, with somebody to stand in."""
    _, wang, qiang = await two_members(town)
    await wang.says("明天请假三天")
    assert await coming(town)
    await wang.says(words)
    assert not await coming(town)
    qiang.sees("王芳 的店从11月24日 周二起还是自己看")


@pytest.mark.parametrize("words", NOT_WANTED)
@telegram
async def test_nor_does_it_begin_one(town: Town, words: str) -> None:
    _, wang, _ = await two_members(town)
    await wang.says(words)
    assert not await coming(town)
    assert "没有在请假" in wang.last or "not on leave" in wang.last


@telegram
async def test_a_leave_that_runs_ends_today_for_whoever_is_back_tomorrow(town: Town) -> None:
    _, wang, qiang = await two_members(town)
    await wang.says("请假 3天")
    await wang.says("我明天不请假了")
    wang.sees("店从11月24日 周二起还是您自己看")
    qiang.sees("王芳 的店从11月24日 周二起还是自己看")
    assert [one.until for one in await coming(town)] == [town.clock().date()]


@pytest.mark.parametrize("words", ["明天请假", "我明天请假一天", "我下午请个假", "今天请不请得了假"])
@telegram
async def test_a_leave_that_is_asked_for_is_not_called_off(town: Town, words: str) -> None:
    _, wang, _ = await two_members(town)
    await wang.says(words)
    assert "没有在请假" not in wang.last


@pytest.mark.parametrize(
    "words",
    [
        "王芳销假了，明天正常上班",
        "销假 王芳",
        "王芳的假取消了",
        "王芳明天不请假了",
        "取消王芳的请假",
        "李强不用替王芳了",
        "王芳 is not taking leave",
    ],
)
@telegram
async def test_a_manager_takes_back_a_leave_that_is_to_come(town: Town, words: str) -> None:
    """“王芳销假了” was answered with “没有在请假” while somebody was still named for her days."""
    chen, wang, qiang = await two_members(town)
    await chen.says("王芳明天请假三天")
    chen.sees("李强 替 王芳")
    await chen.says(words)
    assert not await coming(town)
    chen.sees("王芳 从11月24日 周二起的假取消了")
    wang.sees("您从11月24日 周二起的假取消了")
    qiang.sees("王芳 的店从11月24日 周二起还是自己看")


@telegram
async def test_the_button_of_a_manager_speaks_of_the_member(town: Town) -> None:
    """“不请了” under a member's leave told the manager that the shops stay the manager's own."""
    chen, _, _ = await two_members(town)
    await chen.says("王芳明天请假三天")
    await chen.taps("不请了")
    chen.sees("王芳 从11月24日 周二起的假取消了")


@telegram
async def test_a_leave_that_is_over_stays_as_it_was_whatever_is_tapped(town: Town) -> None:
    """“不请了” under the leave of last week deleted it, and with it the one that a manager noted since."""
    chen, wang, _ = await two_members(town)
    await wang.says("请假 2天")
    of_last_week = await coming(town)
    town.clock.forward(days=5)
    await chen.says("王芳明天请假三天")
    to_come = await coming(town)
    await wang.taps("不请了")
    wang.sees("没有改动")
    assert await coming(town) == to_come
    assert await town.database.read(lambda tx: covers.cover_of(tx, wang.person_id, of_last_week[0].since)) is not None


@telegram
async def test_a_leave_that_ends_early_leaves_the_next_one_alone(town: Town) -> None:
    _, wang, _ = await two_members(town)
    await wang.says("请假 3天")
    await wang.says("请假 12月20日到12月22日")
    await wang.says("销假")
    wang.sees("欢迎回来")
    await wang.says("销假")
    wang.sees("不请了")
    await wang.says("销假")
    wang.sees("没有在请假")


@telegram
async def test_whoever_is_brought_back_hears_it(town: Town) -> None:
    """“王芳回来上班了” ended her leave, and she went on in the belief that her shops are looked after."""
    chen, wang, qiang = await two_members(town)
    await wang.says("请假 5天")
    town.clock.forward(days=1)
    await chen.says("王芳回来上班了")
    wang.sees("登记您11月24日 周二起回来上班")
    qiang.sees("王芳 回来了")


@telegram
async def test_another_stand_in_for_a_leave_that_is_over_begins_none(town: Town) -> None:
    """“换个人” under the leave of last week gave the shops of whoever is back to somebody else today."""
    _, wang, _ = await two_members(town)
    await town.member("周敏", await town.merchant("老丁理发"))
    await wang.says("请假 2天")
    await wang.taps("换个人")
    town.clock.forward(days=5)
    await wang.taps("周敏")
    wang.sees("没有改动")
    await wang.says("请假 2天")
    asked = wang.screen[-1]
    town.clock.forward(days=5)
    await wang.taps("换个人", on=asked)
    wang.sees("没有改动")
    assert not await coming(town)
