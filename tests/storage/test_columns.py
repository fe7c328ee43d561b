"""The columnar judge gives what the readable rules give, to the last bit: ratings, explanations, and what is kept of both."""

from __future__ import annotations

import random
import zlib
from dataclasses import fields, replace
from datetime import datetime, timedelta
from pathlib import Path

import orjson
import pytest

from app.settings import Settings
from app.simulate.play import Plan, play
from programme.ratings.columns.judge import can_judge
from programme.rules import Rules
from schedules.grid_rating import rate_grid, rate_grids
from storage.appeals import appeals
from storage.core.tx import Database, Tx
from storage.findings import findings
from storage.ratings import evidence_reading, ratings, worlds
from storage.ratings.clean_masks import days_of
from storage.ratings.evidence_tables import AllParts
from storage.ratings.figure_packing import opened as opened_figures
from storage.ratings.packed_inputs import Packed, closed, opened
from storage.ratings.rating_inputs import Moment, by_grid
from storage.ratings.ratings import PackedRow, RatingRow
from storage.ratings.shop_evidence import CALENDAR_DAYS
from storage.ratings.world_packing import packed_grids
from storage.shops import shops
from tests.programme.histories import _rules as random_rules
from tests.storage.test_day_sums import DAYS, live, settle
from tests.town import MONDAY, ZONE, Town

RULES = Rules()


def some_rules(dice: random.Random) -> Rules:
    """The programme's duties with other numbers, now and then with other duties."""
    rating = replace(random_rules(dice.getrandbits(64)).rating, cuts=RULES.rating.cuts)
    duties = dice.choice((RULES.duties, RULES.duties[::-1], RULES.duties[1:]))
    return replace(RULES, rating=rating, duties=duties, services=())


async def read(tx: Tx, through: datetime, previous: int | None = None) -> Packed:
    first = through.date() - timedelta(days=CALENDAR_DAYS)
    everywhere = (0, 10**9)
    return await evidence_reading.packed(tx, everywhere, Moment(first, through.date(), through, previous))


def by_the_rules(packed: Packed, through: datetime, rules: Rules) -> list[RatingRow]:
    raw = opened(packed)
    return [as_kept(row) for places in by_grid(raw.places) for row in rate_grid(raw, places, through, rules).rows]


def in_columns(packed: Packed, through: datetime, rules: Rules) -> list[RatingRow]:
    return [as_kept(row) for grid in rate_grids(packed, through, rules) for row in grid.rows]


def as_kept(row: RatingRow | PackedRow) -> RatingRow:
    """The row as it is read again, whichever way its figures were kept."""
    if isinstance(row, RatingRow):
        return replace(row, figures=orjson.loads(orjson.dumps(row.figures)))
    plain = row._asdict() | {"run_id": 0, "figures": opened_figures(row.packed)}
    del plain["packed"]
    return RatingRow(**plain)


async def more(tx: Tx, dice: random.Random, places: list[int], observers: list[int]) -> None:
    """What histories of looks do not have: appeals, a pause, findings late, seen good, and bad again."""
    for shop in places:
        for one in await findings.at_shop(tx, shop, MONDAY.date()):
            at = one.opened_at + timedelta(hours=dice.randrange(1, 60))
            marks = {"overdue_at": at, "checked_at": at, "again_at": at}
            chosen = {name: value for name, value in marks.items() if dice.random() < 0.3}
            await findings.save(tx, one, replace(one, **chosen), event="reminded", by=None, at=at)
            if one.observation_id and dice.random() < 0.2:
                due = at + timedelta(days=dice.randrange(9))
                await appeals.open_one(
                    tx,
                    shop_id=shop,
                    person_id=observers[0],
                    subject="observation",
                    subject_id=one.observation_id,
                    text="",
                    at=at,
                    due_at=due,
                )
    first = MONDAY.date() + timedelta(days=dice.randrange(DAYS))
    last = first + timedelta(days=dice.randrange(9))
    who = observers[0]
    await shops.pause(tx, grid_id=None, street="", since=first, until=last, person_id=who, reason="", now=MONDAY)


