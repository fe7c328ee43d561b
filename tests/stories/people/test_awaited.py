"""What we asked for is what we take it for: a sentence that begins with a duty's name is no report against the shop."""

from __future__ import annotations

import pytest

from storage.findings import findings
from tests.player import Player
from tests.town import Town

telegram = pytest.mark.parametrize("shape", ["telegram"])


async def nothing_is_held_against(town: Town, shop: Player) -> bool:
    checks = await town.database.read(lambda tx: tx.rows("self_checks_everything"))
    return not checks and not await town.database.read(lambda tx: findings.open_at(tx, shop.shop_id))


async def test_a_complaint_about_goods_next_door_is_a_complaint(town: Town) -> None:
    li, chen = await town.merchant("李记面馆"), await town.manager()
    await li.says("投诉建议")
    li.sees("请直接说")
    await li.says("占道 隔壁天天摆出来，你们不管")
    await li.taps("发")
    li.sees("谢谢您说出来")
    chen.sees("占道 隔壁天天摆出来，你们不管")
    assert await nothing_is_held_against(town, li)


async def test_a_call_for_help_about_rubbish_reaches_the_member(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await li.says("求助")
    await li.says("垃圾 三天没人收了")
    li.sees("王芳")
    wang.sees("李记面馆", "垃圾 三天没人收了")
    assert await nothing_is_held_against(town, li)


async def test_what_was_seen_next_door_is_a_lead(town: Town) -> None:
    li, zhang = await town.merchant("李记面馆"), await town.merchant("张姐水果")
    wang = await town.member("王芳", zhang)
    await li.says("反映")
    await li.says("秩序 隔壁货堆到路上")
    li.sees("哪家店门前")
    await li.says("张姐水果")
    wang.sees("张姐水果", "秩序", "隔壁货堆到路上")
    assert await nothing_is_held_against(town, li)


async def test_a_member_with_a_shop_of_their_own_answers_in_their_own_words(town: Town) -> None:
    li, wang = await town.merchant("李记面馆"), await town.merchant("王芳鞋店", name="王芳")
    await town.make_member(wang, li)
    await li.says("求助 门口的灯不亮")
    await wang.taps("回复")
    await wang.says("设施 已经报修，明天来人")
    await wang.taps("发")
    li.sees("设施 已经报修，明天来人")
    assert await nothing_is_held_against(town, wang)


async def test_a_complaint_about_opening_hours_changes_no_days_of_rest(town: Town) -> None:
    li, chen = await town.merchant("李记面馆"), await town.manager()
    await li.says("投诉建议")
    await li.says("隔壁天天营业到半夜，太吵")
    await li.taps("发")
    li.sees("谢谢您说出来")
    chen.sees("隔壁天天营业到半夜")


async def test_the_photo_that_was_asked_for_may_say_what_it_shows(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("秩序 货出店了")
    await li.says("改好了")
    li.sees("请拍一张")
    await li.sends_photo("秩序 弄好了")
    li.sees("照片收到，谢谢")
    assert len(await town.database.read(lambda tx: tx.rows("self_checks_everything"))) == 1


@telegram
async def test_other_words_still_lead_away_from_a_question(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("投诉建议")
    await li.says("好")
    li.sees("五项都做到了")
    await li.says("秩序 货出店了")
    li.sees("秩序", "不扣分")


@telegram
async def test_a_question_left_unanswered_claims_nothing_the_day_after(town: Town) -> None:
    li, chen = await town.merchant("李记面馆"), await town.manager()
    await li.says("投诉建议")
    town.clock.forward(days=1)
    await li.says("秩序 货出店了")
    li.sees("秩序", "不扣分")
    assert not chen.screen


@telegram
@pytest.mark.parametrize("words", ["求助了三天没人管", "反映好几次了都没用", "歇业了还天天来催"])
async def test_a_complaint_may_begin_like_a_command(town: Town, words: str) -> None:
    """“求助了三天没人管” went to the very member it was about, as a call for help."""
    li, chen = await town.merchant("李记面馆"), await town.manager()
    wang = await town.member("王芳", li)
    await li.says("投诉建议")
    await li.says(words)
    await li.taps("发")
    chen.sees(words)
    assert not wang.screen
    await li.says("投诉建议")
    await li.says("求助 下水道堵了")
    wang.sees("下水道堵了")
