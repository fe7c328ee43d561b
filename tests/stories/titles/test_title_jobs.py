"""The title's calendar: earned over a quarter, questioned when its ground is gone, and never taken by a machine."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from programme.calendar import week_of
from programme.titles.title_state import TitleState
from schedules.titles import last_day
from storage.core.tx import Tx
from storage.operations import runs
from storage.ratings import ratings
from storage.ratings.ratings import RatingRow
from storage.titles import titles
from storage.titles.titles import Title
from tests.player import Player
from tests.town import Town, on_day

pytestmark = pytest.mark.parametrize("shape", ["telegram"])


async def rated(town: Town, shop: int, last: date, stars: list[int]) -> None:
    """One published run a week with these stars, the last on `last`, a Sunday."""

    async def write(tx: Tx) -> None:
        for back, star in enumerate(reversed(stars)):
            day = last - timedelta(weeks=back)
            through = on_day(day, 18)
            run = await ratings.begin(tx, period=week_of(day), through=through, rules_hash="", now=through)
            row = RatingRow(run, shop, "rated", 92.0, 85.0, star, star, star, 4, {})
            await ratings.write(tx, run, [row])
            await ratings.seal(tx, run, kind="scheduled", inputs_hash="")
            await ratings.publish(tx, run, through)
            await runs.claim(tx, "ratings", week_of(day), through)

    await town.database.write(write)


async def settled(town: Town, first: date) -> Player:
    """A merchant who has been there since before the first run."""
    town.clock.at(on_day(first, 9))
    return await town.merchant("李记面馆")


async def the_title(town: Town, li: Player) -> Title | None:
    return await town.database.read(lambda tx: titles.of_shop(tx, li.shop_id))


async def awarded(town: Town, li: Player, day: date) -> None:
    async def award(tx: Tx) -> None:
        number = await titles.nominate(tx, li.shop_id, "2026-Q3", on_day(day))
        assert number
        nominated = await titles.title(tx, number)
        notice = replace(nominated, state=TitleState.NOTICE, notice_from=day, notice_until=day)
        await titles.save(tx, nominated, notice)
        await titles.save(
            tx, notice, replace(notice, state=TitleState.AWARDED, confirmed_at=on_day(day), number="2026-Q3-0001")
        )

    await town.database.write(award)


@pytest.mark.parametrize(
    ("stars", "nominated"), [([5] * 12, True), ([5] * 7 + [4] * 5, False), ([5] * 11 + [3], False)]
)
async def test_a_quarter_ends_and_the_managers_hear_how_many_have_earned_it(
    town: Town, stars: list[int], nominated: bool
) -> None:
    li = await settled(town, date(2026, 6, 1))
    chen = await town.manager()
    await rated(town, li.shop_id, date(2026, 9, 27), stars)
    town.clock.at(on_day(date(2026, 10, 1), 9))
    await town.pass_to(on_day(date(2026, 10, 7), 20), "titles", "title-watch")
    assert not [t for t in chen.heard if "2026-Q3" in t], "the National Day week is nobody's working week"
    await town.pass_to(on_day(date(2026, 10, 8), 10), "titles", "title-watch")
    title = await the_title(town, li)
    assert (title is not None) == nominated
    assert len([t for t in chen.heard if "2026-Q3" in t and "1 家" in t]) == nominated
    assert not [t for t in li.heard if "五星商户" in t], "a nomination is nobody's news yet"
    assert (await town.job("titles", "2026-Q3")).counts == {"nominated": 0}


async def test_four_weak_runs_question_it_once_and_the_merchant_is_heard(town: Town) -> None:
    li = await settled(town, date(2026, 6, 1))
    chen = await town.manager()
    await awarded(town, li, date(2026, 10, 12))
    await rated(town, li.shop_id, date(2026, 11, 22), [5, 5, 3, 3, 3, 3])
    town.clock.at(on_day(date(2026, 11, 23), 8, 30))
    await town.pass_to(on_day(date(2026, 11, 23), 9), "titles", "title-watch")
    title = await the_title(town, li)
    assert title is not None
    assert (title.state, title.withdrawal_why, title.hearing_until) == (TitleState.HEARING, "runs", date(2026, 11, 30))
    assert len([t for t in li.heard if "五星商户" in t and "11月30日" in t]) == 1
    assert len([t for t in chen.heard if "李记面馆" in t and "说明情况" in t]) == 1
    await town.pass_to(on_day(date(2026, 11, 30), 20), "titles", "title-watch")
    assert not [t for t in chen.heard if "听取意见期满" in t]
    await town.pass_to(on_day(date(2026, 12, 1), 10), "titles", "title-watch")
    assert len([t for t in chen.heard if "听取意见期满" in t]) == 1
    assert (await the_title(town, li)) is not None, "a person decides"
    kept = replace(title, state=TitleState.AWARDED)
    await town.database.write(lambda tx: titles.save(tx, title, kept))
    await town.job("title-watch")
    again = await the_title(town, li)
    assert again is not None
    assert again.state is TitleState.AWARDED, "what was heard out is not asked again"


@pytest.mark.parametrize(("stars", "state"), [([5] * 12, TitleState.AWARDED), ([4] * 12, TitleState.HEARING)])
async def test_after_a_year_it_is_looked_at_again(town: Town, stars: list[int], state: TitleState) -> None:
    li = await settled(town, date(2025, 6, 2))
    await awarded(town, li, date(2025, 10, 13))
    await rated(town, li.shop_id, date(2026, 10, 11), stars)
    town.clock.at(on_day(date(2026, 10, 12), 10))
    await town.job("title-watch")
    title = await the_title(town, li)
    assert title is not None
    assert title.state is TitleState.AWARDED
    town.clock.at(on_day(date(2026, 10, 13), 10))
    await town.job("title-watch")
    title = await the_title(town, li)
    assert title is not None
    assert (title.state, title.reviewed_on) == (state, date(2026, 10, 13))


def test_the_last_day_of_a_quarter(shape: str) -> None:
    assert [last_day(f"2026-Q{n}") for n in (1, 2, 3, 4)] == [
        date(2026, 3, 31),
        date(2026, 6, 30),
        date(2026, 9, 30),
        date(2026, 12, 31),
    ]
    with pytest.raises(ValueError, match="quarter"):
        last_day("2026-11")
