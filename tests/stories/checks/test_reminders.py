"""The morning question: when it comes, when it does not, and how to be left alone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from storage.core.tx import Tx
from storage.people import people
from storage.shops import shops
from tests.player import Player
from tests.town import MONDAY, ZONE, Town

DAY = date(2026, 11, 24)


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE)


async def open_from(town: Town, shop: int, opens: time, closes: time = time(21, 0)) -> None:
    async def change(tx: Tx) -> None:
        await shops.set_hours(tx, shop, opens, closes)

    await town.database.write(change)


async def looked_in(town: Town, until: datetime) -> None:
    """A bot that wakes every twenty minutes: the reminders make up for what they slept through."""
    while town.clock() < until:
        town.clock.at(min(until, town.clock() + timedelta(minutes=20)))
        await town.hours.catch_up("reminders")
        await town.settle()


async def days_pass(town: Town, many: int) -> None:
    """So many mornings."""
    for _ in range(many):
        local = town.clock().astimezone(ZONE)
        morning = datetime.combine(local.date() + timedelta(days=1), time(7, 0), ZONE)
        town.clock.at(morning)
        await looked_in(town, morning + timedelta(hours=5))


async def test_half_an_hour_after_opening_the_question_of_the_day_is_asked_and_answered(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await open_from(town, li.shop_id, time(6, 40))
    town.clock.at(at(6))
    await town.pass_to(at(7, 29), "reminders")
    assert not li.heard, "nobody is woken"
    await town.pass_to(at(8), "reminders")
    li.sees("李记面馆", "11月24日", "今天怎么样")
    await li.taps("五项都做到了")
    li.sees("收到")
    await looked_in(town, at(20))
    assert li.heard == [li.last], "an answer, and not a word more that day"


@pytest.mark.parametrize("shape", ["telegram"])
async def test_what_was_slept_through_is_not_asked_over_lunch(town: Town) -> None:
    """The bot was down from before opening until noon: the crowd of tests/knocks found it asking at 12:00."""
    li = await town.merchant("李记面馆")
    town.clock.at(at(12, 5))
    await town.hours.catch_up("reminders")
    await town.settle()
    assert not li.heard
    await town.pass_to(at(14, 10), "reminders")
    assert len(li.heard) == 1


@pytest.mark.parametrize("shape", ["telegram"])
async def test_with_an_unknown_opening_time_it_is_half_past_eight(town: Town) -> None:
    li = await town.merchant("李记面馆")
    town.clock.at(at(7))
    await town.pass_to(at(8, 30), "reminders")
    assert not li.heard
    await town.pass_to(at(8, 59), "reminders")
    assert len(li.heard) == 1


@pytest.mark.parametrize("shape", ["telegram"])
async def test_whoever_said_it_already_is_not_asked(town: Town) -> None:
    li = await town.merchant("李记面馆")
    town.clock.at(at(7))
    await li.says("好")
    await looked_in(town, at(20))
    assert li.heard == [li.last]


async def shut(town: Town, li: Player) -> None:
    async def change(tx: Tx) -> None:
        await shops.close(tx, li.shop_id, since=DAY, until=DAY, person_id=li.person_id, reason="", now=town.clock())

    await town.database.write(change)


async def paused(town: Town, li: Player) -> None:
    async def change(tx: Tx) -> None:
        await shops.pause(
            tx,
            grid_id=None,
            street="西津路",
            since=DAY,
            until=DAY,
            person_id=li.person_id,
            reason="修路",
            now=town.clock(),
        )

    await town.database.write(change)


async def not_on_tuesdays(town: Town, li: Player) -> None:
    await town.database.write(lambda tx: shops.set_open_days(tx, li.shop_id, (1, 3, 4, 5, 6, 7)))


async def left_alone(town: Town, li: Player) -> None:
    await li.says("停止提醒")
    li.sees("恢复提醒")


async def opens_too_late(town: Town, li: Player) -> None:
    await open_from(town, li.shop_id, time(11, 40), time(13, 50))


@pytest.mark.parametrize("shape", ["telegram"])
@pytest.mark.parametrize("why", [shut, paused, not_on_tuesdays, left_alone, opens_too_late])
async def test_nobody_is_asked_for_nothing(town: Town, why: object) -> None:
    li = await town.merchant("李记面馆")
    town.clock.at(at(7))
    await why(town, li)  # type: ignore[operator]
    heard = len(li.heard)
    await looked_in(town, at(20, 50))
    assert len(li.heard) == heard
    await looked_in(town, at(12, 0, DAY + timedelta(days=1)))
    assert len(li.heard) == heard + (why not in (left_alone, opens_too_late)), "the next day is another day"


@pytest.mark.parametrize("shape", ["telegram"])
async def test_a_late_opening_is_asked_about_after_the_nap_and_never_on_its_stroke(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await open_from(town, li.shop_id, time(11, 35))
    town.clock.at(at(7))
    await town.pass_to(at(14, 1), "reminders")
    assert not li.heard
    await town.pass_to(at(14, 30), "reminders")
    assert len(li.heard) == 1


async def test_several_shops_make_one_question_with_all_first(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await town.another_shop(li, "李记小吃")
    town.clock.at(at(7))
    await town.pass_to(at(10), "reminders")
    assert len(li.heard) == 1
    li.sees("哪一家", "全部都好", "李记面馆", "李记小吃")
    await li.taps("李记小吃")
    await li.taps("五项都做到了")
    await looked_in(town, at(20))
    assert li.heard == [li.last], "one unsolicited message a day, whatever is left"


@pytest.mark.parametrize("shape", ["telegram"])
async def test_on_sunday_the_star_message_takes_its_place(town: Town) -> None:
    li = await town.merchant("李记面馆")
    town.clock.at(at(7, 0, date(2026, 11, 29)))
    await town.pass_to(at(12, 0, date(2026, 11, 29)), "reminders")
    assert not li.heard


@pytest.mark.parametrize("shape", ["telegram"])
async def test_three_days_without_an_answer_and_the_member_hears_it_once(town: Town) -> None:
    li = await town.merchant("李记面馆")
    zhou = await town.merchant("周记修鞋")
    wang = await town.member("王芳", li, zhou)
    await days_pass(town, 3)
    assert len(li.heard) == len(zhou.heard) == 3
    assert not [t for t in wang.heard if "没回" in t]
    await days_pass(town, 1)
    [told] = [t for t in wang.heard if "没回" in t]
    assert "李记面馆、周记修鞋" in told, "one message, however many fell quiet"
    await days_pass(town, 5)
    assert len([t for t in li.heard if "今天怎么样" in t]) == 3, "Sunday's star is no question"
    person = await town.database.read(lambda tx: people.person(tx, li.person_id))
    assert person.quiet_since == date(2026, 11, 27)
    await li.says("好")
    await days_pass(town, 1)
    assert len(li.heard) == 2, "an answer and the next morning's question"
    person = await town.database.read(lambda tx: people.person(tx, li.person_id))
    assert person.quiet_since is None


@pytest.mark.parametrize("shape", ["telegram"])
async def test_a_word_brings_the_reminders_back_and_forgets_what_was_not_answered(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await days_pass(town, 5)
    assert len(li.heard) == 3
    await li.says("恢复提醒")
    li.sees("停止提醒")
    await days_pass(town, 3)
    assert len(li.heard) == 3, "a quiet Sunday: the answer and two mornings"


@pytest.mark.parametrize("shape", ["telegram"])
async def test_what_never_arrived_was_never_left_unanswered(town: Town) -> None:
    from messages.errors import Refused

    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    town.channel.refuses[li.address.user] = Refused("too long")
    await days_pass(town, 4)
    del town.channel.refuses[li.address.user]
    await days_pass(town, 1)
    assert len(li.heard) == 1
    assert not [t for t in wang.heard if "没回" in t]


@pytest.mark.parametrize("shape", ["telegram"])
async def test_by_hand_everybody_is_asked_at_once_but_nobody_twice(town: Town) -> None:
    li = await town.merchant("李记面馆")
    town.clock.at(at(22))
    assert (await town.job("reminders", "2026-11-24")).counts == {"asked": 1}
    assert "asked" not in (await town.job("reminders")).counts
    assert len(li.heard) == 1
    with pytest.raises(ValueError, match="today"):
        await town.job("reminders", MONDAY.date().isoformat())
