"""荣誉: nominated for a deed, agreed to, announced, confirmed by somebody who is not named, and hung up."""

from datetime import date

import pytest

from messages.attachment import Medium
from programme.honours.honour_state import HonourState
from storage.honours import honours
from tests.player import Player
from tests.town import Town, on_day

telegram = pytest.mark.parametrize("shape", ["telegram"])
NOMINATION = "提名 优秀共产党员 王芳 雨夜连守三晚，疏通了河沥溪的下水道"


async def state(town: Town, number: int = 1) -> HonourState:
    found = await town.database.read(lambda tx: honours.find(tx, number))
    assert found
    return found.state


async def nominated(town: Town) -> tuple[Player, Player]:
    chen, wang = await town.manager(), await town.member("王芳")
    zhou = await town.staff("周书记", "secretary")
    await zhou.says(NOMINATION)
    zhou.sees("王芳", "优秀共产党员", "疏通了")
    await zhou.taps("提名")
    return chen, wang


async def drawn(town: Town) -> None:
    await town.hours.run_asked()
    await town.settle()


async def test_from_the_deed_to_the_plaque(town: Town) -> None:
    chen, wang = await nominated(town)
    wang.sees("有人提名您", "疏通了")
    await wang.taps("同意")
    town.players["周书记"].sees("王芳 同意")
    await chen.says("荣誉")
    await chen.taps("看 1")
    await chen.taps("公示五个工作日")
    chen.sees("公示", "王芳", "11月23日至11月30日")
    await chen.says("待办")
    chen.sees_no("公示期满")
    town.clock.at(on_day(date(2026, 12, 1)))
    await chen.says("待办")
    await chen.taps("公示期满")
    await chen.taps("公示期满，授")
    chen.sees("RY-2026-001")
    await drawn(town)
    kinds = {file.kind for said in wang.screen for file in said.reply.attachments}
    assert kinds == {Medium.PHOTO, Medium.FILE}
    wang.sees_somewhere("要不要对外公开")
    await wang.taps("同意公开")
    found = await town.database.read(lambda tx: honours.honour(tx, honours.HonourId(1)))
    assert found.public


@telegram
async def test_whoever_thanks_and_stays_out_is_asked_nothing_more(town: Town) -> None:
    _, wang = await nominated(town)
    await wang.taps("谢谢不参加")
    wang.sees("没关系")
    assert await state(town) is HonourState.DECLINED


@telegram
async def test_a_manager_who_is_named_confirms_nothing_of_it(town: Town) -> None:
    chen = await town.manager()
    zhou = await town.staff("周书记", "secretary")
    await zhou.says("提名 优秀共产党员 陈主任 守夜三晚")
    await zhou.taps("提名")
    await chen.taps("同意")
    await chen.says("荣誉")
    await chen.taps("看 1")
    chen.sees_no("公示五个工作日")


@telegram
@pytest.mark.parametrize("confirmed", [False, True])
async def test_taken_back_only_with_a_reason_the_person_reads(town: Town, confirmed: bool) -> None:
    chen, wang = await nominated(town)
    await wang.taps("同意")
    await chen.says("荣誉")
    await chen.taps("看 1")
    await chen.taps("公示五个工作日")
    if confirmed:
        town.clock.at(on_day(date(2026, 12, 1)))
        await chen.says("荣誉")
        await chen.taps("看 1")
        await chen.taps("公示期满，授")
    await chen.says("荣誉")
    await chen.taps("看 1")
    await chen.taps("不授了")
    await chen.says("事迹不实，本人也认了")
    wang.sees("收回了", "事迹不实")
    assert await state(town) is HonourState.WITHDRAWN


@telegram
async def test_one_from_above_is_written_down_with_its_number(town: Town) -> None:
    chen = await town.manager()
    await town.staff("周书记", "secretary", branch="环卫支部")
    await chen.says("荣誉 省级 先进集体 环卫支部")
    chen.sees("省级 先进集体 环卫支部", "RY-2026-001")
    await drawn(town)
    chen.sees_somewhere("荣誉牌（RY-2026-001）画好了")


@telegram
async def test_a_deed_is_words_of_at_most_two_hundred_characters(town: Town) -> None:
    await town.member("王芳")
    zhou = await town.staff("周书记", "secretary")
    await zhou.says("提名 优秀共产党员 王芳 " + "守" * 201)
    zhou.sees("最多 200 字")
    await zhou.says("提名 优秀共产党员 王芳")
    zhou.sees("提名这样发")
