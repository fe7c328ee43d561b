"""A street is paused and goes on again: members and shops hear both, once each, and nobody at midday."""

from datetime import timedelta

import pytest

from tests.town import Town

telegram = pytest.mark.parametrize("shape", ["telegram"])


async def test_members_and_shops_hear_when_it_begins_and_when_it_is_over(town: Town) -> None:
    li = await town.merchant("李记面馆")
    ding = await town.merchant("老丁理发", street="中溪路", grid="中溪路")
    wang = await town.member("王芳", li, ding)
    chen = await town.manager()
    await chen.says("停评 西津路 3天 修路")
    await chen.taps("发")
    chen.sees("11月25日", "党员和店家都会收到")
    wang.sees("西津路 停评", "不计分")
    li.sees("西津路 停评", "11月25日", "照常开门")
    assert ding.screen == []
    town.clock.forward(days=1)
    await chen.says("恢复评星 西津路")
    chen.sees("恢复评星")
    wang.sees("停评结束", "照常计分")
    li.sees("停评结束", "照常评星")
    assert ding.screen == []


async def test_without_a_last_day_it_says_that_the_end_will_be_told(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    chen = await town.manager()
    await chen.says("停评 西津路")
    await chen.taps("发")
    for player in (li, wang, chen):
        player.sees("11月23日", "起停评，恢复时间另行通知")
        player.sees_no("开门那天")


@telegram
async def test_an_owner_of_several_shops_who_is_also_a_member_hears_it_once(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await town.another_shop(li, "李记小吃")
    zhang = await town.merchant("张姐水果")
    await town.make_member(li, zhang)
    chen = await town.manager()
    await chen.says("停评 全部 3天")
    await chen.taps("发")
    assert len([said for said in li.screen if "停评" in said.reply.text]) == 1
    zhang.sees("停评")


@telegram
async def test_at_midday_it_waits_until_people_have_rested(town: Town) -> None:
    li = await town.merchant("李记面馆")
    chen = await town.manager()
    town.clock.forward(hours=3, minutes=30)
    await chen.says("停评 西津路 3天")
    await chen.taps("发")
    assert li.screen == []
    await town.pass_to(town.clock() + timedelta(hours=2), "clocks")
    li.sees("停评")


@telegram
async def test_whoever_is_still_under_another_pause_does_not_hear_that_it_is_over(town: Town) -> None:
    li = await town.merchant("李记面馆")
    ding = await town.merchant("老丁理发", street="中溪路", grid="中溪路")
    wang = await town.member("王芳", li)
    zhou = await town.member("周敏", ding)
    chen = await town.manager()
    await chen.says("停评 西津路 10天 修路")
    await chen.taps("发")
    await chen.says("停评 全部 3天")
    await chen.taps("发")
    town.clock.forward(days=2)
    await chen.says("恢复评星 全部")
    for player in (ding, zhou):
        player.sees("停评结束", "11月25日 周三起", "还在停评的：西津路")
    for player in (li, wang):
        player.sees_no("停评结束")
    chen.sees("停评结束", "还在停评的：西津路")
    town.clock.forward(days=1)
    await chen.says("恢复评星 西津路")
    li.sees("西津路 停评结束")
    chen.sees("从今天起恢复评星")


@telegram
async def test_a_pause_called_off_before_it_began_was_never_over(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    chen = await town.manager()
    await chen.says("停评 西津路 后天起3天")
    await chen.taps("发")
    wang.sees("11月25日")
    town.clock.forward(days=1)
    await chen.says("恢复评星 西津路")
    for player in (li, wang, chen):
        player.sees("11月25日 周三起的停评取消了")
        player.sees_no("停评结束")


@telegram
async def test_a_shop_that_heard_from_us_today_hears_it_the_next_morning(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    chen = await town.manager()
    await town.job("reminders")
    await chen.says("停评 西津路 3天")
    await chen.taps("发")
    wang.sees("西津路 停评")
    li.sees("今天")
    li.sees_no("停评")
    await town.pass_to(town.clock.now + timedelta(hours=22), "clocks")
    li.sees_no("停评")
    await town.pass_to(town.clock.now + timedelta(hours=1), "reminders")
    li.sees("西津路 停评")
    assert len(li.screen) == 2


@telegram
async def test_on_sunday_the_one_message_is_the_star(town: Town) -> None:
    li = await town.merchant("李记面馆")
    chen = await town.manager()
    town.clock.forward(days=6)
    await chen.says("停评 西津路 3天")
    await chen.taps("发")
    await town.pass_to(town.clock.now + timedelta(hours=11), "ratings", "star-news")
    assert len(li.screen) == 1
    li.sees("李记面馆")
    await town.pass_to(town.clock.now + timedelta(hours=13), "reminders")
    li.sees("西津路 停评")
    assert len(li.screen) == 2


@telegram
async def test_its_end_reaches_people_on_the_morning_when_it_happens(town: Town) -> None:
    """The end was told only when a manager ended a pause early; whoever waited for its last day heard nothing."""
    li, ding = await town.merchant("李记面馆"), await town.merchant("老丁理发", street="中溪路", grid="中溪路")
    wang = await town.member("王芳", li, ding)
    chen = await town.manager()
    await chen.says("停评 西津路 3天 修路")
    await chen.taps("发")
    await town.pass_to(town.clock.now + timedelta(days=2, hours=12), "pause-ends", "clocks")
    wang.sees_no("停评结束")
    await town.pass_to(town.clock.now + timedelta(hours=12), "pause-ends", "clocks")
    wang.sees("西津路 停评结束", "11月26日 周四起去看的照常计分")
    li.sees("西津路 停评结束")
    assert ding.screen == []
    await town.pass_to(town.clock.now + timedelta(days=2), "pause-ends", "clocks")
    assert len([said for said in wang.screen if "停评结束" in said.reply.text]) == 1


@telegram
async def test_a_pause_ended_by_hand_is_not_told_again_the_next_morning(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    chen = await town.manager()
    await chen.says("停评 西津路 3天")
    await chen.taps("发")
    town.clock.forward(days=1)
    await town.pass_to(town.clock.now + timedelta(minutes=1), "pause-ends")
    await chen.says("恢复评星 西津路")
    await town.pass_to(town.clock.now + timedelta(days=3), "pause-ends", "clocks")
    assert len([said for said in wang.screen if "停评结束" in said.reply.text]) == 1


@telegram
async def test_a_pause_is_read_back_with_its_days_and_what_stops(town: Town) -> None:
    """“西津路 3天 修路” was all that was read back."""
    await town.merchant("李记面馆")
    chen = await town.manager()
    await chen.says("停评 西津路 3天 修路")
    chen.sees("西津路 从 11月23日 周一 到 11月25日 周三 停评", "整改时间停下", "自查照常提醒", "修路")


@telegram
async def test_a_changed_pause_is_told_as_it_is_now_and_once(town: Town) -> None:
    """The shop heard of three days the next morning, and of five the morning after."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    chen = await town.manager()
    await town.job("reminders")
    await chen.says("停评 西津路 5天 修路")
    await chen.taps("发")
    await chen.says("停评 西津路 3天 修路")
    await chen.taps("发")
    wang.sees("西津路 停评改了", "11月25日")
    await town.pass_to(town.clock.now + timedelta(days=2), "clocks")
    told = [said.reply.text for said in li.screen if "停评" in said.reply.text]
    assert len(told) == 1
    assert "11月25日 周三" in told[0]
    await town.pass_to(town.clock.now + timedelta(days=2), "pause-ends", "clocks")
    li.sees("停评结束")


@telegram
async def test_a_pause_called_off_before_the_shop_heard_of_it_is_never_told(town: Town) -> None:
    """It heard that the street is paused after the pause was over."""
    li = await town.merchant("李记面馆")
    chen = await town.manager()
    await town.job("reminders")
    await chen.says("停评 西津路 3天 修路")
    await chen.taps("发")
    await chen.says("恢复评星 西津路")
    await town.pass_to(town.clock.now + timedelta(days=2), "clocks")
    li.sees_no("停评")


@telegram
async def test_several_pauses_that_end_at_once_are_told_each_to_whom_it_concerns(town: Town) -> None:
    """“停评都恢复吧” ended both, and told of the first street alone."""
    li, ding = await town.merchant("李记面馆"), await town.merchant("老丁理发", street="中溪路", grid="中溪路")
    tools = await town.merchant("便民五金", street="中溪路", grid="中溪路")
    wang, zhou = await town.member("王芳", li, tools), await town.member("周敏", ding)
    chen = await town.manager()
    for words in ("停评 西津路 10天", "停评 中溪路 10天"):
        await chen.says(words)
        await chen.taps("发")
    town.clock.forward(days=1)
    await chen.says("停评都恢复吧")
    chen.sees("西津路：从今天起恢复评星", "中溪路：从今天起恢复评星")
    wang.sees_somewhere("西津路 停评结束", "中溪路 停评结束")
    li.sees("西津路 停评结束")
    for player in (ding, zhou):
        player.sees("中溪路 停评结束")


@telegram
async def test_an_owner_on_two_streets_hears_of_both_one_a_day(town: Town) -> None:
    """Both were the one unasked message of the same day, so that the second was never written."""
    li = await town.merchant("李记面馆")
    await town.another_shop(li, "李记小吃", street="中溪路", grid="中溪路")
    chen = await town.manager()
    for words in ("停评 西津路 10天", "停评 中溪路 10天"):
        await chen.says(words)
        await chen.taps("发")
    await town.pass_to(town.clock() + timedelta(days=2), "clocks")
    await chen.says("停评都恢复吧")
    await town.pass_to(town.clock() + timedelta(days=2), "clocks")
    li.sees_somewhere("西津路 停评结束", "中溪路 停评结束")


@pytest.mark.parametrize("why", ["取消夜市", "撤站台", "路面恢复施工", "庙会结束前交通管制"])
@telegram
async def test_a_reason_that_tells_of_an_end_ends_no_pause(town: Town, why: str) -> None:
    """“停评 西津路 5天 取消夜市” ended the pause that ran."""
    await town.merchant("李记面馆")
    chen = await town.manager()
    await chen.says("停评 西津路 3天 修路")
    await chen.taps("发")
    await chen.says(f"停评 西津路 5天 {why}")
    chen.sees("从 11月23日 周一 到 11月27日 周五 停评")
    await chen.taps("发")
    chen.sees("到 11月27日 周五 停评，记下了")
