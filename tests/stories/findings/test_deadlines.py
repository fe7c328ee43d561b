"""The ladder of a finding, one kind word at a time; and help that is late finds somebody who answers."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from messages.incoming import Incoming
from storage.core.tx import Tx
from storage.findings import findings
from storage.findings.findings import Finding
from storage.people import people
from storage.requests import help_requests
from storage.shops import shops
from tests.player import Player
from tests.town import MONDAY, ZONE, Town

pytestmark = pytest.mark.parametrize("shape", ["telegram"])


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


async def merchant(town: Town) -> Player:
    """One who wants no morning question, so that only the clocks are heard."""
    li = await town.merchant("李记面馆")
    await town.database.write(lambda tx: people.remind(tx, li.person_id, on=False))
    return li


async def found(town: Town, words: str = "1 秩序 货出店") -> tuple[Player, Player, Player]:
    """At 09:00 a member sees goods outside; they are to be gone by 11:00."""
    li = await merchant(town)
    wang = await town.member("王芳", li)
    chen = await town.manager()
    await wang.says(words)
    return li, wang, chen


def news(manager: Player) -> list[str]:
    """What a manager heard beside Monday's digest."""
    return [text for text in manager.heard if "周报" not in text]


async def the_finding(town: Town) -> Finding:
    [row] = await town.database.read(lambda tx: tx.rows("findings_everything"))
    return await town.database.read(lambda tx: findings.finding(tx, row["id"]))


async def test_two_reminders_and_then_a_case_with_a_person(town: Town) -> None:
    li, _, chen = await found(town)
    said = len(li.heard)
    await town.pass_to(at(9, 50), "clocks")
    assert len(li.heard) == said
    await town.pass_to(at(10, 10), "clocks")
    assert len(li.heard) == said + 1
    li.sees("秩序", "还没弄好吧", "今天 11:00", "改好了")
    await town.pass_to(at(11, 10), "clocks")
    li.sees("时间过了", "求助")
    finding = await the_finding(town)
    assert (finding.reminded, finding.overdue_at) == (2, at(11))
    assert finding.state == "open"
    await town.pass_to(at(13, 30), "clocks")
    li.sees("请同事上门")
    chen.sees("李记面馆", "秩序", "货出店", "案件")
    assert (await the_finding(town)).state == "handed"
    heard = len(li.heard), len(chen.heard)
    await town.pass_to(at(20, 50), "clocks")
    assert (len(li.heard), len(chen.heard)) == heard, "each rung is climbed once"
    await chen.taps("看这个案件")
    chen.sees("李记面馆")


async def test_what_is_put_right_climbs_no_further(town: Town) -> None:
    li, _, chen = await found(town)
    await town.pass_to(at(10, 10), "clocks")
    await li.taps("改好了")
    await li.sends_photo()
    heard = len(li.heard)
    await town.pass_to(at(20, 50), "clocks")
    assert len(li.heard) == heard
    assert not [t for t in chen.heard if "案件" in t]


async def test_a_closed_shop_and_a_paused_street_are_left_in_peace(town: Town) -> None:
    li, _, chen = await found(town)

    async def pause(tx: Tx) -> None:
        await shops.pause(
            tx,
            grid_id=None,
            street="",
            since=MONDAY.date(),
            until=MONDAY.date(),
            person_id=chen.person_id,
            reason="",
            now=town.clock(),
        )

    await town.database.write(pause)
    heard = len(li.heard)
    await town.pass_to(at(20, 50), "clocks")
    assert len(li.heard) == heard
    assert (await the_finding(town)).reminded == 0


async def test_not_the_shops_stops_the_clock(town: Town) -> None:
    li, _, _ = await found(town)
    await li.taps("不是我的责任")
    heard = len(li.heard)
    await town.pass_to(at(20, 50), "clocks")
    assert len(li.heard) == heard
    assert (await the_finding(town)).state == "stopped"


async def test_an_own_report_is_reminded_kindly_and_helped_and_never_a_case(town: Town) -> None:
    li = await merchant(town)
    wang = await town.member("王芳", li)
    chen = await town.manager()
    await li.says("秩序 货出店了")
    await town.pass_to(at(10, 10), "clocks")
    li.sees("自己报的 秩序")
    await town.pass_to(at(11, 10), "clocks")
    li.sees("不扣分")
    await town.pass_to(at(14), "clocks")
    wang.sees("自己报的 秩序", "帮一把")
    assert not news(chen)
    assert (await the_finding(town)).state == "open"
    heard = len(li.heard), len(wang.heard)
    await town.pass_to(at(20, 50), "clocks")
    assert (len(li.heard), len(wang.heard)) == heard


async def test_a_bot_that_slept_hands_nobody_over_by_surprise(town: Town) -> None:
    li, _, chen = await found(town)
    town.clock.at(at(16))
    await town.pass_to(at(16, 10), "clocks")
    li.sees("时间过了")
    await town.pass_to(at(17, 50), "clocks")
    assert not news(chen), "after the second reminder the same time runs once more"
    await town.pass_to(at(18, 30), "clocks")
    chen.sees("案件")


