"""党组成员 linked with a branch: what a visit finds lacking is theirs to do; and the line a branch is known by."""

from __future__ import annotations

from programme.activities.follow_up_state import FollowUpState
from storage.activities import follow_ups
from tests.board.test_volunteering import ADDRESS, files, words_of
from tests.player import Player
from tests.stories.activities.test_volunteer_day import one_shape, plan
from tests.town import Town


async def held_by_one_of(town: Town, *players: Player) -> None:
    """Whatever is open is on a list of one of them at least."""
    for one in await town.database.read(follow_ups.open_ones):
        for player in players:
            await player.says("待办")
        assert any(one.words in player.looks() for player in players), one.words


async def test_what_a_branch_lacks_is_its_leaders_to_do(town: Town) -> None:
    chen, zhao = await town.manager(), await town.staff("赵主任", "manager")
    secretary = await town.staff("三书记", "secretary", branch="第三支部")
    await chen.says("分管领导 第三支部 赵主任")
    chen.sees("第三支部由赵主任联系")
    zhao.sees("第三支部从现在起由您联系")
    secretary.sees("赵主任")
    await secretary.says("联系支部 第三支部 讲党课，缺一台洒水车")
    zhao.sees("三书记", "一台洒水车")
    chen.sees_no("一台洒水车")
    await zhao.says("待办")
    await zhao.taps("一台洒水车")
    await zhao.says("下周到位")
    await zhao.taps("发")
    secretary.sees("下周到位")
    await chen.says("分管领导")
    chen.sees("第三支部：赵主任", "还没定")
    await chen.says("分管领导 第三支部 无")
    await secretary.says("联系支部 第三支部 讲党课，缺两把铁锹")
    chen.sees_somewhere("两把铁锹")


async def test_what_a_leader_reports_is_on_the_leaders_own_list_and_the_secretary_hears_of_it(town: Town) -> None:
    chen, zhao = await town.manager(), await town.staff("赵主任", "manager")
    secretary = await town.staff("三书记", "secretary", branch="第三支部")
    await chen.says("分管领导 第三支部 赵主任")
    await zhao.says("联系支部 第三支部 讲党课，缺一台洒水车")
    zhao.sees("缺的由您来办", "支部书记就知道了")
    chen.sees_no("一台洒水车")
    await held_by_one_of(town, zhao)
    await zhao.taps("一台洒水车")
    await zhao.says("下周到位")
    await zhao.taps("发")
    zhao.sees("告诉提的人了")
    secretary.sees_somewhere("一台洒水车", "下周到位")
    assert not await town.database.read(follow_ups.open_ones)


async def test_a_sole_manager_keeps_what_nobody_else_can_do(town: Town) -> None:
    chen = await town.manager()
    await town.staff("三书记", "secretary", branch="第三支部")
    await chen.says("联系支部 第三支部 讲党课，缺一台洒水车")
    chen.sees("没有别人可交", "您自己的“待办”")
    await held_by_one_of(town, chen)
    await chen.taps("一台洒水车")
    await chen.says("下周到位")
    chen.sees("办完了")
    assert not await town.database.read(follow_ups.open_ones)


async def test_a_secretary_without_any_manager_keeps_it_too(town: Town) -> None:
    secretary = await town.staff("三书记", "secretary", branch="第三支部")
    await secretary.says("联系支部 第三支部 讲党课，缺一台洒水车")
    secretary.sees("没有别人可交")
    await held_by_one_of(town, secretary)


async def test_when_the_other_manager_leaves_what_was_theirs_is_on_the_last_ones_list(town: Town) -> None:
    chen, zhao = await town.manager(), await town.staff("赵主任", "manager")
    await chen.says("联系支部 第一支部 讲党课，缺一台洒水车")
    chen.sees("交给人办了")
    await held_by_one_of(town, zhao)
    await chen.says("待办")
    assert "一台洒水车" not in chen.last, "whoever asked does not answer while another can"
    await zhao.says("停用")
    await zhao.taps("停用")
    await held_by_one_of(town, chen)
    await chen.taps("一台洒水车")
    await chen.says("下周到位")
    chen.sees("办完了")
    [one] = await town.database.read(lambda tx: tx.rows("export_follow_ups"))
    assert one["state"] == FollowUpState.ANSWERED


async def test_a_line_on_the_posters_of_ones_own_branch_only(town: Town) -> None:
    secretary = await town.staff("三书记", "secretary", branch="第三支部")
    await town.staff("何静", "secretary", branch="环卫支部")
    await secretary.says("支部品牌 环卫支部 红管家")
    secretary.sees_no("记下了")
    await secretary.says("支部品牌 河沥溪红管家")
    secretary.sees("第三支部", "河沥溪红管家")
    town.address = ADDRESS
    await town.restart()
    await plan(town, secretary)
    await secretary.taps("要张海报")
    assert "河沥溪红管家" in words_of((await files(town, secretary))["pdf"])


@one_shape
async def test_nobody_unknown_is_linked_and_an_erased_one_no_more(town: Town) -> None:
    chen, zhao = await town.manager(), await town.staff("赵主任", "manager", branch="第三支部")
    await chen.says("分管领导 第三支部 无名氏")
    chen.sees("没有登记过")
    await chen.says("分管领导 第三支部 赵主任")
    await zhao.says("停用")
    await zhao.taps("停用")
    await chen.says("分管领导")
    chen.sees("第三支部：还没定")