@pytest.mark.parametrize("shape", ["telegram"])
@pytest.mark.parametrize("seed", range(8))
async def test_any_history_under_any_rules(town: Town, seed: int) -> None:
    dice = random.Random(seed)
    places, observers = await settle(town)
    await town.database.write(lambda tx: live(tx, dice, places, observers, MONDAY))
    await town.database.write(lambda tx: more(tx, dice, places, observers))
    for end in (DAYS // 3, DAYS // 2, DAYS, DAYS + 30):
        through = MONDAY + timedelta(days=end, hours=9)
        packed = await town.database.read(lambda tx, at=through: read(tx, at))
        assert opened(closed(opened(packed))) == opened(packed)
        [kept] = [worlds.unpacked(grid.world) for grid in worlds.kept_of(packed)]
        assert opened(kept) == opened(replace(packed, before={}))
        for rules in (RULES, *[some_rules(dice) for _ in range(6)]):
            assert in_columns(packed, through, rules) == by_the_rules(packed, through, rules)


@pytest.mark.slow
async def test_a_lived_town_week_after_week(database: Database, tmp_path: Path) -> None:
    settings = Settings(database_url="sqlite:///unused.db", data_dir=tmp_path)
    await play(settings, RULES, database, Plan(8, 4, 5, MONDAY.date() - timedelta(days=84), None))

    async def weeks(tx: Tx) -> list[tuple[Packed, datetime, list[RatingRow]]]:
        runs = sorted(await ratings.recent(tx, 9), key=lambda run: run.period)
        found = []
        for n, run in enumerate(runs):
            through = run.through.astimezone(ZONE)
            packed = await read(tx, through, runs[n - 1].id if n else None)
            found.append((packed, through, await ratings.of_run(tx, run.id)))
        return found

    seen = await database.read(weeks)
    assert len(seen) == 4
    for packed, through, published in seen:
        rows = in_columns(packed, through, RULES)
        assert rows == by_the_rules(packed, through, RULES)
        assert worlds.kept_of(packed) == [kept for grid in each_grid(packed) for kept in worlds.kept_of(grid)]
        assert sorted((row.shop_id, row.score, row.stars) for row in rows) == [
            (row.shop_id, row.score, row.stars) for row in published
        ]


def test_what_the_columns_cannot_hold_is_judged_by_the_rules() -> None:
    assert can_judge(5, 500, RULES)
    assert not can_judge(5, 500, replace(RULES, rating=replace(RULES.rating, observer_share=0.5)))
    assert not can_judge(40, 500, RULES)


@pytest.mark.slow
async def test_what_runs_kept_before_is_read_as_it_was(database: Database, tmp_path: Path) -> None:
    """Figures as JSON, and what a run had read as rows: the next run and the explanation begin from the same."""
    settings = Settings(database_url="sqlite:///unused.db", data_dir=tmp_path)
    await play(settings, RULES, database, Plan(6, 3, 5, MONDAY.date() - timedelta(days=84), None))

    async def newest(tx: Tx) -> tuple[int, Packed]:
        [run] = await ratings.recent(tx, 1)
        return run.id, await read(tx, run.through.astimezone(ZONE) + timedelta(days=7), run.id)

    async def as_before(tx: Tx) -> None:
        number = (await newest(tx))[0]
        rows = await ratings.of_run(tx, number)
        await tx.do("ratings_drop", id=number)
        await ratings.write(tx, number, rows)

    packed = (await database.read(newest))[1]
    assert packed.before
    await database.write(as_before)
    assert (await database.read(newest))[1] == packed
    for grid, kept in zip(each_grid(packed), worlds.kept_of(packed), strict=True):
        now = worlds.unpacked(kept.world)
        assert [opened(worlds.unpacked(before)) for before in (in_rows(grid), in_places(grid))] == [opened(now)] * 2


def each_grid(packed: Packed) -> list[Packed]:
    found = []
    for places in by_grid(packed.places):
        shops = {place.id for place in places}
        names = ("parts", "clean", "closures", "contested", "vetoes", "before")
        of = {name: {s: rows for s, rows in getattr(packed, name).items() if s in shops} for name in names}
        found.append(replace(packed, places=places, **of))  # type: ignore[arg-type]
    return found


def in_places(packed: Packed) -> bytes:
    """The same as it was kept in columns behind a head with a dictionary a place."""
    head = {f.name: getattr(packed, f.name) for f in fields(Packed) if f.name not in ("parts", "before")}
    head |= {"shops": list(packed.parts), "clean": {shop: f"{mask:x}" for shop, mask in packed.clean.items()}}
    text = zlib.compress(orjson.dumps(head, option=orjson.OPT_NON_STR_KEYS, default=sorted), 1)
    parts = packed_grids(AllParts(packed.parts).tables, [len(packed.parts)])
    return b"".join([b"3", len(text).to_bytes(4, "little"), text, *parts])


def in_rows(packed: Packed) -> bytes:
    """What a run had read as it was kept before columns: rows behind a head, days as lists."""
    parts = [(part.looks, part.cases, part.reported) for part in packed.parts.values()]
    head = {f.name: getattr(packed, f.name) for f in fields(Packed) if f.name not in ("parts", "before", "first")}
    head |= {"shops": list(packed.parts), "sizes": [[len(part) for part in three] for three in parts]}
    head |= {"clean": {shop: days_of(mask, packed.first) for shop, mask in packed.clean.items()}}
    text = orjson.dumps(head, option=orjson.OPT_NON_STR_KEYS, default=sorted)
    whole = b"".join([len(text).to_bytes(4, "little"), text, *[part for three in parts for part in three]])
    return b"2" + zlib.compress(whole, 1)
