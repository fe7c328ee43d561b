"""推荐学: the office writes one message, members get one article a week, on their own terms, and nobody is counted."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from storage.delivery import conversations
from tests.player import Player
from tests.stories.activities.test_volunteer_day import plan
from tests.town import ZONE, Town

one_shape = pytest.mark.parametrize("shape", ["telegram"])

WEDNESDAY = datetime(2026, 11, 25, 15, 1, tzinfo=ZONE)


async def add(chen: Player, title: str) -> None:
    await chen.says(f"推荐学 {title} https://example.cn/{len(title)} 一图读懂")
    await chen.taps("发")
    chen.sees("周三 15:00")


async def wednesday(town: Town, day: date) -> None:
    await town.pass_to(datetime(day.year, day.month, day.day, 15, 1, tzinfo=ZONE), "study")


async def test_one_message_becomes_an_article_that_members_get_on_wednesday(town: Town) -> None:
    wang, chen = await town.member("王芳"), await town.manager()
    await chen.says("推荐学 学习《城市管理条例》 https://example.cn/tiaoli 一图读懂")
    chen.sees("党员（周三 15:00，一周最多一篇）", "学习《城市管理条例》", "https://example.cn/tiaoli", "一图读懂")
    await chen.taps("发")
    await wang.says("推荐学")
    wang.sees("还没有")
    await wednesday(town, WEDNESDAY.date())
    wang.sees("推荐学：学习《城市管理条例》", "一图读懂", "https://example.cn/tiaoli")
    await wang.taps("有用")
    wang.sees("不记名")
    await wang.says("推荐学")
    wang.sees("学习《城市管理条例》")
    wang.sees_no("人说有用")
    await chen.says("推荐学")
    chen.sees("11月25日 发过", "1 人说有用")


@one_shape
async def test_two_articles_take_two_weeks_and_nothing_new_is_no_message(town: Town) -> None:
    wang, chen = await town.member("王芳"), await town.manager()
    await add(chen, "第一篇")
    await add(chen, "后来一篇")
    await wednesday(town, date(2026, 11, 25))
    assert sum("推荐学：" in heard for heard in wang.heard) == 1
    wang.sees("第一篇")
    await wednesday(town, date(2026, 12, 2))
    wang.sees("后来一篇")
    before = len(wang.screen)
    await wednesday(town, date(2026, 12, 9))
    assert len(wang.screen) == before


@one_shape
async def test_a_run_done_again_says_nothing_twice(town: Town) -> None:
    wang, chen = await town.member("王芳"), await town.manager()
    await add(chen, "第一篇")
    town.clock.at(WEDNESDAY)
    await town.job("study")
    await add(chen, "后来一篇")
    await town.job("study")
    assert sum("推荐学：" in heard for heard in wang.heard) == 1, "one unsolicited message a day"


@pytest.mark.parametrize("runs", [1, 2])
async def test_whoever_heard_something_else_that_day_gets_it_the_next(town: Town, runs: int) -> None:
    wang, li, chen = await town.member("王芳"), await town.member("李明"), await town.manager()
    await add(chen, "第一篇")
    town.clock.at(WEDNESDAY)
    await wang.says("订活动")
    await plan(town, await town.staff("赵队长", "squad"))
    wang.sees("新活动")
    for _ in range(runs):
        await town.job("study")
    assert [sum("推荐学：" in heard for heard in who.heard) for who in (wang, li)] == [0, 1]
    town.clock.at(WEDNESDAY + timedelta(days=1))
    await town.settle()
    assert [sum("推荐学：" in heard for heard in who.heard) for who in (wang, li)] == [1, 1]


@one_shape
async def test_what_reached_nobody_waits_for_the_next_week(town: Town) -> None:
    """A member without any chat is asked nothing and the article is not used up."""
    wang, chen = await town.member("王芳"), await town.manager()
    await add(chen, "第一篇")
    await town.database.write(lambda tx: conversations.mark_gone(tx, wang.address, town.clock()))
    await wednesday(town, date(2026, 11, 25))
    assert not [heard for heard in wang.heard if "推荐学：" in heard]
    await wang.says("你好")
    await wednesday(town, date(2026, 12, 2))
    assert sum("推荐学：" in heard for heard in wang.heard) == 1


async def test_whoever_stops_can_still_read_and_come_back(town: Town) -> None:
    wang, chen = await town.member("王芳"), await town.manager()
    await add(chen, "第一篇")
    await wednesday(town, date(2026, 11, 25))
    await wang.taps("停学")
    wang.sees("不再每周发")
    await add(chen, "后来一篇")
    before = len(wang.screen)
    await wednesday(town, date(2026, 12, 2))
    assert len(wang.screen) == before
    await wang.says("推荐学")
    wang.sees("后来一篇")
    await wang.says("恢复学")
    await add(chen, "又来了一篇")
    await wednesday(town, date(2026, 12, 9))
    wang.sees("又来了一篇")


async def quarter_later(town: Town) -> Player:
    """A member who got articles last quarter and is asked in this one."""
    wang, chen = await town.member("王芳"), await town.manager()
    await add(chen, "第一篇")
    await wednesday(town, date(2026, 12, 30))
    await add(chen, "后来一篇")
    await wednesday(town, date(2027, 1, 6))
    wang.sees("后来一篇", "这个季度还要每周收一篇吗？")
    await town.pass_to(datetime(2027, 2, 1, 9, tzinfo=ZONE), "study")
    await add(chen, "又来了一篇")
    return wang


@one_shape
async def test_once_a_quarter_it_is_asked_and_yes_keeps_it_coming(town: Town) -> None:
    wang = await quarter_later(town)
    await wang.taps("要")
    wang.sees("每周三给您发一篇")
    await wednesday(town, date(2027, 2, 3))
    wang.sees("又来了一篇")
    assert "这个季度" not in wang.last


async def test_no_ends_it(town: Town) -> None:
    wang = await quarter_later(town)
    await wang.taps("不要")
    wang.sees("不再每周发")
    before = len(wang.screen)
    await wednesday(town, date(2027, 2, 3))
    assert len(wang.screen) == before


@one_shape
async def test_silence_ends_it_kindly_and_once(town: Town) -> None:
    wang = await quarter_later(town)
    await wednesday(town, date(2027, 2, 3))
    wang.sees("没等到回话，就先不发了")
    before = len(wang.screen)
    await wednesday(town, date(2027, 2, 10))
    assert len(wang.screen) == before


@one_shape
async def test_what_is_not_right_is_said_and_can_be_sent_again(town: Town) -> None:
    chen = await town.manager()
    await chen.says("推荐学 https://example.cn/a")
    chen.sees("缺个标题")
    await chen.says("学" * 61)
    chen.sees("最多 60 个字")
    await chen.says("学习《条例》\n" + "长" * 201)
    chen.sees("最多 200 个字")
    await chen.says("学习《条例》\n一图读懂\nhttps://example.cn/a")
    chen.sees("学习《条例》")
    await chen.taps("改")
    chen.sees("标题 链接 一句话")
    await chen.says("取消")
    await chen.says("推荐学")
    chen.sees("还没有")


async def test_an_article_taken_down_is_neither_sent_nor_shown(town: Town) -> None:
    wang, chen = await town.member("王芳"), await town.manager()
    await add(chen, "第一篇")
    await chen.taps("撤下")
    chen.sees("撤下了")
    before = len(wang.screen)
    await wednesday(town, date(2026, 11, 25))
    assert len(wang.screen) == before


@one_shape
async def test_only_the_office_and_secretaries_add_one(town: Town) -> None:
    wang = await town.member("王芳")
    await wang.says("推荐学 我写的 https://example.cn/b")
    wang.sees("还没有")
    wang.sees_no("记下了")


async def test_a_guide_is_for_everybody_who_asks(town: Town) -> None:
    li, chen = await town.merchant("李记面馆"), await town.manager()
    await chen.says("便民 哪里能摆摊 https://example.cn/tan 五个临时销售点")
    chen.sees("所有人")
    await chen.taps("发")
    chen.sees("谁发“便民”就看得到")
    await li.says("便民")
    li.sees("哪里能摆摊", "五个临时销售点", "https://example.cn/tan")
    li.sees_no("撤下")


@one_shape
async def test_no_record_says_who_read_or_praised_it(town: Town) -> None:
    """Rule: nobody can be asked for what does not exist."""
    wang, chen = await town.member("王芳"), await town.manager()
    await add(chen, "第一篇")
    await wednesday(town, WEDNESDAY.date())
    await wang.taps("有用")
    rows = await town.database.read(lambda tx: tx.rows("export_articles"))
    assert [(row["title"], row["useful"]) for row in rows] == [("第一篇", 1)]
    kept = await town.database.read(lambda tx: tx.rows("person_study_choices", person_id=wang.person_id))
    assert [(row["state"], row["since"]) for row in kept] == [("wants", "2026-11-25")]
