"""A shop takes its help request back by a sentence, and whoever was to answer hears so."""

import pytest

from storage.delivery import inbox
from storage.requests import help_requests
from tests.town import Town

telegram = pytest.mark.parametrize("shape", ["telegram"])


@telegram
@pytest.mark.parametrize("says", ["求助那个下水道通了，谢谢", "把下水道那个求助撤了吧，已经通了", "下水道的求助不用了"])
async def test_a_request_that_is_not_needed_any_more_is_taken_back(town: Town, says: str) -> None:
    """One sentence made a second request, the other opened the day's form."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await li.says("求助 下水道堵得厉害")
    town.clock.forward(hours=1)
    await li.says(says)
    li.sees("收回了")
    wang.sees("李记面馆", "自己收回了，不用回了")
    assert (await town.database.read(lambda tx: help_requests.request(tx, 1))).state == "dropped"
    assert await town.database.read(help_requests.unanswered) == [], "no second one was made of it"
    await wang.says("待办")
    wang.sees("没有要您办的事")


async def test_of_two_requests_the_one_spoken_of_is_taken_back(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await town.member("王芳", li)
    await li.says("求助 下水道堵了")
    await li.says("求助 路灯也不亮")
    await li.taps("这是另一件事")
    await li.says("下水道的求助不用了")
    li.sees("收回了", "下水道堵了")
    left = await town.database.read(help_requests.unanswered)
    assert [request.text for request in left] == ["路灯也不亮"]


@telegram
async def test_where_it_is_not_clear_which_it_is_asked(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await town.member("王芳", li)
    await li.says("求助 下水道堵了")
    await li.says("求助 路灯也不亮")
    await li.taps("这是另一件事")
    await li.says("撤销求助")
    li.sees("要收回哪一条求助")
    await li.taps("路灯也不亮")
    left = await town.database.read(help_requests.unanswered)
    assert [request.text for request in left] == ["下水道堵了"]


@telegram
async def test_where_none_waits_it_is_said(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("撤销求助")
    li.sees("没有在等回话的求助")


@telegram
async def test_an_answer_that_was_shown_meanwhile_is_not_sent(town: Town) -> None:
    """The answer of whoever was about to send it failed, and was kept apart for somebody to look at."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await li.says("求助 下水道堵得厉害")
    await wang.taps("回复")
    await wang.says("下午就来")
    await li.says("撤销求助")
    await wang.taps("发")
    assert await town.database.read(inbox.parked) == []
    assert "下午就来" not in li.looks()
    assert (await town.database.read(lambda tx: help_requests.request(tx, 1))).state == "dropped"
    wang.sees("店里已经收回")


@telegram
async def test_words_that_are_asked_for_are_not_taken_for_a_request_that_is_gone(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await li.says("求助 下水道堵得厉害")
    await wang.taps("回复")
    await li.says("撤销求助")
    await wang.says("下午就来")
    wang.sees("店里已经收回")
    assert "下午就来" not in li.looks()


@telegram
async def test_a_request_that_is_not_spoken_of_is_asked_about_first(town: Town) -> None:
    """“下水道的求助不用了” took back the one about the lamp, as it was the only one that waited."""
    li = await town.merchant("李记面馆")
    await town.member("王芳", li)
    await li.says("求助 路灯不亮了")
    await li.says("下水道的求助不用了")
    li.sees("要收回哪一条求助")
    await li.taps("取消")
    assert [request.text for request in await town.database.read(help_requests.unanswered)] == ["路灯不亮了"]
