"""Who is looked at next: fewest looks in five weeks first, in lists and in what is suggested for a spot check."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.town import MONDAY, Town

telegram = pytest.mark.parametrize("shape", ["telegram"])


async def test_a_spot_check_alone_suggests_where_fewest_looks_were(town: Town) -> None:
    li, hu, ding = [await town.merchant(name) for name in ("李记面馆", "胡记山货", "老丁理发")]
    wang = await town.member("王芳", li, hu, ding)
    squad = await town.staff("赵队", "squad")
    for line in ("1 好", "1 好", "2 好"):
        await wang.says(line)
        town.clock.forward(days=1)
    await squad.says("抽查")
    squad.sees("看得最少", "老丁理发", "胡记山货", "李记面馆")
    said = squad.looks()
    assert said.index("老丁理发") < said.index("胡记山货") < said.index("李记面馆")
    await squad.taps("老丁理发")
    squad.sees("门前看到的怎么样")


@telegram
async def test_eyes_that_differ_are_told_to_the_manager_alone_and_without_a_figure(town: Town) -> None:
    places = [await town.merchant(f"{n}号店") for n in range(4)]
    wang = await town.member("王芳", *places)
    squad, secretary = await town.staff("赵队", "squad"), await town.staff("周书记", "secretary")
    chen = await town.manager()
    for _ in range(5):
        for n in range(4):
            await wang.says(f"{n + 1} 好")
            await squad.says(f"抽查 {n}号店")
            await squad.taps("有没做到的")
            await squad.picks("卫生")
        town.clock.forward(days=7)
    await town.job("weekly-digest")
    chen.sees("只给您看", "王芳 可能偏松", "一起走一次")
    for other in (wang, squad, secretary):
        other.sees_no("偏松", "偏严")


@telegram
async def test_three_closures_in_four_weeks_are_on_the_managers_list_without_blame(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await town.member("王芳", li)
    chen = await town.manager()
    for week in range(3):
        town.clock.at(MONDAY + timedelta(weeks=week, hours=-1))
        await li.says("歇业 1天")
        town.clock.at(MONDAY + timedelta(weeks=week, days=1))
        await town.job("weekly-digest")
        if week < 2:
            chen.sees_no("歇业 3 次")
    chen.sees("李记面馆 四周里歇业 3 次", "要帮忙")
