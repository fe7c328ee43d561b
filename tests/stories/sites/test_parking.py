"""Where one may park now, and where next; a car before the gate is still a request."""

from __future__ import annotations

import pytest

from messages.attachment import Attachment, Medium
from programme.sites.site_kinds import SiteKind
from tests.sites import a_card, a_site
from tests.town import Town

telegram = pytest.mark.parametrize("shape", ["telegram"])


async def parks(town: Town) -> None:
    """Monday, 09:00: one is open, one opens in the evening, of one nobody knows."""
    await a_site(
        town, "桥东停车场", kind=SiteKind.PARKING, hours="全天", fee="免费", spaces=60, latitude=30.63, longitude=118.98
    )
    await a_site(town, "机关大院", kind=SiteKind.PARKING, hours="18:00-8:00", latitude=30.61, longitude=118.95)
    await a_site(town, "河沥停车场", kind=SiteKind.PARKING, latitude=30.70, longitude=119.05)


async def test_the_nearest_that_are_open_and_the_one_that_opens_next(town: Town) -> None:
    await parks(town)
    driver = town.player("司机")
    for words in ("停车", "哪里停车", "车停哪里"):
        await driver.says(words)
        driver.sees(
            "桥东停车场",
            "全天",
            "免费",
            "60 个车位",
            "河沥停车场 南山街道 时间看现场",
            "18:00 开放：机关大院",
            "不知道",
        )


async def test_a_car_before_the_gate_is_a_request(town: Town) -> None:
    await parks(town)
    driver = town.player("司机")
    await driver.says("车堵在小区门口了")
    driver.sees("收到", "26-")
    await driver.says("哪里停车")
    await driver.says("有人乱停车堵了消防通道")
    driver.sees("收到", "26-")


async def test_a_place_that_is_sent_orders_them_by_the_way(town: Town) -> None:
    await parks(town)
    driver = town.player("司机")
    await driver.says("停车")
    await driver.says("", Attachment(Medium.PLACE, "30.701,119.051"))
    lines = [line for line in driver.last.splitlines() if line.startswith("·")]
    assert [line.split()[1] for line in lines] == ["河沥停车场", "桥东停车场"]


@telegram
async def test_the_card_of_an_estate_knows_where_one_stands(town: Town) -> None:
    await parks(town)
    code = await a_card(town, await a_site(town, "翠竹苑", latitude=30.70, longitude=119.05))
    driver = town.player("司机")
    await driver.says(code)
    await driver.taps("哪里停车")
    lines = [line for line in driver.last.splitlines() if line.startswith("·")]
    assert lines[0].startswith("· 河沥停车场")


@telegram
async def test_a_colleague_who_says_something_else_files_nothing(town: Town) -> None:
    await parks(town)
    li = await town.merchant("李记面馆")
    await li.says("停车")
    await li.says("那就算了嘛哈")
    assert await town.database.read(lambda tx: tx.rows("export_requests")) == []


@telegram
async def test_without_any_it_is_said(town: Town) -> None:
    driver = town.player("司机")
    await driver.says("停车")
    driver.sees("还没有登记的停车点")
