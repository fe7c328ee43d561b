"""支部互查 and 联系支部: drawn by the ring, one thing learnt, one asked for, and it comes back done. Meetings are counts."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.stories.activities.test_volunteer_day import SATURDAY, named, one_shape, plan
from tests.town import ZONE, Town

FIRST_DAY = datetime(2027, 1, 4, 9, 21, tzinfo=ZONE)
"""The first working day of the quarter."""
NEXT_QUARTER = datetime(2027, 4, 1, 9, 21, tzinfo=ZONE)


async def test_the_ring_is_drawn_and_advice_comes_back_answered(town: Town) -> None:
    first = await town.staff("一书记", "secretary", branch="第一支部")
    second = await town.staff("二书记", "secretary", branch="第二支部")
    await first.says("支部互查")
    first.sees("还没有排")
    await town.pass_to(FIRST_DAY, "branch-ring")
    first.sees("第二支部")
    second.sees("第一支部")
    await first.says("支部互查")
    first.sees("学到", "建议")
    await first.says("支部互查 学到 晨会只开十分钟 建议 工具间贴个清单")
    first.sees("记下了", "第二支部")
    second.sees("一书记", "工具间贴个清单")
    await second.taps("回一句")
    await second.says("贴好了，周一起用")
    await second.taps("发")
    second.sees("告诉")
    first.sees("工具间贴个清单", "贴好了，周一起用")
    await second.says("待办")
    second.sees_no("带回的事：工具间贴个清单\n1")


async def test_whether_last_quarters_advice_was_done_stands_before_this_quarters(town: Town) -> None:
    first = await town.staff("一书记", "secretary", branch="第一支部")
    second = await town.staff("二书记", "secretary", branch="第二支部")
    await town.pass_to(FIRST_DAY, "branch-ring")
    await first.says("支部互查 学到 晨会只开十分钟 建议 工具间贴个清单")
    first.sees_no("上季度")
    await second.says("支部互查 学到 台账很清楚 建议 门口添个信箱")
    await second.says("待办")
    await second.taps("工具间贴个清单")
    await second.says("贴好了，周一起用")
    await second.taps("发")
    await town.pass_to(NEXT_QUARTER, "branch-ring")
    await first.says("支部互查")
    first.sees(
        "上季度给第二支部的建议“工具间贴个清单”：有回话了，贴好了，周一起用",
        "上季度第二支部给您支部的建议“门口添个信箱”：还没有回话",
        "学到一条、建议一条就行",
    )
    await first.says("支部互查 学到 值班表上墙 建议 换块白板")
    first.sees("贴好了，周一起用", "记下了")
    await town.pass_to(NEXT_QUARTER + timedelta(days=91), "branch-ring")
    await first.says("支部互查")
    first.sees("“换块白板”：还没有回话")
    assert "“工具间贴个清单”：" not in first.last, "that was two quarters ago"


@one_shape
async def test_a_run_done_again_tells_nobody_twice(town: Town) -> None:
    first = await town.staff("一书记", "secretary", branch="第一支部")
    await town.staff("二书记", "secretary", branch="第二支部")
    town.clock.at(FIRST_DAY)
    await town.job("branch-ring")
    await town.job("branch-ring")
    assert sum("支部互查" in said.reply.text for said in first.screen) == 1


async def test_the_ring_is_told_to_the_leaders_of_the_branches_in_one_message(town: Town) -> None:
    """A leader of two branches reads two lines; one who is the branch's secretary too reads their own and no more."""
    chen = await town.manager()
    first = await town.staff("一书记", "secretary", branch="第一支部")
    await town.staff("二书记", "secretary", branch="第二支部")
    await town.staff("三书记", "secretary", branch="第三支部")
    zhao = await town.staff("赵主任", "manager")
    for said in ("第二支部 赵主任", "第三支部 赵主任", "第一支部 一书记"):
        await chen.says(f"分管领导 {said}")
    await town.pass_to(FIRST_DAY, "branch-ring")
    await town.job("branch-ring")
    [told] = [said for said in zhao.heard if "支部互查" in said]
    assert [line[line.index("第") :][:4] for line in told.splitlines()] == ["第二支部", "第三支部"]
    [own] = [said for said in first.heard if "支部互查" in said]
    assert "您支部去" in own
    assert "联系的" not in own
    assert not [said for said in chen.heard if "支部互查" in said]


async def test_what_a_visit_finds_lacking_is_somebodys_to_do(town: Town) -> None:
    secretary = await town.staff("三书记", "secretary", branch="第三支部")
    chen = await town.manager()
    await secretary.says("联系支部 讲党课")
    secretary.sees("这样发")
    await secretary.says("联系支部 第三支部 陈主任来讲党课，缺一台洒水车")
    secretary.sees("记下了")
    chen.sees("三书记", "一台洒水车")
    await chen.says("待办")
    await chen.taps("一台洒水车")
    await chen.says("下周到位")
    await chen.taps("发")
    secretary.sees("一台洒水车", "下周到位")


async def test_meetings_are_counts_and_no_names(town: Town) -> None:
    secretary = await town.staff("一书记", "secretary", branch="第一支部")
    for _ in range(2):
        await secretary.says("记学习 中心组 12人 学习条例")
        secretary.sees("中心组", "12 人")
    await secretary.says("记学习 研讨 9人 城市管理")
    await secretary.says("记警示教育 15人 观看警示片")
    secretary.sees("15 人")
    await secretary.says("记学习 中心组")
    secretary.sees("这样发")
    await secretary.says("活动次数")
    secretary.sees("学习（中心组） 2 次", "学习（研讨） 1 次", "警示教育 1 次")


async def test_the_years_before_add_to_each_figure_apart(town: Town) -> None:
    """195 / 2,100 / 320 h and what was held since: 197, 2,121, 323.17 h; the person-hours are only what was noted here."""
    chen, host = await town.manager(), await town.staff("赵队长", "squad")
    await chen.says("导入活动 城管蓝")
    chen.sees("这样发")
    await chen.says("导入活动 195次 2100人次 320小时")
    chen.sees("导入", "195 次", "2100 人次", "320 小时")
    people = [f"甲{n}" for n in range(12)]
    await plan(town, host)
    await plan(town, host, "周日 9:00-10:40 西津路 清小广告")
    for name in people:
        who = await named(town, name)
        if name in people[:9]:
            await who.says("报名 2")
    town.clock.at(SATURDAY + timedelta(days=2))
    for number, ticked in ((1, people), (2, people[:9])):
        await host.says(f"记时长 {number}")
        await host.picks(*ticked)
        if number == 2:
            await host.taps("有人早走")
            await host.says("甲3 60分钟")
        await host.taps("都对，办结")
    await chen.says("活动次数")
    chen.sees("197 次", "2121 人次", "323.17 小时", "32.33 人时", "其中导入的：195 次")
    chen.sees_no("甲3")


async def test_nothing_planned_is_one_line_to_one_branch(town: Town) -> None:
    first = await town.staff("一书记", "secretary", branch="第一支部")
    second = await town.staff("二书记", "secretary", branch="第二支部")
    thursday = datetime(2026, 11, 26, 10, 1, tzinfo=ZONE)
    await town.pass_to(thursday, "weekly-activity")
    asked = [who for who in (first, second) if any("轮到您支部" in said.reply.text for said in who.screen)]
    assert len(asked) == 1
    [one] = asked
    await plan(town, one, "下周六 9点到10点 西津路 劝导")
    heard = len(first.screen) + len(second.screen)
    town.clock.at(thursday)
    await town.job("weekly-activity")
    assert len(first.screen) + len(second.screen) == heard
