"""A shop's own hours, closures told late or of a part of a day, and what opens a shop again."""

from datetime import date, timedelta

import pytest

from storage.delivery import inbox
from storage.findings import findings
from storage.reviews import evidence
from storage.shops import shops
from tests.stories.shops.test_closures import closed_days, due_day
from tests.town import MONDAY, Town

telegram = pytest.mark.parametrize("shape", ["telegram"])
TODAY = date(2026, 11, 23)
EARLY = MONDAY.replace(hour=7, minute=40)
"""Before any shop opens."""


@telegram
async def test_a_shop_says_its_own_hours_and_its_day_of_rest(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("营业时间 早上6点半到晚上9点")
    li.sees("06:30 开门，21:00 打烊")
    await li.says("周一休息")
    li.sees("周一休息")
    place = await town.database.read(lambda tx: shops.shop(tx, li.shop_id))
    assert (f"{place.opens:%H:%M}", f"{place.closes:%H:%M}") == ("06:30", "21:00")
    assert place.open_days == (2, 3, 4, 5, 6, 7)
    await li.says("营业时间 随便")
    li.sees("几点开、几点关")


@telegram
async def test_a_closure_said_on_seeing_an_inspector_does_not_hold_today(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    town.clock.at(MONDAY.replace(hour=10))
    await li.says("歇业 1天")
    li.sees("今天照常算")
    assert await closed_days(town, li.shop_id) == []
    await li.says("歇业 3天")
    li.sees("今天照常算")
    assert await closed_days(town, li.shop_id) == [(TODAY + timedelta(days=1), TODAY + timedelta(days=2))]
    await wang.says("1 秩序 货出店")
    li.sees("秩序 没做到")
    assert await due_day(town) == TODAY


async def test_an_open_door_counts_whatever_was_said_and_ends_the_closure_for_that_day(town: Town) -> None:
    town.clock.at(EARLY)
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    squad = await town.staff("赵队", "squad")
    await li.says("歇业 3天")
    town.clock.forward(hours=2)
    await wang.says("1 秩序 货出店")
    wang.sees("说今天歇业", "店开着吗")
    assert not await town.database.read(lambda tx: evidence.observations(tx, li.shop_id, TODAY, TODAY))
    await wang.taps("开着")
    wang.sees("秩序 没做到")
    [seen] = await town.database.read(lambda tx: evidence.observations(tx, li.shop_id, TODAY, TODAY))
    assert (seen.facts, seen.note) == ({"order": 0.0}, "货出店")
    li.sees("秩序 没做到")
    assert await closed_days(town, li.shop_id) == [(TODAY + timedelta(days=1), TODAY + timedelta(days=2))]
    town.clock.forward(days=1)
    await squad.says("抽查 李记")
    squad.sees("店开着吗")
    await squad.taps("没开门")
    squad.sees("不记")
    assert await closed_days(town, li.shop_id) == [(TODAY + timedelta(days=1), TODAY + timedelta(days=2))]


async def test_a_look_that_does_not_count_opens_no_finding(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    chen = await town.manager()
    await chen.says("停评 西津路 3天 修路")
    await chen.taps("发")
    await wang.says("1")
    wang.sees("记了也不计分")
    await wang.says("1 秩序 货出店")
    assert not await town.database.read(lambda tx: findings.open_at(tx, li.shop_id))
    town.clock.forward(days=3)
    await wang.says("1")
    wang.sees("门前看到的怎么样")
    assert "停评" not in wang.last


async def test_a_member_is_told_the_words_that_work_for_a_member(town: Town) -> None:
    """“2 歇业” was answered “发‘开门了’”, which says nothing of shop 2 when a member says it."""
    li = await town.merchant("李记面馆")
    hu = await town.merchant("胡记山货")
    wang = await town.member("王芳", li, hu)
    await wang.says("2 歇业")
    wang.sees("胡记山货", "发“2 开门了”")
    await wang.says("2 开门了")
    wang.sees("胡记山货：欢迎开门")


@pytest.mark.parametrize("shape", ["telegram"])
@pytest.mark.parametrize(
    ("words", "told", "days"),
    [
        ("歇业 12月1日", "从 12月1日 周二 起歇业", ("2026-12-01", "")),
        ("12月1日起歇业", "从 12月1日 周二 起歇业", ("2026-12-01", "")),
        ("停业到12月1日", "12月1日 周二 歇业", ("2026-11-23", "2026-12-01")),
        ("歇业 2026年12月1日到12月5日", "12月1日 周二 到 12月5日 周六 歇业", ("2026-12-01", "2026-12-05")),
    ],
)
async def test_a_closure_begins_on_the_day_that_is_named(
    town: Town, words: str, told: str, days: tuple[str, str]
) -> None:
    """“歇业 12月1日” closed the shop for today only, and “歇业 11月20日” for twenty days."""
    town.clock.at(MONDAY.replace(hour=6))
    li = await town.merchant("李记面馆")
    await li.says(words)
    li.sees(told)
    held = await town.database.read(lambda tx: shops.closures(tx, li.shop_id, MONDAY.date(), date(2027, 1, 1)))
    assert [(str(c.since), str(c.until or "")) for c in held] == [days]
    await li.says("歇业 11月1日")
    li.sees("歇业到哪天")


@pytest.mark.parametrize("shape", ["telegram"])
@pytest.mark.parametrize("words", ["开门", "开门了", "歇业", "歇业 3天"])
async def test_whoever_answers_for_no_shop_closes_and_opens_none(town: Town, words: str) -> None:
    """A manager’s “开门” was about shop 0, and failed."""
    chen = await town.manager()
    wang = await town.member("王芳")
    await chen.says(words)
    await wang.says(words)
    assert chen.screen
    assert wang.screen
    assert await town.database.read(inbox.parked) == []


async def test_half_a_day_closes_nothing_and_a_reason_is_kept_whole(town: Town) -> None:
    town.clock.at(EARLY)
    li = await town.merchant("李记面馆")
    for words in ("明朝要去进货，上半天不开门", "下午不开门", "歇业 半天", "closed this morning only"):
        await li.says(words)
        li.sees("只关半天不用记歇业", "只关半天")
        assert await closed_days(town, li.shop_id) == []
    await li.says("家里有事，今天不开门")
    found = await town.database.read(lambda tx: shops.closures(tx, li.shop_id, TODAY, date.max))
    assert [(c.until, c.reason) for c in found] == [(TODAY, "家里有事，今天不开门")]


async def test_a_day_told_opens_the_shop_from_that_day_on_and_not_before(town: Town) -> None:
    """“后天不休息了，照常开门” called off tomorrow's closure as well."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await li.says("明天起歇业3天")
    await li.says("后天不休息了，照常开门")
    li.sees("开门了")
    await li.taps("开门了")
    li.sees("11月25日", "起开门")
    assert await closed_days(town, li.shop_id) == [(TODAY + timedelta(1), TODAY + timedelta(1))]
    wang.sees_somewhere("11月25日 周三 起开门")


@telegram
async def test_closed_until_a_day_told_behind_the_reason(town: Town) -> None:
    """“老婆生孩子，歇到下礼拜一” was noted as closed from that Monday on, until said otherwise."""
    town.clock.at(EARLY)
    li = await town.merchant("李记面馆")
    await li.says("老婆生孩子，歇到下礼拜一")
    assert await closed_days(town, li.shop_id) == [(TODAY, date(2026, 11, 30))]


@telegram
async def test_what_means_something_else_is_no_answer_to_the_hours(town: Town) -> None:
    """After “我想改下营业时间” all that was typed, questions and faults, was answered “几点开、几点关？” until 取消."""
    li = await town.merchant("李记面馆")
    await li.says("我想改下营业时间")
    await li.says("我们店这周评几星啊")
    li.sees("还没有评过星")
    await li.says("早八点到晚九点")
    li.sees("08:00 开门，21:00 打烊")


async def test_what_was_seen_at_a_shop_that_said_it_is_closed_is_kept_however_long_it_is(town: Town) -> None:
    """More than a few Chinese characters did not fit into the button, and the message failed."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    town.clock.now = EARLY
    await li.says("歇业 3天")
    town.clock.now = MONDAY
    await wang.says("1 秩序 门口又摆出来了三箱啤酒，讲了也没收")
    wang.sees("开着")
    await wang.taps("开着")
    [seen] = await town.database.read(lambda tx: evidence.observations(tx, li.shop_id, TODAY, TODAY))
    assert seen.facts == {"order": 0.0}
    assert "三箱啤酒" in seen.note