async def test_nobody_is_reminded_at_night(town: Town) -> None:
    li = await merchant(town)
    wang = await town.member("王芳", li)
    town.clock.at(at(20, 0))
    await wang.says("1 秩序 货出店")
    heard = len(li.heard)
    await town.pass_to(at(7, 25, 24), "clocks")
    assert len(li.heard) == heard
    await town.pass_to(at(7, 40, 24), "clocks")
    assert len(li.heard) == heard + 1


async def test_without_a_telephone_in_the_shop_the_member_is_asked_to_pass_it_on(town: Town) -> None:
    async def silent(tx: Tx) -> int:
        return await town.add_shop(tx, "周记修鞋")

    shop = await town.database.write(silent)
    wang = await town.member("王芳", shop)
    await wang.says("1 秩序 货出店")
    wang.sees("收不到消息", "请当面说一声")
    await wang.taps("已当面说")
    wang.sees("请店家在今天 11:00前弄好")
    await town.pass_to(at(10, 10), "clocks")
    wang.sees("周记修鞋 现在收不到消息", "秩序")


async def test_without_word_at_the_door_the_time_runs_from_the_second_working_day(town: Town) -> None:
    async def silent(tx: Tx) -> int:
        return await town.add_shop(tx, "周记修鞋")

    shop = await town.database.write(silent)
    wang = await town.member("王芳", shop)
    await wang.says("1 秩序 货出店")
    await town.pass_to(at(20, 50), "clocks")
    assert (await the_finding(town)).reminded == 0, "nobody has told the shop yet"
    await town.pass_to(at(11, 10, 25), "clocks")
    begun = await the_finding(town)
    assert begun.told_at == at(8, 0, 25), "its opening on the second working day"
    assert begun.due_at == at(10, 0, 25)


async def test_a_review_that_waited_on_its_way_takes_no_time_from_the_shop(town: Town) -> None:
    """It gave “明天 09:55 前” while the real deadline was today's, and was booked overdue at once."""
    li = await merchant(town)
    wang = await town.member("王芳", li)
    sent = town.clock()
    town.clock.forward(hours=24)
    late = Incoming(town.next_key(), wang.address, sent, text="1 秩序 货出店")
    await wang.does(late)
    li.sees("今天 11:00")
    assert (await the_finding(town)).due_at == at(11, 0, 24)
    await town.pass_to(at(10, 55, 24), "clocks")
    assert (await the_finding(town)).overdue_at is None


async def test_news_that_reaches_the_shop_late_starts_the_clock_late(town: Town) -> None:
    li = await merchant(town)
    wang = await town.member("王芳", li)
    await wang.says("1 秩序 货出店")
    four_hours_later = "UPDATE outbox SET done_at = done_at + 14400000 WHERE key LIKE 'finding:%:told:%'"
    await town.database.write(lambda tx: tx.raw(four_hours_later))
    await town.pass_to(at(12, 40), "clocks")
    assert (await the_finding(town)).reminded == 0, "the shop has heard nothing"
    await town.pass_to(at(13, 10), "clocks")
    li.sees_somewhere("时间从您收到时算", "今天 15:00")
    finding = await the_finding(town)
    assert (finding.overdue_at, finding.due_at) == (None, at(15))
    await li.says("改好了")
    await li.sends_photo()
    assert (await the_finding(town)).state == "fixed"


async def test_what_is_found_at_night_names_the_readers_day(town: Town) -> None:
    li = await merchant(town)
    wang = await town.member("王芳", li)
    town.clock.at(at(21, 30))
    await wang.says("1 秩序 货出店")
    await town.pass_to(at(7, 45, 24), "clocks")
    li.sees("请在今天 10:00 前弄好")


async def test_late_help_is_the_managers_now_and_only_once(town: Town) -> None:
    li = await merchant(town)
    wang = await town.member("王芳", li)
    chen = await town.manager()

    async def ask(tx: Tx) -> int:
        asked = await help_requests.ask(
            tx,
            shop_id=li.shop_id,
            person_id=li.person_id,
            at=town.clock(),
            text="下水道堵了",
            keeper_id=wang.person_id,
            due_at=town.clock() + timedelta(hours=2),
        )
        return asked.id

    number = await town.database.write(ask)
    await town.pass_to(at(10, 50), "clocks")
    assert not news(chen)
    await town.pass_to(at(11, 10), "clocks")
    chen.sees("李记面馆", "下水道堵了", "今天 11:00")
    await town.pass_to(at(18), "clocks")
    assert len(news(chen)) == 1
    waiting = await town.database.read(lambda tx: help_requests.request(tx, number))
    assert waiting.keeper_id is None
    assert waiting.escalated_at is not None


async def test_a_weekly_day_of_rest_is_one(town: Town) -> None:
    li = await merchant(town)
    wang = await town.member("王芳", li)

    async def hours(tx: Tx) -> None:
        await shops.set_hours(tx, li.shop_id, time(8), time(18))
        await shops.set_open_days(tx, li.shop_id, (1, 3, 4, 5, 6, 7))

    await town.database.write(hours)
    town.clock.at(at(17))
    await wang.says("1 秩序 货出店")
    heard = len(li.heard)
    await town.pass_to(at(20, 0, 24), "clocks")
    assert len(li.heard) == heard
    await town.pass_to(at(8, 40, 25), "clocks")
    assert len(li.heard) == heard + 1
