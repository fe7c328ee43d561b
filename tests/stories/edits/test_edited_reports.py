"""A person corrects a message after it was sent: what it had made is replaced, and nobody is left with the first words."""

from __future__ import annotations

import pytest

from programme.requests.help_state import HelpState
from storage.findings import findings, leads
from storage.requests import help_requests, service_requests
from storage.titles import titles
from tests.player import Player
from tests.stories.titles.test_titles import on_notice
from tests.town import Town

pytestmark = pytest.mark.parametrize("shape", ["telegram"])


async def two_shops(town: Town) -> tuple[Player, Player, Player, Player]:
    """Two shops, each with its member."""
    li, zhang = await town.merchant("李记面馆"), await town.merchant("张姐水果")
    return li, zhang, await town.member("王芳", li), await town.member("李强", zhang)


async def states(town: Town) -> list[tuple[int, str]]:
    return [
        (row.shop_id or 0, row.state)
        for number in (1, 2, 3)
        for row in await town.database.read(lambda tx, n=number: tx.all(leads.Lead, "lead", id=n))  # type: ignore[misc]
    ]


class TestLeads:
    async def test_a_report_about_the_wrong_shop_leaves_one_lead(self, town: Town) -> None:
        """A 反映 corrected to another shop left two leads, and both members went to look."""
        li, zhang, wang, qiang = await two_shops(town)
        ding = await town.merchant("老丁理发")
        await ding.says("反映 李记面馆 秩序 货出店")
        wang.sees("货出店")
        await ding.edits("反映 张姐水果 秩序 货出店")
        assert await states(town) == [(li.shop_id, "withdrawn"), (zhang.shop_id, "open")]
        wang.sees("李记面馆 秩序", "不用去看了")
        qiang.sees("货出店")
        ding.sees("李强")
        await wang.taps("确有其事")
        assert await town.database.read(lambda tx: findings.open_at(tx, li.shop_id)) == []

    async def test_unchanged_words_change_nothing(self, town: Town) -> None:
        _, _, wang, _ = await two_shops(town)
        ding = await town.merchant("老丁理发")
        await ding.says("反映 李记面馆 秩序 货出店")
        seen = len(wang.screen)
        await ding.edits("反映 李记面馆 秩序 货出店")
        assert ding.heard == []
        assert len(wang.screen) == seen
        assert len(await states(town)) == 1

    async def test_after_somebody_looked_it_stays_and_that_is_said(self, town: Town) -> None:
        li, _, wang, qiang = await two_shops(town)
        ding = await town.merchant("老丁理发")
        await ding.says("反映 李记面馆 秩序 货出店")
        await wang.taps("没看到")
        await ding.edits("反映 张姐水果 秩序 货出店")
        ding.sees("已经有人去看过", "另发一条")
        assert await states(town) == [(li.shop_id, "unfounded")]
        assert qiang.screen == []

    async def test_whoever_said_the_same_later_is_heard_instead(self, town: Town) -> None:
        li, _, wang, _ = await two_shops(town)
        ding, chen, hong = [await town.merchant(name) for name in ("老丁理发", "陈记包子", "红姐花店")]
        await ding.says("反映 李记面馆 秩序 货出店")
        await chen.says("反映 李记面馆 秩序 纸箱挡路")
        await hong.says("反映 李记面馆 秩序 走不过去")
        hong.sees("已有人反映")
        await ding.edits("反映 张姐水果 秩序 货出店")
        assert await states(town) == [(li.shop_id, "withdrawn"), (li.shop_id, "open"), (li.shop_id, "same")]
        wang.sees("纸箱挡路")
        await wang.taps("没看到")
        chen.sees("当时没看到")
        hong.sees("当时没看到")
        ding.sees("张姐水果")

    async def test_what_joined_another_report_leaves_it_again(self, town: Town) -> None:
        li, zhang, *_ = await two_shops(town)
        ding, chen = await town.merchant("老丁理发"), await town.merchant("陈记包子")
        await ding.says("反映 李记面馆 秩序 货出店")
        await chen.says("反映 李记面馆 秩序 纸箱")
        await chen.edits("反映 张姐水果 秩序 纸箱")
        assert await states(town) == [(li.shop_id, "open"), (li.shop_id, "withdrawn"), (zhang.shop_id, "open")]

    async def test_what_joined_a_running_case_leaves_it_again(self, town: Town) -> None:
        li, zhang, wang, _ = await two_shops(town)
        ding = await town.merchant("老丁理发")
        await wang.says("1 秩序 货出店")
        await ding.says("反映 李记面馆 秩序 纸箱")
        ding.sees("已经在整改了")
        await ding.edits("反映 张姐水果 秩序 纸箱")
        assert await states(town) == [(li.shop_id, "withdrawn"), (zhang.shop_id, "open")]

    async def test_the_answer_to_a_question_is_corrected_at_its_question(self, town: Town) -> None:
        li, zhang, *_ = await two_shops(town)
        ding = await town.merchant("老丁理发")
        await ding.says("反映")
        await ding.says("李记面馆 秩序 货出店")
        await ding.edits("张姐水果 秩序 货出店")
        assert await states(town) == [(li.shop_id, "withdrawn"), (zhang.shop_id, "open")]

    async def test_a_lead_without_a_shop_is_not_asked_about_any_more(self, town: Town) -> None:
        _, zhang, *_ = await two_shops(town)
        ding = await town.merchant("老丁理发")
        await ding.says("反映 秩序 路口堆货")
        ding.sees("哪家店")
        await ding.edits("反映 张姐水果 秩序 堆货")
        assert await states(town) == [(0, "withdrawn"), (zhang.shop_id, "open")]


