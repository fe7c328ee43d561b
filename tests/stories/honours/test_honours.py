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


async def on_notice(town: Town, *, confirmed: bool = False) -> tuple[Player, Player]:
    """Agreed to and announced; or awarded once the notice is over."""
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
    return chen, wang


@pytest.mark.parametrize("confirmed", [False, True])
async def test_taken_back_only_once_the_person_was_heard(town: Town, confirmed: bool) -> None:
    """Before, a manager took it back with one sentence and the person heard it afterwards."""
    chen, wang = await on_notice(town, confirmed=confirmed)
    await chen.says("荣誉")
    await chen.taps("看 1")
    await chen.taps("不授了")
    await chen.says("有人说那晚不在场")
    await chen.taps("发")
    chen.sees("已请本人说明")
    wang.sees("先听您说", "有人说那晚不在场")
    assert await state(town) is HonourState.HEARING
    await chen.says("荣誉")
    await chen.taps("看 1")
    await chen.taps("看本人怎么说")
    chen.sees("还没有说明")
    assert "[收回]" not in chen.looks().partition("还没有说明")[2], "not before they spoke or had their time"
    await wang.taps("我来说明")
    await wang.says("那晚换班，事迹确实不是我的")
    await wang.taps("发")
    chen.sees_somewhere("事迹确实不是我的")
    await chen.says("待办")
    await chen.taps("王芳 的“优秀共产党员”去留")
    await chen.taps("收回")
    await chen.says("事迹不实，本人也认了")
    await chen.taps("发")
    wang.sees("收回了", "事迹不实")
    town.players["周书记"].sees("王芳 的“优秀共产党员”核实后收回了")
    assert await state(town) is HonourState.WITHDRAWN


@pytest.mark.parametrize("confirmed", [False, True])
async def test_whoever_explained_may_keep_it(town: Town, confirmed: bool) -> None:
    chen, wang = await on_notice(town, confirmed=confirmed)
    before = await state(town)
    await chen.says("荣誉")
    await chen.taps("看 1")
    await chen.taps("不授了")
    await chen.says("有人说那晚不在场")
    await chen.taps("发")
    await wang.taps("我来说明")
    await wang.says("值班表上有我")
    await wang.taps("发")
    await chen.says("待办")
    await chen.taps("去留")
    await chen.taps("保留")
    wang.sees("保留", "谢谢您说清楚")
    assert await state(town) is before


@telegram
async def test_silence_ends_the_hearing_after_five_working_days(town: Town) -> None:
    chen, wang = await on_notice(town)
    await chen.says("荣誉")
    await chen.taps("看 1")
    await chen.taps("不授了")
    await chen.says("有人说那晚不在场")
    await chen.taps("发")
    await chen.says("待办")
    chen.sees_no("去留")
    town.clock.at(on_day(date(2026, 12, 1)))
    await chen.says("待办")
    await chen.taps("去留")
    await chen.taps("收回")
    await chen.says("问过，不在场")
    await chen.taps("发")
    wang.sees("收回了", "不在场")


async def test_an_objection_in_the_notice_is_looked_into_before_anything_is_awarded(town: Town) -> None:
    """From anybody, never with their name; refused with a reason, or the person is heard and all hear the outcome."""
    chen, wang = await on_notice(town)
    stranger, li = town.player("路人"), await town.member("李强")
    await stranger.says("异议 王芳 那晚我没看见她")
    stranger.sees("不会告诉本人是谁提的")
    await li.says("异议 王芳")
    li.sees("请说一句理由")
    await li.says("下水道是环卫疏通的")
    chen.sees_somewhere("下水道是环卫疏通的")
    chen.sees_no("李强")
    town.clock.at(on_day(date(2026, 12, 1)))
    await chen.says("荣誉")
    await chen.taps("看 1")
    await chen.taps("公示期满，授")
    chen.sees("没核实的异议")
    assert await state(town) is HonourState.NOTICE
    await chen.says("待办")
    await chen.taps("王芳 的公示有异议")
    chen.sees("那晚我没看见她")
    await chen.taps("异议不成立")
    await chen.says("值班表上有她")
    await chen.taps("发")
    await chen.says("待办")
    await chen.taps("王芳 的公示有异议")
    chen.sees("下水道是环卫疏通的")
    await chen.taps("先听本人说")
    await chen.says("有人说是环卫疏通的")
    await chen.taps("发")
    wang.sees("有人说是环卫疏通的")
    assert "李强" not in wang.looks()
    await wang.taps("我来说明")
    await wang.says("是和环卫一起干的")
    await wang.taps("发")
    await chen.says("待办")
    await chen.taps("去留")
    await chen.taps("收回")
    await chen.says("事迹写得不准，明年再报")
    await chen.taps("发")
    li.sees("王芳 的“优秀共产党员”核实后收回了")
    wang.sees("事迹写得不准")
    assert await state(town) is HonourState.WITHDRAWN


@telegram
async def test_whoever_is_named_or_objects_does_not_decide(town: Town) -> None:
    chen, _ = await on_notice(town)
    zhao = await town.staff("赵主任", "manager")
    await chen.says("异议 王芳 那晚我没看见她")
    await chen.says("待办")
    chen.sees_no("王芳 的公示有异议")
    await zhao.says("待办")
    await zhao.taps("王芳 的公示有异议")
    zhao.sees("那晚我没看见她")


@telegram
async def test_words_that_were_put_right_are_the_objection(town: Town) -> None:
    chen, _ = await on_notice(town)
    li = await town.member("李强")
    await li.says("异议 王芳 她不在")
    await li.edits("异议 王芳 那晚在西津路的是我")
    li.sees("改好了")
    await chen.says("待办")
    await chen.taps("王芳 的公示有异议")
    chen.sees("那晚在西津路的是我")


async def test_a_branch_is_heard_through_its_secretary(town: Town) -> None:
    chen, he = await town.manager(), await town.staff("何静", "secretary", branch="环卫支部")
    await chen.says("荣誉 市级 先进集体 环卫支部")
    await chen.says("荣誉")
    await chen.taps("看 1")
    await chen.taps("收回")
    await chen.says("上级通报收回")
    await chen.taps("发")
    he.sees("先听您说", "上级通报收回")
    await he.taps("我来说明")
    await he.says("已经收到通报")
    await he.taps("发")
    await chen.says("待办")
    await chen.taps("环卫支部 的“先进集体”去留")
    await chen.taps("收回")
    await chen.says("上级通报收回")
    await chen.taps("发")
    he.sees("收回了")


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
