"""The monthly draw: four of ten, each shop to somebody else, drawn once however often it is asked for."""

from __future__ import annotations

from datetime import date

import pytest

from storage.reviews import cross_duties
from tests.player import Player
from tests.town import Town, on_day

pytestmark = pytest.mark.parametrize("shape", ["telegram"])


async def street(town: Town) -> list[Player]:
    """Two members with ten shops each."""
    first = [await town.merchant(f"甲店{n}") for n in range(10)]
    second = [await town.merchant(f"乙店{n}") for n in range(10)]
    return [await town.member("王芳", *first), await town.member("赵敏", *second)]


async def test_on_the_first_both_hear_of_four_shops_of_the_other(town: Town) -> None:
    wang, zhao = await street(town)
    town.clock.at(on_day(date(2026, 12, 1), 8))
    await town.pass_to(on_day(date(2026, 12, 1), 9, 20), "cross-review")
    assert len([t for t in wang.heard if "互查" in t]) == len([t for t in zhao.heard if "互查" in t]) == 1
    [mine] = [t for t in wang.heard if "互查" in t]
    assert mine.count("乙店") == 4
    assert "甲店" not in mine
    drawn = await town.database.read(lambda tx: cross_duties.in_month(tx, "2026-12"))
    assert len(drawn) == 8
    assert (await town.job("cross-review", "2026-12")).counts == {"unchanged": 1}
    assert await town.database.read(lambda tx: cross_duties.in_month(tx, "2026-12")) == drawn
    await wang.says("互查")
    wang.sees("本月互查", "乙店")


async def test_a_new_year_is_drawn_on_its_day_and_told_when_people_work_again(town: Town) -> None:
    wang, _ = await street(town)
    town.clock.at(on_day(date(2026, 1, 1), 8))
    await town.pass_to(on_day(date(2026, 1, 2), 12), "cross-review")
    assert len(await town.database.read(lambda tx: cross_duties.in_month(tx, "2026-01"))) == 8
    assert not [t for t in wang.heard if "互查" in t]
    await town.pass_to(on_day(date(2026, 1, 4), 9, 20), "cross-review")
    assert len([t for t in wang.heard if "互查" in t]) == 1, "Sunday the 4th is worked in exchange"


async def test_within_a_quarter_a_second_person_has_seen_every_shop(town: Town) -> None:
    wang, zhao = await street(town)
    seen: set[int] = set()
    for month in ("2026-10", "2026-11", "2026-12"):
        town.clock.at(on_day(date.fromisoformat(f"{month}-09"), 10))
        await town.job("cross-review", month)
        for duty in await town.database.read(lambda tx, m=month: cross_duties.in_month(tx, m)):
            seen.add(duty.shop_id)
        for player in (wang, zhao):
            said = next(s for s in reversed(player.screen) if "互查" in s.reply.text and len(s.reply.choices) == 4)
            for choice in said.reply.choices:
                await player.taps(choice.label, on=said)
                await player.taps("五项都做到了")
    assert len(seen) == 20
