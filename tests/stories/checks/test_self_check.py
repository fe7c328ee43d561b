"""A merchant's day in front of the door."""

from datetime import date, timedelta

import pytest

from messages.incoming import Incoming
from storage.reviews import evidence
from tests.town import Town, on_day


async def test_one_word_says_that_all_is_well(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("好")
    li.sees("李记面馆", "五项都做到了")
    said = await town.database.read(lambda tx: evidence.self_check(tx, li.shop_id, town.clock().date()))
    assert said is not None
    assert said.problems == ()


async def test_one_tap_says_the_same(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("自查")
    li.sees("今天怎么样")
    await li.taps("五项都做到了")
    li.sees("收到")


async def test_the_figure_one_is_always_all_met(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("1")
    li.sees("五项都做到了")


async def test_a_problem_is_picked_once_and_then_shown(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("自查")
    await li.taps("有一样没做到")
    await li.picks("秩序", "立面亮化")
    li.sees("秩序", "立面亮化", "不扣分")
    await li.sends_photo()
    li.sees("记在今天的自查里")


async def test_a_problem_in_one_line(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("秩序 货出店了")
    li.sees("秩序", "不扣分")
    said = await town.database.read(lambda tx: evidence.self_check(tx, li.shop_id, town.clock().date()))
    assert said is not None
    assert said.problems == ("order",)
    assert said.note == "货出店了"


async def test_the_last_word_of_the_day_stands_and_all_are_kept(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("秩序 货出店了")
    await li.says("好")
    day = town.clock().date()
    said = await town.database.read(lambda tx: evidence.self_check(tx, li.shop_id, day))
    assert said is not None
    assert said.problems == ()
    rows = await town.database.read(lambda tx: tx.rows("self_checks_everything"))
    assert [row["standing"] for row in rows] == [0, 1]


async def test_yesterdays_button_asks_todays_question(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("自查")
    town.clock.forward(days=1)
    await li.taps("五项都做到了")
    rows = await town.database.read(lambda tx: tx.rows("self_checks_everything"))
    today = town.clock().astimezone(town.zone).date().isoformat()
    assert all(row["day"] == today for row in rows), "a stale tap must never speak for another day"
    if town.channel.limits.buttons:
        assert not rows
        li.sees("11月24日", "今天怎么样")


async def test_a_tap_shortly_after_midnight_belongs_to_the_day_it_was_asked(town: Town) -> None:
    li = await town.merchant("李记面馆")
    town.clock.forward(hours=14, minutes=55)
    await li.says("自查")
    day = town.clock().astimezone(town.zone).date()
    town.clock.forward(minutes=15)
    assert town.clock().astimezone(town.zone).date() == day + timedelta(days=1)
    await li.taps("五项都做到了")
    rows = await town.database.read(lambda tx: tx.rows("self_checks_everything"))
    assert [row["day"] for row in rows] == [day.isoformat()]


async def test_two_quick_taps_count_once(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("自查")
    if town.channel.limits.buttons == 0:
        return
    question = li.screen[-1]
    await li._tap(question.reply.choices[0].data, question)
    await li.does_again()
    rows = await town.database.read(lambda tx: tx.rows("self_checks_everything"))
    assert len(rows) == 1
    assert "已经答过" in li.looks()


async def test_whoever_answers_for_several_shops_is_asked_which_with_all_first(town: Town) -> None:
    li = await town.merchant("李记面馆")
    second = await town.another_shop(li, "李记小吃")
    await li.says("好")
    li.sees("全部都好", "李记面馆", "李记小吃")
    await li.taps("全部都好")
    li.sees("李记面馆", "李记小吃")
    day = town.clock().date()
    assert await town.database.read(lambda tx: evidence.self_check(tx, second, day))
    assert await town.database.read(lambda tx: evidence.self_check(tx, li.shop_id, day))


async def test_a_photo_out_of_the_blue_is_kept_and_asked_about(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.sends_photo()
    li.sees("照片收到")
    await li.taps("五项都做到了")
    li.sees("五项都做到了")


async def test_thanks_after_an_answer_are_no_self_check(town: Town) -> None:
    """“好的” is what people write after anything; it must not say that all five duties are met."""
    li = await town.merchant("李记面馆")
    for courtesy in ("好的", "谢谢", "OK", "嗯嗯"):
        await li.says(courtesy)
        li.sees("发“好”就行")
    assert await town.database.read(lambda tx: tx.rows("export_self_checks")) == []


@pytest.mark.parametrize("shape", ["telegram"])
async def test_what_was_said_yesterday_and_arrives_past_midnight_is_answered(town: Town) -> None:
    """We were away from 23:19 to 01:19: the answer's choices are over, the answer is not (found by the crowd)."""
    li = await town.merchant("李记面馆")
    town.clock.at(on_day(date(2026, 11, 24), 1, 19))
    yesterday = on_day(date(2026, 11, 23), 23, 19)
    await li.does(Incoming(town.next_key(), li.address, yesterday, text="好"))
    li.sees("收到", "11月23日")
