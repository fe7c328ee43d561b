"""The State Council's list in its own words, read to the day; what contradicts itself is refused with the reason."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import date, timedelta

import chinese_calendar
import pytest

from programme import calendar
from programme.holiday_lists import begin_apart
from programme.holidays import Holidays, WrongList, read_holidays, spoken
from programme.ratings.ages import ages

NOTICE_2026 = """国务院办公厅关于2026年
部分节假日安排的通知
各省、自治区、直辖市人民政府：经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作。
国务院办公厅
2025年11月4日"""


@pytest.fixture(autouse=True)
def nothing_entered() -> Iterator[None]:
    yield
    calendar.enter([])


def test_the_notice_itself_is_read_to_the_day() -> None:
    found = read_holidays(NOTICE_2026)
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    worked = [d for d in days if d in found.work or (d.weekday() < 5 and d not in found.off)]
    assert found.year == 2026
    assert worked == [d for d in days if chinese_calendar.is_workday(d)]


SPRING = ("2月5日–11日", "2月14日、2月20日")
FORMS = [
    "2027年\n春节：2月5日至11日放假。2月14日、20日上班",
    "2027\n春节：2月5日-11日\n上班：2月14日、20日",
    "放假 2027-02-05..2027-02-11\n上班 2027-02-14, 2027-02-20",
    "off 2027-02-05 to 2027-02-11; work 2027-02-14, 2027-02-20",
    "off 2027-02-05 to 2027-02-11 work 2027-02-14 and 2027-02-20",
    "2027年２月５日（周五）至１１日放假调休，共７天，２月１４日（周日）、２月２０日（周六）上班。",
    "2027,2.5-2.11放假,2.14、2.20上班",
    "".join(f"2027-02-{n:02},放假\n" for n in range(5, 12)) + "2027-02-14,上班\n2027-02-20,上班",
]


@pytest.mark.parametrize("text", FORMS)
def test_shorter_ways_to_write_it(text: str) -> None:
    found = read_holidays(text)
    assert (found.year, spoken(found.off), spoken(found.work)) == (2027, *SPRING)


REFUSED = [
    ("春节：2月5日至11日放假", "no_year"),
    ("2027年放假安排", "count_odd"),
    ("2027年 春节：2月5日（周四）至11日放假", "other_weekday"),
    ("2027年 春节：2月5日至11日放假，共8天", "other_count"),
    ("2027年 春节：2月5日至11日放假。2月15日上班", "works_anyway"),
    ("2027年 春节：2月5日至14日放假。2月14日上班", "both"),
    ("2027年 春节：2月30日放假", "no_such_day"),
    ("2027年 春节：2月11日至5日放假", "span_backwards"),
    ("2027年 2028年10月1日至7日放假", "other_year"),
    ("2027年 2月5日至11日放假，2月14日", "no_verb"),
]


@pytest.mark.parametrize(("text", "sentence"), REFUSED)
def test_what_contradicts_itself_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(WrongList) as refused:
        read_holidays(text)
    assert refused.value.sentence == sentence


def test_what_was_entered_holds_for_its_year_and_no_other() -> None:
    assert not calendar.knows(2027)
    assert calendar.is_working_day(date(2027, 2, 8)), "a Monday like any other"
    calendar.enter([read_holidays(FORMS[0])])
    assert calendar.knows(2027)
    assert [calendar.is_working_day(date(2027, 2, d)) for d in (8, 12, 13, 14, 20, 21)] == [
        False,
        True,
        False,
        True,
        True,
        False,
    ]
    assert calendar.is_public_holiday(date(2027, 2, 8))
    assert not calendar.is_public_holiday(date(2027, 2, 13)), "a plain Saturday"
    assert not calendar.knows(2028)
    assert not calendar.is_working_day(date(2026, 10, 1)), "other years stay as they are"
    calendar.enter([])
    assert not calendar.knows(2027)


def test_a_list_wins_over_what_the_programme_brought() -> None:
    calendar.enter([read_holidays("2026年 国庆节：10月1日至8日放假。10月10日上班")])
    assert not calendar.is_working_day(date(2026, 10, 8))
    assert calendar.is_working_day(date(2026, 1, 1)), "of a year that was entered nothing else holds"


async def test_what_one_town_enters_holds_in_no_other_in_threads_neither() -> None:
    """Of two towns in one process the last to enter a list decided the holidays of both, ages of days included."""
    mine, days = read_holidays(FORMS[0]), calendar.OpenDays(frozenset(range(1, 8)), works_holidays=False)
    monday = date(2027, 2, 8)

    async def town(lists: list[Holidays]) -> tuple[bool, bool]:
        begin_apart()
        calendar.enter(lists)
        await asyncio.sleep(0)
        return await asyncio.to_thread(lambda: (calendar.is_working_day(monday), ages(days, monday, 7).is_open[0]))

    assert await asyncio.gather(town([mine]), town([])) == [(False, False), (True, True)]
    assert calendar.is_working_day(monday), "nor outside of both"


PERIODS = [
    ("2026-W05", "2026-W48", True),
    ("2026-W53", "2026-W48", True),
    ("2026-W5", "2026-W48", False),
    ("２０２６-W05", "2026-W48", False),
    ("2026-w05", "2026-W48", False),
    ("2026W05", "2026-W48", False),
    ("2026-W00", "2026-W48", False),
    ("2026-W54", "2026-W48", False),
    ("2026-05", "2026-W48", False),
    ("2026-11-24", "2026-11-24", True),
    ("2026-2-4", "2026-11-24", False),
    ("2026-02-30", "2026-11-24", False),
    ("2026-Q4", "2026-Q1", True),
    ("2026-Q5", "2026-Q1", False),
    ("2026-11", "2026-12", True),
    ("2026-13", "2026-12", False),
    ("2026-11-24T09:00", "2026-11-24T09:00", True),
]


@pytest.mark.parametrize(("text", "like", "is_one"), PERIODS)
def test_a_period_has_one_form(text: str, like: str, is_one: bool) -> None:
    assert calendar.is_period(text, like) is is_one


@pytest.mark.parametrize("text", ["2026-W5", "２０２６-W05", "2026-W5\n", "2026-W105", "2026-W 5", " 2026-W05"])
def test_a_week_has_one_form(text: str) -> None:
    with pytest.raises(ValueError, match="week"):
        calendar.week_days(text)
