"""The office pastes the State Council's list of a new year, and what is promised from then on knows it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from programme import calendar
from tests.town import ZONE, Town

NOTICE = """2027年放假安排：
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至12日（周五）放假调休，共8天。2月14日（周日）、2月20日（周六）上班。"""


@pytest.fixture(autouse=True)
def nothing_entered() -> Iterator[None]:
    yield
    calendar.enter([])


async def test_a_list_is_pasted_read_back_and_holds(town: Town) -> None:
    """On the Monday of the Spring Festival a shop was promised an answer within two hours of that very day."""
    chen = await town.manager()
    li = await town.merchant("李记面馆")
    await town.member("王芳", li)
    await chen.says("节假日")
    chen.sees("2026 年：放假安排已经有了", "2027 年：还没有放假安排", "原文")
    await chen.says(NOTICE)
    chen.sees("2027 年的放假安排记下了", "1月1日–3日、2月5日–12日", "周末上班：2月14日、2月20日")
    town.clock.at(datetime(2027, 2, 8, 10, 0, tzinfo=ZONE))
    await li.says("求助 下水道堵了")
    li.sees_no("今天 12:00")
    li.sees("10:30 前给您回话")


@pytest.mark.parametrize("shape", ["telegram"])
class TestOneShape:
    async def test_a_list_that_was_read_wrongly_is_taken_back(self, town: Town) -> None:
        chen = await town.manager()
        await chen.says(f"节假日 {NOTICE}")
        assert calendar.knows(2027)
        await chen.taps("不对，撤回")
        chen.sees("2027 年写下的已经撤回")
        assert not calendar.knows(2027)

    async def test_the_list_before_holds_again_when_the_later_one_is_taken_back(self, town: Town) -> None:
        chen = await town.manager()
        await chen.says(f"节假日 {NOTICE}")
        await chen.says("节假日 2027年 国庆节：10月1日至7日放假")
        chen.sees("10月1日–7日")
        await chen.taps("不对，撤回")
        assert not calendar.is_working_day(datetime(2027, 2, 8, tzinfo=ZONE).date())

    async def test_a_contradiction_is_said_and_the_next_words_are_the_list_again(self, town: Town) -> None:
        chen = await town.manager()
        await chen.says("节假日")
        await chen.says(NOTICE.replace("2月5日（周五）", "2月5日（周四）"))
        chen.sees("2027 年2月5日是周五，通知里写的是周四")
        assert not calendar.knows(2027)
        await chen.says(NOTICE)
        chen.sees("记下了")

    async def test_only_the_office_writes_it_down(self, town: Town) -> None:
        li = await town.merchant("李记面馆")
        wang = await town.member("王芳", li)
        for nobody in (li, wang):
            await nobody.says(f"节假日 {NOTICE}")
        assert not calendar.knows(2027)