class TestHelp:
    async def test_the_request_says_what_it_was_corrected_to(self, town: Town) -> None:
        li, _, wang, _ = await two_shops(town)
        await li.says("求助 门口路灯坏了")
        await li.edits("求助 后门路灯坏了")
        li.sees("改好了")
        wang.sees("改了", "后门路灯坏了")
        only = (await town.database.read(help_requests.unanswered))[0]
        assert only.text == "后门路灯坏了"
        await wang.says("待办")
        await wang.taps("李记面馆")
        wang.sees("后门路灯坏了")
        assert "门口" not in wang.last

    async def test_before_it_is_clear_which_shop_another_command_takes_it_back_too(self, town: Town) -> None:
        li, *_ = await two_shops(town)
        await town.another_shop(li, "李记包子")
        await li.says("求助 路灯坏了")
        li.sees("哪一家店")
        await li.edits("反映 张姐水果 秩序 占了路")
        assert await town.database.read(help_requests.unanswered) == []

    async def test_what_was_added_is_corrected_where_it_was_added(self, town: Town) -> None:
        li, _, wang, _ = await two_shops(town)
        await li.says("求助 路灯坏了")
        await li.says("在前门")
        await li.edits("在后门")
        wang.sees("在后门")
        only = (await town.database.read(help_requests.unanswered))[0]
        said = await town.database.read(lambda tx: help_requests.events(tx, only.id))
        assert [e.note for e in said if e.event in ("asked", "added")] == ["路灯坏了", "在后门"]

    async def test_another_command_takes_it_back(self, town: Town) -> None:
        li, _, wang, qiang = await two_shops(town)
        await li.says("求助 张姐水果占了路")
        await li.edits("反映 张姐水果 秩序 占了路")
        wang.sees("不用回了")
        qiang.sees("占了路")
        assert await town.database.read(help_requests.unanswered) == []

    async def test_after_the_answer_it_is_passed_on_and_that_is_said(self, town: Town) -> None:
        li, _, wang, _ = await two_shops(town)
        await li.says("求助 路灯坏了")
        asked = li.said
        await wang.taps("回复")
        await wang.says("明天修")
        await wang.taps("发")
        await li.edits("求助 后门路灯坏了", of=asked)
        li.sees("已经答复过了")
        wang.sees("后门路灯坏了")

    async def test_an_answer_that_was_sent_is_not_edited_and_one_that_was_not_is_shown_again(self, town: Town) -> None:
        li, _, wang, _ = await two_shops(town)
        await li.says("求助 路灯坏了")
        await wang.taps("回复")
        await wang.says("明天来")
        await wang.edits("后天来")
        wang.sees("后天来")
        await wang.taps("发")
        li.sees("后天来")
        await wang.edits("大后天来")
        wang.sees("已经照办了", "再发一条")
        assert "大后天" not in li.looks()
        assert "明天来" not in li.looks()


