"""A member's week: whom to see first on Monday, what is left on Friday, and who walks when they are away."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

import pytest
from PIL import Image

from documents.street.round_picture import RoundDoor, round_picture
from programme.staff_days import begins_month, begins_quarter, begins_week, ends_week
from storage.core.tx import Tx
from storage.people import covers, people
from storage.requests import help_requests
from storage.shops import shops
from tests.town import ZONE, Town, on_day
from texts import speaker

pytestmark = pytest.mark.parametrize("shape", ["telegram"])

MONDAY, FRIDAY = date(2026, 11, 30), date(2026, 12, 4)


def lines(text: str) -> list[str]:
    return text.splitlines()[1:-1]


async def test_monday_says_whom_to_see_first_and_why(town: Town) -> None:
    li, zhou, sun, wu = [await town.merchant(name) for name in ("李记面馆", "周记修鞋", "孙家小吃", "吴氏茶庄")]
    wang = await town.member("王芳", li, zhou, sun, wu)
    await wang.says("1 好\n2 好\n4 好")

    async def ask(tx: Tx) -> None:
        now = town.clock()
        await help_requests.ask(
            tx,
            shop_id=zhou.shop_id,
            person_id=zhou.person_id,
            at=now,
            text="灯坏了",
            keeper_id=wang.person_id,
            due_at=now + timedelta(hours=2),
        )
        await shops.change_holder(tx, wu.shop_id, owner="", phone="", now=now + timedelta(minutes=1))

    await town.database.write(ask)
    town.clock.at(on_day(MONDAY, 8, 50))
    await town.pass_to(on_day(MONDAY, 9, 0), "member-week", "member-leftovers")
    assert "先看谁" not in wang.last, "not on the stroke of nine, with every other bot"
    await town.pass_to(on_day(MONDAY, 9, 20), "member-week", "member-leftovers")
    assert "先看谁" in wang.last
    assert lines(wang.last) == [
        "3. 孙家小吃（3号）还没看过",
        "2. 周记修鞋（2号）等着帮忙",
        "4. 吴氏茶庄（4号）刚换了人",
        "1. 李记面馆（1号）",
    ]
    await wang.taps("3 孙家小吃")
    wang.sees("孙家小吃", "门前看到的怎么样")


async def test_friday_says_what_is_left_and_nothing_when_nothing_is(town: Town) -> None:
    li, zhou = await town.merchant("李记面馆"), await town.merchant("周记修鞋")
    wang = await town.member("王芳", li, zhou)
    zhao = await town.member("赵敏", await town.merchant("孙家小吃"))
    town.clock.at(on_day(MONDAY, 10))
    await wang.says("2 好")
    await zhao.says("1 好")
    await town.pass_to(on_day(FRIDAY, 16, 20), "member-week", "member-leftovers")
    assert lines(wang.last) == ["1. 李记面馆（1号）还没看过"]
    assert "没人看过" in wang.last
    assert not [t for t in zhao.heard if "没人看过" in t]


async def test_who_covers_gets_the_list_with_the_name_of_whom_it_is_for(town: Town) -> None:
    wang = await town.member("王芳", await town.merchant("李记面馆"))
    zhao = await town.member("赵敏", await town.merchant("孙家小吃"))
    await town.database.write(lambda tx: covers.name(tx, wang.person_id, zhao.person_id, MONDAY, None))
    town.clock.at(on_day(MONDAY, 9))
    await town.pass_to(on_day(MONDAY, 9, 20), "member-week", "member-leftovers")
    assert not [t for t in wang.heard if "先看谁" in t or "代看" in t]
    assert len([t for t in zhao.heard if "先看谁" in t]) == 1
    [instead] = [t for t in zhao.heard if "代看" in t]
    assert "王芳" in instead
    assert "李记面馆" in instead


async def test_a_closed_shop_is_on_nobodys_round_and_who_wants_no_reminder_gets_no_list(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)

    async def shut(tx: Tx) -> None:
        await shops.close(tx, li.shop_id, since=MONDAY, until=None, person_id=li.person_id, reason="", now=town.clock())

    await town.database.write(shut)
    assert (await town.job("member-week")).counts == {"lists": 1}
    town.clock.at(on_day(MONDAY, 10))
    assert (await town.job("member-week")).counts == {}
    await town.database.write(lambda tx: shops.reopen(tx, li.shop_id, day=MONDAY, yesterday=MONDAY, now=town.clock()))
    await town.database.write(lambda tx: people.remind(tx, wang.person_id, on=False))
    assert (await town.job("member-week")).counts == {}


async def test_a_holiday_monday_waits_for_the_first_working_day(town: Town) -> None:
    wang = await town.member("王芳", await town.merchant("李记面馆"))
    await town.database.write(lambda tx: people.remind(tx, 1, on=False))
    town.clock.at(datetime.combine(date(2026, 9, 30), time(8), ZONE))
    await town.pass_to(on_day(date(2026, 10, 12), 8), "member-week", "member-leftovers")
    heard = [t for t in wang.heard if "先看谁" in t]
    assert len(heard) == 2, "one on 30 September, a late one for its own week, and one on the 8th of October"


DAYS = [
    (begins_week, date(2026, 11, 23), True),
    (begins_week, date(2026, 11, 24), False),
    (begins_week, date(2026, 10, 5), False),  # National Day week
    (begins_week, date(2026, 10, 8), True),
    (begins_week, date(2026, 2, 23), False),  # Spring Festival
    (begins_week, date(2026, 2, 24), True),
    (ends_week, date(2026, 11, 27), True),
    (ends_week, date(2026, 11, 26), False),
    (ends_week, date(2026, 9, 24), True),  # Mid-Autumn Friday is off
    (ends_week, date(2026, 10, 9), True),  # the adjusted Saturday after it is nobody's Friday
    (ends_week, date(2026, 10, 10), False),
    (begins_month, date(2026, 10, 8), True),
    (begins_month, date(2026, 12, 1), True),
    (begins_quarter, date(2026, 10, 8), True),
    (begins_quarter, date(2026, 12, 1), False),
    (begins_quarter, date(2027, 1, 1), True),  # not known yet: Monday to Friday
]


@pytest.mark.parametrize(("test", "day", "holds"), DAYS, ids=[f"{t.__name__} {d}" for t, d, _ in DAYS])
def test_working_days(shape: str, test: object, day: date, holds: bool) -> None:
    assert test(day) is holds  # type: ignore[operator]


async def test_mondays_list_comes_with_its_doors_as_a_small_picture(town: Town) -> None:
    """Whom to see first and why, in one look; no star is on it, so that nobody goes with the score in mind."""
    shops = [await town.merchant(f"店{n:02d}") for n in range(1, 11)]
    wang = await town.member("王芳", *shops)
    await town.job("member-week")
    await town.settle()
    [picture] = wang.screen[-1].reply.attachments
    file = town.folder / picture.ref
    assert file.stat().st_size <= 60_000
    with Image.open(file) as drawn:
        assert drawn.format == "PNG"
    known = round_picture(
        (RoundDoor(3, "李记面馆", "12号", "还没看过"), RoundDoor(1, "胡氏", "3号", "")), speaker("zh")
    )
    words = re.findall(r"<text[^>]*>([^<]*)<", known.svg)
    assert words[1:] == ["3", "12号", "李记面馆", "还没看过", "1", "3号", "胡氏", ""]
    assert "★" not in known.svg
