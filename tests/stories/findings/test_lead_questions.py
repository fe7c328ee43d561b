"""“是哪家店门前？” is answered by a shop or a place; whatever else is said meanwhile is done as such, and 取消 withdraws."""

import pytest

from programme.findings.lead_state import LeadState
from storage.findings import leads
from tests.player import Player
from tests.town import Town

telegram = pytest.mark.parametrize("shape", ["telegram"])


async def asked_where(town: Town) -> Player:
    """A merchant who has told of a loudspeaker next door, and is asked for the shop."""
    zhang = await town.merchant("张姐水果")
    await town.merchant("新开的奶茶")
    await zhang.says("反映 隔壁的音响吵死人了，客人都不肯站我门口")
    zhang.sees("哪家店门前")
    return zhang


@telegram
@pytest.mark.parametrize(
    ("says", "sees"),
    [
        ("谢谢你们啊，服务真周到", "有事随时说"),
        ("明天我去合肥进货，店不开门", "歇业"),
        ("你是真人还是机器人呀", "我是个程序"),
        ("五星商户评上了有啥好处，给钱不？", "星"),
        ("别老是一大早发消息，吵我睡觉", "不主动提醒您了"),
    ],
)
async def test_what_means_something_of_its_own_is_done_while_the_shop_is_asked_for(
    town: Town, says: str, sees: str
) -> None:
    """Everything a merchant typed was answered “是哪家店门前？” until they cancelled."""
    zhang = await asked_where(town)
    await zhang.says(says)
    zhang.sees(sees)
    await zhang.says("新开的奶茶")
    zhang.sees("新开的奶茶门前，是哪一样")


@telegram
async def test_a_fix_told_while_the_shop_is_asked_for_is_a_fix(town: Town) -> None:
    zhang = await town.merchant("张姐水果")
    await zhang.says("今天绿化没弄好，树上还挂着拖把")
    await zhang.says("反映 隔壁的音响吵死人了")
    zhang.sees("哪家店门前")
    await zhang.says("树上的拖把拿下来了")
    zhang.sees("请拍一张现在的照片")


async def test_a_place_nobody_knows_is_asked_for_again(town: Town) -> None:
    zhang = await asked_where(town)
    await zhang.says("菜市场后头那一排")
    zhang.sees("哪家店门前")


@pytest.mark.parametrize("says", ["取消", "算了"])
async def test_cancelling_withdraws_what_was_reported(town: Town, says: str) -> None:
    """It was told “什么也没记”, and stayed on the managers' 待办 for ever."""
    zhang, chen = await asked_where(town), await town.manager()
    await zhang.says(says)
    zhang.sees("收回了")
    assert await town.database.read(leads.waiting) == []
    await chen.says("待办")
    chen.sees("没有要您办的事")


async def test_cancelling_the_question_of_what_it_is_withdraws_it_too(town: Town) -> None:
    zhang = await asked_where(town)
    await zhang.says("新开的奶茶")
    zhang.sees("是哪一样")
    await zhang.says("取消")
    zhang.sees("收回了")
    assert await town.database.read(leads.waiting) == []


@telegram
async def test_cancelling_something_else_asked_meanwhile_keeps_it(town: Town) -> None:
    zhang = await asked_where(town)
    await zhang.says("星数瞅瞅")
    zhang.sees("您是说这个吗")
    await zhang.says("取消")
    await zhang.says("新开的奶茶")
    zhang.sees("是哪一样")


@telegram
async def test_a_manager_who_cancels_the_question_withdraws_nothing_of_others(town: Town) -> None:
    """取消 of a manager, who was asked in place of the shop, withdrew what the shop had reported."""
    zhang, chen = await asked_where(town), await town.manager()
    await chen.says("待办")
    await chen.taps("有人反映")
    chen.sees("哪家店门前")
    await chen.taps("取消")
    chen.sees("取消")
    assert (await town.database.read(lambda tx: leads.lead(tx, 1))).state == "open"
    await zhang.says("新开的奶茶")
    zhang.sees("新开的奶茶门前，是哪一样")


@telegram
@pytest.mark.parametrize(
    "says", ["没有的事，奶茶店垃圾都进桶了", "没看到，奶茶店门口干净的", "Nothing there, all clean"]
)
async def test_a_denial_answers_what_was_reported(town: Town, says: str) -> None:
    """“没有的事，奶茶店垃圾都进桶了” recorded a fault of the shop, with that as its note."""
    zhang = await town.merchant("张姐水果")
    tea = await town.merchant("新开的奶茶")
    wang = await town.member("王芳", tea)
    await zhang.says("反映 新开的奶茶 卫生 垃圾老往我门口扫")
    await wang.says("待办")
    await wang.taps("新开的奶茶 卫生")
    await wang.says(says)
    zhang.sees("当时没看到")
    tea.sees_no("没做到")
    assert (await town.database.read(lambda tx: leads.lead(tx, 1))).state is LeadState.UNFOUNDED


@telegram
async def test_a_denial_with_a_fault_behind_it_dismisses_nothing(town: Town) -> None:
    zhang = await town.merchant("张姐水果")
    wang = await town.member("王芳", await town.merchant("新开的奶茶"))
    await zhang.says("反映 新开的奶茶 卫生 垃圾老往我门口扫")
    await wang.says("待办")
    await wang.taps("新开的奶茶 卫生")
    await wang.says("没有的事，就是门口有一滩油")
    assert (await town.database.read(lambda tx: leads.lead(tx, 1))).state is LeadState.OPEN
