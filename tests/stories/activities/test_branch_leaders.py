"""党组成员 linked with a branch: what a visit finds lacking is theirs to do; and the line a branch is known by."""

from __future__ import annotations

from tests.board.test_volunteering import ADDRESS, files, words_of
from tests.stories.activities.test_volunteer_day import one_shape, plan
from tests.town import Town


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
    secretary.sees("下周到位")
    await chen.says("分管领导")
    chen.sees("第三支部：赵主任", "还没定")
    await chen.says("分管领导 第三支部 无")
    await secretary.says("联系支部 第三支部 讲党课，缺两把铁锹")
    chen.sees_somewhere("两把铁锹")


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