class TestRequests:
    async def test_a_residents_words_and_place_are_corrected(self, town: Town) -> None:
        chen, resident = await town.manager(), town.player("居民")
        await resident.says("楼下垃圾三天没收")
        first = resident.said
        await resident.says("翠竹苑南门")
        await resident.edits("翠竹苑北门")
        chen.sees("翠竹苑北门")
        await resident.edits("楼下垃圾五天没收", of=first)
        chen.sees("楼下垃圾五天没收")
        resident.sees("改好了", "26-00001")
        found = await town.database.read(lambda tx: service_requests.find(tx, 1))
        assert found is not None
        assert (found.text, found.place) == ("楼下垃圾五天没收", "翠竹苑北门")
        assert await town.database.read(lambda tx: service_requests.find(tx, 2)) is None


class TestReasons:
    async def test_an_appeal_says_what_it_was_corrected_to_until_it_is_decided(self, town: Town) -> None:
        li, _, wang, _ = await two_shops(town)
        chen = await town.manager()
        await wang.says("1 秩序 货出店")
        await li.says("申诉")
        await li.taps("秩序 没做到")
        await li.says("那天是隔壁的货")
        reason = li.said
        await li.says("有照片为证")
        await li.edits("那天是对面的货", of=reason)
        chen.sees("改了", "对面的货")
        await chen.says("待办")
        await chen.taps("李记面馆 申诉")
        chen.sees("对面的货", "有照片为证")
        assert "隔壁" not in chen.last
        await chen.taps("申诉成立")
        await chen.says("看得清")
        await chen.taps("发")
        await chen.edits("看不清")
        chen.sees("已经照办了")
        await li.edits("那天是别家的货", of=reason)
        li.sees("已经")

    async def test_an_objection_goes_to_the_shop_it_was_corrected_to(self, town: Town) -> None:
        li, chen = await on_notice(town)
        ding = await town.merchant("老丁理发")
        await ding.says("异议 李记面馆 晚上占道")
        await ding.edits("异议 李记面馆 早上占道")
        ding.sees("改好了")
        chen.sees("改了话", "早上占道")
        title = (await town.database.read(lambda tx: titles.of_shop(tx, li.shop_id))).id  # type: ignore[union-attr]
        assert [o.text for o in await town.database.read(lambda tx: titles.objections(tx, title))] == ["早上占道"]
        await ding.edits("求助 路灯坏了")
        chen.sees_somewhere("自己收回了")
        assert await town.database.read(lambda tx: titles.open_objections(tx, title)) == 0


async def test_a_typed_choice_is_not_taken_back_by_an_edit(town: Town) -> None:
    li, _, wang, _ = await two_shops(town)
    await li.says("求助 路灯坏了")
    await wang.taps("回复")
    await wang.says("明天修")
    await wang.taps("发")
    li.sees("这样行吗")
    await li.says("1")
    await li.edits("3")
    li.sees("已经照办了")
    only = await town.database.read(lambda tx: help_requests.request(tx, 1))  # type: ignore[arg-type]
    assert only.state is HelpState.CLOSED
