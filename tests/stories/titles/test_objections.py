"""异议: a promised answer comes, nothing is promised that cannot be kept, and a photo reaches whoever decides."""

import pytest

from storage.titles import titles
from tests.stories.roster.test_new_holder import two_rosters
from tests.stories.titles.test_titles import on_notice
from tests.town import Town

telegram = pytest.mark.parametrize("shape", ["telegram"])


async def test_one_that_is_right_ends_the_title_and_the_others_hear_it_too(town: Town) -> None:
    li, chen = await on_notice(town)
    zhang, ding = await town.merchant("张姐水果"), await town.merchant("老丁理发")
    passer_by = town.player("路人")
    for who, why in ((zhang, "晚上占道"), (ding, "油烟大"), (ding, "还往街上倒水"), (passer_by, "音响太吵")):
        await who.says(f"异议 李记面馆 {why}")
    number = (await town.database.read(lambda tx: titles.of_shop(tx, li.shop_id))).id  # type: ignore[union-attr]
    await chen.says("待办")
    await chen.taps("李记面馆 的公示有异议")
    chen.sees("晚上占道")
    await chen.taps("异议成立")
    await chen.says("现场看到了")
    await chen.taps("发")
    zhang.sees("核实属实", "现场看到了")
    ding.sees("李记面馆 这一季不授牌了", "不用再核实")
    assert len([t for t in ding.heard if "不用再核实" in t]) == 1, "once, however much they said"
    assert not [t for t in zhang.heard if "不用再核实" in t]
    assert len([t for t in li.heard if "先不授牌" in t]) == 1
    assert await town.database.read(lambda tx: titles.open_objections(tx, number)) == 0


@telegram
async def test_a_stranger_is_told_where_to_look_and_promised_no_answer(town: Town) -> None:
    await on_notice(town)
    passer_by, zhang = town.player("路人"), await town.merchant("张姐水果")
    await passer_by.says("异议 李记面馆 晚上占道")
    passer_by.sees("收到", "公示")
    passer_by.sees_no("告诉您")
    await zhang.says("异议 李记面馆 晚上占道")
    zhang.sees("有了结果告诉您")


async def test_the_photo_that_was_asked_for_reaches_the_managers(town: Town) -> None:
    _, chen = await on_notice(town)
    zhang = await town.merchant("张姐水果")
    await zhang.says("异议 李记面馆")
    zhang.sees("有照片一起发")
    await zhang.sends_photo("晚上占道")
    zhang.sees("收到")
    assert chen.screen[-1].reply.attachments
    await chen.says("待办")
    await chen.taps("李记面馆 的公示有异议")
    chen.sees("晚上占道")
    assert chen.screen[-1].reply.attachments


@telegram
async def test_a_photo_alone_says_enough(town: Town) -> None:
    _, chen = await on_notice(town)
    zhang = await town.merchant("张姐水果")
    await zhang.says("异议 李记面馆")
    await zhang.sends_photo()
    zhang.sees("收到")
    chen.sees("看照片")
    assert chen.screen[-1].reply.attachments


async def test_with_a_new_holder_there_is_nothing_left_to_check(town: Town) -> None:
    li, chen = await on_notice(town)
    zhang = await town.merchant("张姐水果")
    await zhang.says("异议 李记面馆 晚上占道")
    number = (await town.database.read(lambda tx: titles.of_shop(tx, li.shop_id))).id  # type: ignore[union-attr]
    await chen.says("换店主 李记面馆")
    await chen.taps("李记面馆")
    zhang.sees("李记面馆 这一季不授牌了", "不用再核实")
    assert await town.database.read(lambda tx: titles.open_objections(tx, number)) == 0


@telegram
async def test_with_the_roster_taken_back_it_is_to_be_checked_again(town: Town) -> None:
    li, chen = await on_notice(town)
    zhang = await town.merchant("张姐水果")
    await zhang.says("异议 李记面馆 晚上占道")
    await two_rosters(town, li.shop_id, chen)
    zhang.sees("不用再核实")
    await chen.taps("撤回这次导入")
    zhang.sees("还是原来的店主", "有了结果告诉您")
    await chen.says("待办")
    await chen.taps("李记面馆 的公示有异议")
    await chen.taps("异议不成立")
    await chen.says("没看到")
    await chen.taps("发")
    zhang.sees("没有成立", "没看到")
