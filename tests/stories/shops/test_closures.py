"""Closed for a while, a street dug up, and a shop's own hours: nobody is asked, nothing is scored, and the clocks stand."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from storage.findings import findings
from storage.reviews import evidence
from storage.shops import shops
from storage.shops.shops import Closure
from tests.town import MONDAY, Town
from texts.days import Until

telegram = pytest.mark.parametrize("shape", ["telegram"])
TODAY = date(2026, 11, 23)
EARLY = MONDAY.replace(hour=7, minute=40)
"""Before any shop opens."""


async def closed_days(town: Town, shop: int) -> list[tuple[date, date | None]]:
    found: list[Closure] = await town.database.read(lambda tx: shops.closures(tx, shop, TODAY, date.max))
    return [(c.since, c.until) for c in found]


async def due_day(town: Town, number: int = 1) -> date:
    finding = await town.database.read(lambda tx: findings.finding(tx, number))
    assert finding.due_at is not None
    return finding.due_at.astimezone(town.zone).date()


async def test_closed_for_three_days_and_open_earlier(town: Town) -> None:
    town.clock.at(EARLY)
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await li.says("歇业 3天 回老家")
    li.sees("李记面馆", "11月23日 周一", "11月25日 周三", "11月26日 周四 开门")
    wang.sees("李记面馆 歇业")
    assert await closed_days(town, li.shop_id) == [(TODAY, date(2026, 11, 25))]
    await wang.says("我的商户")
    wang.sees("歇业/停评")
    town.clock.forward(days=1)
    await li.says("开门了")
    li.sees("欢迎开门")
    assert await closed_days(town, li.shop_id) == [(TODAY, TODAY)]


async def test_closed_until_a_day_or_until_said_otherwise_and_the_last_word_counts(town: Town) -> None:
    town.clock.at(EARLY)
    li = await town.merchant("李记面馆")
    await li.says("歇业")
    li.sees("开门那天，发“开门了”")
    assert await closed_days(town, li.shop_id) == [(TODAY, None)]
    await li.says("歇业到12月3日")
    li.sees("12月3日 周四", "12月4日 周五 开门")
    assert await closed_days(town, li.shop_id) == [(TODAY, date(2026, 12, 3))]
    await li.says("歇业到11月3日")
    li.sees("歇业到哪天")


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("这几天装修，关门到礼拜五", 23, 27),
        ("不是礼拜五，关到礼拜六，礼拜天开", 23, 28),
        ("明天开始歇业，礼拜五开门", 24, 26),
        ("家里有事，歇业，周日开门", 23, 28),
    ],
)
async def test_a_weekday_ends_a_closure_in_any_wording(town: Town, words: str, first: int, last: int) -> None:
    town.clock.at(EARLY)
    li = await town.merchant("李记面馆")
    await li.says(words)
    li.sees(f"11月{first}日", f"11月{last}日", f"11月{last + 1}日", "开门")
    assert await closed_days(town, li.shop_id) == [(date(2026, 11, first), date(2026, 11, last))]


@pytest.mark.parametrize(
    "words",
    ["周五关门一天", "这周五休息", "本周五关门", "礼拜五歇1天", "closed this Friday", "closed Friday for one day"],
)
async def test_one_friday_is_no_weekly_day_of_rest(town: Town, words: str) -> None:
    town.clock.at(EARLY)
    li = await town.merchant("李记面馆")
    await li.says(words)
    friday = date(2026, 11, 27)
    assert await closed_days(town, li.shop_id) == [(friday, friday)]
    place = await town.database.read(lambda tx: shops.shop(tx, li.shop_id))
    assert 5 in place.open_days


@pytest.mark.parametrize("words", ["每周五休息", "每周五休息一天", "逢周五休息", "周五固定休息", "closed every Friday"])
async def test_every_friday_is_a_weekly_day_of_rest(town: Town, words: str) -> None:
    town.clock.at(EARLY)
    li = await town.merchant("李记面馆")
    await li.says(words)
    assert await closed_days(town, li.shop_id) == []
    place = await town.database.read(lambda tx: shops.shop(tx, li.shop_id))
    assert 5 not in place.open_days


@pytest.mark.parametrize("words", ["取消歇业", "歇业取消了", "歇业 取消", "结束歇业", "歇业的事算了", "取消明天歇业"])
async def test_a_closure_that_is_taken_back_does_not_begin_another(town: Town, words: str) -> None:
    town.clock.at(EARLY)
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await li.says("歇业 明天起3天")
    await li.says(words)
    li.sees("歇业取消了")
    wang.sees("李记面馆", "不歇业了")
    assert await closed_days(town, li.shop_id) == []
    await li.says(words)
    li.sees("本来就开着")
    assert await closed_days(town, li.shop_id) == []


@pytest.mark.parametrize(
    "words", ["please cancel my closing, we are open tomorrow", "cancel the closure", "call off our closing please"]
)
async def test_a_closure_is_cancelled_in_english_after_a_fault_was_told(town: Town, words: str) -> None:
    li = await town.merchant("李记面馆")
    await li.says("立面亮化 灯不亮")
    await li.says("歇业 明天起3天")
    await li.says(words)
    li.sees("歇业取消了")
    assert await closed_days(town, li.shop_id) == []
    said = await town.database.read(lambda tx: evidence.self_check(tx, li.shop_id, TODAY))
    assert said is not None
    assert words not in said.note


async def test_a_single_day_is_said_once(town: Town) -> None:
    town.clock.at(EARLY)
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await li.says("明天不开门，家里有事")
    li.sees("11月24日 周二 歇业一天", "11月25日 周三 开门")
    wang.sees("李记面馆 歇业一天：11月24日 周二")
    assert await closed_days(town, li.shop_id) == [(date(2026, 11, 24), date(2026, 11, 24))]


async def test_a_closure_without_an_end_never_brings_a_deadline_nearer(town: Town) -> None:
    town.clock.at(MONDAY.replace(hour=20, minute=0))
    li = await town.merchant("李记面馆")
    await li.says("秩序 货出店了")
    before = await due_day(town)
    await li.says("歇业")
    assert await due_day(town) > before
    town.clock.forward(days=7)
    await li.says("开门了")
    assert await due_day(town) >= date(2026, 11, 30)


async def test_the_time_of_a_fault_told_in_a_closure_without_an_end_starts_when_the_shop_opens(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("歇业 明天起")
    await li.says("立面亮化 灯不亮")
    li.sees("开门那天起再算")
    li.sees_no("前弄好就行")
    await li.says("开门了")
    assert await due_day(town) == date(2026, 11, 26)


def test_a_deadline_of_another_year_shows_its_year() -> None:
    far, today = Until(datetime(2027, 1, 5, 17, 30), TODAY), date(2027, 1, 2)
    assert [far.name("zh"), far.name("en")] == ["2027年1月5日 17:30", "5 Jan 2027 17:30"]
    assert replace(far, today=today).name("zh") == "1月5日 17:30"


async def test_whoever_has_several_shops_is_asked_which_with_all_first(town: Town) -> None:
    town.clock.at(EARLY)
    li = await town.merchant("李记面馆")
    second = await town.another_shop(li, "李记小吃")
    await li.says("歇业 3天")
    li.sees("是哪一家店", "几家都是", "李记小吃")
    await li.taps("李记小吃")
    assert await closed_days(town, li.shop_id) == []
    assert await closed_days(town, second) == [(TODAY, date(2026, 11, 25))]


async def test_the_clock_of_a_finding_stands_while_the_shop_is_closed(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await wang.says("1 立面亮化 灯不亮")
    assert await due_day(town) == date(2026, 11, 26)
    await li.says("歇业 明天起2天")
    assert await due_day(town) == date(2026, 11, 30), "Tuesday and Wednesday do not count"
    town.clock.forward(days=1)
    await li.says("开门了")
    assert await due_day(town) == date(2026, 11, 26), "it never was closed"


async def test_what_was_seen_today_stays_seen(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await wang.says("1 秩序 货出店")
    await li.says("歇业 3天")
    li.sees("今天照常算")
    assert await closed_days(town, li.shop_id) == [(date(2026, 11, 24), date(2026, 11, 25))]


async def test_the_member_closes_and_opens_a_shop_by_its_number_or_name(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await wang.says("1 歇业 3天")
    wang.sees("李记面馆", "歇业")
    li.sees("李记面馆 歇业")
    await wang.says("李记面馆 开门了")
    wang.sees("欢迎开门")
    assert await closed_days(town, li.shop_id) == []


@telegram
async def test_a_member_cannot_close_a_shop_that_is_not_theirs(town: Town) -> None:
    li = await town.merchant("李记面馆")
    zhou = await town.member("周敏")
    await zhou.says("李记面馆 歇业 3天")
    zhou.sees("不归您")
    assert await closed_days(town, li.shop_id) == []


async def test_a_street_is_paused_by_a_manager_and_resumed_apart_from_what_shops_say(town: Town) -> None:
    li = await town.merchant("李记面馆")
    ding = await town.merchant("老丁理发", street="中溪路", grid="中溪路")
    wang = await town.member("王芳", li, ding)
    chen = await town.manager()
    await wang.says("1 立面亮化 灯不亮")
    await wang.says("2 立面亮化 灯不亮")
    await chen.says("停评 西津路 3天 修路")
    await chen.taps("发")
    chen.sees("西津路", "11月25日")
    wang.sees("西津路 停评")
    assert [await due_day(town, n) for n in (1, 2)] == [date(2026, 11, 30), date(2026, 11, 26)]
    await li.says("歇业 明天起1天")
    town.clock.forward(days=1)
    await chen.says("恢复评星 西津路")
    chen.sees("恢复评星")
    assert await closed_days(town, li.shop_id) == [(date(2026, 11, 24), date(2026, 11, 24))], (
        "the shop's own word stands"
    )
    running = await town.database.read(lambda tx: shops.pauses(tx, date(2026, 11, 24), date.max))
    assert running == []


@telegram
async def test_a_pause_of_nowhere_names_the_streets_and_only_managers_pause(town: Town) -> None:
    await town.merchant("李记面馆")
    wang = await town.member("王芳")
    chen = await town.manager()
    await chen.says("停评 月亮街 3天")
    chen.sees("西津路")
    await wang.says("停评 西津路 3天")
    assert await town.database.read(lambda tx: shops.pauses(tx, TODAY, date.max)) == []
