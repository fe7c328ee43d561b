"""An order for a later day: the closure begins then, a move or another holder waits, and the preview says so by name."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.shops import shops
from tests.player import Player
from tests.roster.books import csv
from tests.roster.test_in_chat import sends
from tests.town import MONDAY, Town

pytestmark = pytest.mark.parametrize("shape", ["telegram"])
HEAD = "店名,门牌,街道,负责人,手机,备注"
ROW = "李记面馆,12号,西津路,李师傅,13900000001,"


async def known_shop(town: Town) -> tuple[Player, int]:
    chen = await town.manager()
    await sends(chen, csv(HEAD, ROW), "名册.csv")
    await chen.taps("确认导入")
    return chen, 1


async def closed(town: Town) -> list[tuple[str, str]]:
    first = MONDAY.date() - timedelta(90)
    held = await town.database.read(lambda tx: shops.closures(tx, 1, first, MONDAY.date() + timedelta(90)))  # type: ignore[arg-type]
    return [(str(c.since), str(c.until or "")) for c in held]


@pytest.mark.parametrize(
    ("note", "told", "days"),
    [
        ("歇业 12月1日", "李记面馆（12月1日起）", ("2026-12-01", "")),
        ("12月1日起歇业", "李记面馆（12月1日起）", ("2026-12-01", "")),
        ("停业到12月1日", "李记面馆（11月23日到12月1日）", ("2026-11-23", "2026-12-01")),
        ("歇业 11月30日至12月1日；装修", "李记面馆（11月30日到12月1日）", ("2026-11-30", "2026-12-01")),
        ("歇业 11月20日", "李记面馆（11月23日起）", ("2026-11-23", "")),
        ("歇业", "歇业 1 家：李记面馆（12号）（从今天起", ("2026-11-23", "")),
        ("歇业；12月1日回来", "歇业 1 家：李记面馆（12号）（从今天起", ("2026-11-23", "")),
    ],
)
async def test_a_closure_begins_on_its_day(town: Town, note: str, told: str, days: tuple[str, str]) -> None:
    """“歇业 12月1日” closed the shop on the day of the import; “停业到12月1日” did nothing."""
    chen, _ = await known_shop(town)
    await sends(chen, csv(HEAD, ROW + note), "名册.csv")
    chen.sees(told)
    await chen.taps("确认导入")
    assert await closed(town) == [days]
    await sends(chen, csv(HEAD, ROW + note), "名册.csv")
    chen.sees("没有要改的")
    assert await closed(town) == [days]


async def test_a_new_shop_that_is_closed_is_named_as_well(town: Town) -> None:
    """A shop that came into the register closed was only counted among the new ones."""
    chen = await town.manager()
    await sends(chen, csv(HEAD, ROW + "歇业 12月25日"), "名册.csv")
    chen.sees("新店 1 家：李记面馆", "歇业 1 家：李记面馆（12月25日起）")


async def test_a_closure_that_is_over_is_none(town: Town) -> None:
    chen, _ = await known_shop(town)
    await sends(chen, csv(HEAD, ROW + "停业到11月1日"), "名册.csv")
    await chen.taps("确认导入")
    assert await closed(town) == []


async def test_open_again_from_a_day_on(town: Town) -> None:
    chen, _ = await known_shop(town)
    await sends(chen, csv(HEAD, ROW + "歇业"), "名册.csv")
    await chen.taps("确认导入")
    await sends(chen, csv(HEAD, ROW + "恢复营业 12月1日"), "名册.csv")
    chen.sees("李记面馆（12月1日起）")
    await chen.taps("确认导入")
    assert await closed(town) == [("2026-11-23", "2026-11-30")]


@pytest.mark.parametrize("note", ["搬走 12月31日", "12月31日换人"])
async def test_a_move_or_another_holder_waits_for_its_day(town: Town, note: str) -> None:
    """A shop that moves at the end of the year was retired on the day of the import."""
    chen, _ = await known_shop(town)
    await sends(chen, csv(HEAD, ROW + note), "名册.csv")
    chen.sees("日子还没到 1 家：李记面馆（12月31日起）", "再导入一次")
    await chen.taps("确认导入")
    assert (await town.database.read(lambda tx: shops.shop(tx, 1))).left_at is None  # type: ignore[arg-type]
    if "搬走" in note:
        town.clock.at(MONDAY.replace(month=12, day=31))
        await sends(chen, csv(HEAD, ROW + note), "名册.csv")
        chen.sees("搬走 1 家")
