"""A notice: shown once, then sent to whom it is for, and to nobody else."""

from __future__ import annotations

import pytest

from tests.player import Player
from tests.town import Town, on_day

telegram = pytest.mark.parametrize("shape", ["telegram"], indirect=True)


async def two_streets(town: Town) -> tuple[Player, Player, Player, Player]:
    li, glasses = await town.merchant("李记面馆", street="津河路"), await town.merchant("明亮眼镜")
    chen, wang = await town.manager(), await town.member("王芳", li, glasses)
    return chen, wang, li, glasses


@pytest.mark.parametrize(
    ("words", "to", "said"),
    [
        ("给所有店发个通知：明天下午检查", "全部的店家（2 人）", "明天下午检查"),
        ("通知津河路的商户明天上午停水", "津河路的店家（1 人）", "明天上午停水"),
        ("给党员们发个消息 周五下午三点开会", "全部的党员（2 人）", "周五下午三点开会"),
        ("帮我群发一下：下周创卫，请收拾干净", "全部的店家（2 人）", "下周创卫，请收拾干净"),
        ("给商户和党员都发个通知：周六义务劳动", "全部的店家和党员（4 人）", "周六义务劳动"),
        ("群发通知：明天检查", "全部的店家（2 人）", "明天检查"),
        ("跟李记面馆说一声，下午有领导去", "李记面馆（1 人）", "下午有领导去"),
        ("请各位党员本周五前完成走访", "全部的党员（2 人）", "本周五前完成走访"),
        ("给王芳发个消息，今天去看看李记面馆", "王芳", "今天去看看李记面馆"),
        ("让党员们明天早点去看店", "全部的党员（2 人）", "明天早点去看店"),
        ("群里发个消息说下周一停水", "全部的店家（2 人）", "下周一停水"),
        ("给津河路沿线商户统一发个提醒，明早收拾好", "津河路的店家（1 人）", "明早收拾好"),
        ("通知所有店明天上午津河路停水", "全部的店家（2 人）", "明天上午津河路停水"),
        ("给大家发个通知，津河路周六封路", "全部的店家（2 人）", "津河路周六封路"),
        ("通知津河路和西津路的商户明天停水", "津河路、西津路的店家（2 人）", "明天停水"),
        ("通知津河路的党员明天开会", "津河路的党员（1 人）", "明天开会"),
        ("告诉李记面馆和明亮眼镜下午有领导去", "李记面馆、明亮眼镜（2 人）", "下午有领导去"),
        ("给王芳和李明发个消息：下午开会", "王芳、李明", "下午开会"),
        ("给李记发个通知：下午检查", "李记面馆（1 人）", "下午检查"),
    ],
)
@telegram
async def test_a_notice_is_shown_before_it_goes(town: Town, words: str, to: str, said: str) -> None:
    chen, wang, li, _ = await two_streets(town)
    await town.staff("李明", "member")
    await chen.says(words)
    chen.sees(f"发给{to}：\n{said}")
    assert not wang.last
    assert not li.last


@telegram
async def test_it_goes_to_the_one_shop_that_is_named(town: Town) -> None:
    chen, _, li, glasses = await two_streets(town)
    await chen.says("告诉李记面馆下午有领导去")
    await chen.taps("发")
    li.sees("下午有领导去")
    assert not glasses.last


async def test_it_goes_to_the_street_alone_once_it_is_sent(town: Town) -> None:
    chen, wang, li, glasses = await two_streets(town)
    await chen.says("通知津河路的商户：明天上午停水")
    await chen.taps("发")
    chen.sees("发出去了，1 人")
    li.sees("【通知】", "明天上午停水")
    assert not glasses.last
    assert not wang.last


@telegram
async def test_what_is_missing_is_asked_and_may_be_changed_or_left(town: Town) -> None:
    chen, wang, _, _ = await two_streets(town)
    await chen.says("给党员发个通知")
    chen.sees("要通知全部的党员（1 人）什么")
    await chen.says("明天开会")
    await chen.taps("改")
    await chen.says("后天开会")
    chen.sees("后天开会")
    await chen.taps("取消")
    assert not wang.last
    await chen.says("给党员发个通知：后天开会")
    await chen.taps("发")
    wang.sees("后天开会")


@telegram
async def test_a_shop_hears_one_unasked_message_a_day(town: Town) -> None:
    chen, _, li, _ = await two_streets(town)
    for words in ("通知：今天停水", "通知：明天停电"):
        await chen.says(words)
        await chen.taps("发")
    li.sees("今天停水")
    assert "停电" not in li.looks()
    town.clock.at(on_day(town.clock().date().replace(day=24), 7, 45))
    await town.settle()
    li.sees("明天停电")


@telegram
async def test_nobody_but_a_manager_sends_one(town: Town) -> None:
    _, wang, li, _ = await two_streets(town)
    secretary = await town.staff("周书记", "secretary")
    for one in (secretary, wang):
        await one.says("给所有店发个通知：明天下午检查")
        assert "发给" not in one.last
    assert not li.last


@telegram
async def test_in_english_too(town: Town) -> None:
    chen, _, li, _ = await two_streets(town)
    await chen.says("send a notice to all shops: inspection tomorrow")
    chen.sees("To the merchants, everywhere (2 people):", "inspection tomorrow")
    await chen.taps("Send")
    li.sees("inspection tomorrow")


@telegram
async def test_it_is_said_where_nobody_would_hear_it(town: Town) -> None:
    chen = await town.manager()
    await chen.says("给所有店发个通知：明天检查")
    chen.sees("还没有人登记")


@telegram
async def test_a_notice_to_members_ends_without_a_word_of_shops(town: Town) -> None:
    """“店家一天只收一条” stood under a notice that only members got."""
    li = await town.merchant("李记面馆")
    chen = await town.manager()
    await town.member("王芳", li)
    await chen.says("发个通知给所有党员：周五下午三点支部学习")
    await chen.taps("发")
    chen.sees("发出去了，1 人。")
    assert "店家" not in chen.last
