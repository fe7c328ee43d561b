"""An article holds from a day until a day, has other names, and may be a warning, about parking or a rule."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.stories.articles.test_study import WEDNESDAY, one_shape, wednesday
from tests.town import ZONE, Town

BANNER = (
    "便民 新店开张能挂横幅吗 https://example.cn/banner 三天以内可以挂 又叫 门头彩旗、拱门气球 有效 12月1日到12月31日"
)


async def test_a_guide_answers_by_its_other_names_while_it_holds(town: Town) -> None:
    chen, resident = await town.manager(), town.player("居民")
    await chen.says(BANNER)
    chen.sees("三天以内可以挂", "又叫 门头彩旗、拱门气球", "有效 2026-12-01 到 2026-12-31")
    await chen.taps("发")
    await chen.says("便民")
    chen.sees("新店开张能挂横幅吗", "有效 2026-12-01 到 2026-12-31")
    await resident.says("便民")
    resident.sees_no("挂横幅")
    await town.pass_to(datetime(2026, 12, 2, 10, tzinfo=ZONE), "clocks")
    await resident.says("请问拱门气球可以放吗")
    resident.sees("三天以内可以挂", "够吗")
    await resident.taps("够了")
    await resident.says("便民")
    resident.sees("挂横幅")
    resident.sees_no("又叫", "有效")
    town.clock.at(datetime(2027, 1, 2, 10, tzinfo=ZONE))
    await resident.says("请问拱门气球可以放吗")
    assert "三天以内可以挂" not in resident.last
    await chen.says("便民")
    chen.sees("现在还没有")


async def test_a_warning_goes_to_members_and_parking_and_rules_to_everybody(town: Town) -> None:
    wang, chen, resident = await town.member("王芳"), await town.manager(), town.player("居民")
    for words in ("推荐学 警示 一张罚单的教训", "便民 停车 春节错时停车安排", "便民 制度 门前三包办法"):
        await chen.says(words)
        await chen.taps("发")
    await resident.says("便民")
    resident.sees("【停车】春节错时停车安排", "【制度】门前三包办法")
    await resident.says("停车")
    assert "春节错时停车安排" in resident.last
    assert "门前三包" not in resident.last
    await resident.says("请问春节错时停车怎么安排？")
    assert "一张罚单" not in resident.last
    await wednesday(town, WEDNESDAY.date())
    wang.sees("警示教育：一张罚单的教训")
    await wang.says("推荐学")
    wang.sees("【警示教育】一张罚单的教训")


@one_shape
async def test_what_is_over_is_not_sent_and_what_begins_later_waits(town: Town) -> None:
    wang, chen = await town.member("王芳"), await town.manager()
    for words in ("推荐学 短的 有效 11月24日", "推荐学 晚的 有效 12月1日起"):
        await chen.says(words)
        await chen.taps("发")
    await wednesday(town, WEDNESDAY.date())
    assert not any("短的" in words or "晚的" in words for words in wang.heard)
    await wednesday(town, WEDNESDAY.date() + timedelta(weeks=1))
    wang.sees("推荐学：晚的")


@one_shape
async def test_days_that_are_over_are_asked_again(town: Town) -> None:
    chen = await town.manager()
    await chen.says("便民 挂横幅 有效 11月1日到11月3日")
    chen.sees("没看懂，或者已经过了")
    await chen.says("挂横幅 有效 11月1日到12月3日")
    chen.sees("有效 2026-11-01 到 2026-12-03")
