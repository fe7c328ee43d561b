"""A made street is lived through the real bot: the same seed gives the same stars, on either database, in one go or in two."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.settings import Settings
from app.simulate.play import Plan, play
from app.simulate.report import words
from messages.errors import RefusedByRule
from programme.rules import Rules
from storage.core import copying
from storage.core.rows import Row
from storage.core.tx import Database, Tx
from storage.operations import figures
from storage.ratings import ratings
from tests.databases import open_database
from tests.town import Town
from texts import speaker

PLAN = Plan(shops=8, weeks=3, seed=3, start=date(2026, 9, 9), roster=None)
"""From Monday the 7th; on Friday the 25th the Mid-Autumn holiday begins."""


def settings(folder: Path) -> Settings:
    return Settings(database_url="sqlite:///unused.db", data_dir=folder)


async def stars(database: Database) -> list[tuple[object, ...]]:
    async def read(tx: Tx) -> list[tuple[object, ...]]:
        runs = sorted(await ratings.recent(tx, 60), key=lambda r: r.period)
        rows = [(run, row) for run in runs for row in await ratings.of_run(tx, run.id)]
        return [(run.period, run.inputs_hash, row.shop_id, row.state, row.score, row.stars) for run, row in rows]

    return await database.read(read)


@pytest.mark.slow
async def test_the_same_seed_is_the_same_street_on_both_databases_in_one_go_or_in_two(
    tmp_path: Path, postgres_url: str
) -> None:
    plan = replace(PLAN, weeks=5)  # into October: the self-checks of two months
    async with opened(f"sqlite:///{tmp_path / 'town.db'}") as file:
        told = await play(settings(tmp_path / "one"), Rules(), file, plan)
        lived = await stars(file)
    assert len({row[0] for row in lived}) == plan.weeks
    assert {row.state for row in told.rows} >= {"rated"}
    async with opened(postgres_url) as server:
        await play(settings(tmp_path / "two"), Rules(), server, replace(plan, weeks=1))
        again = await play(settings(tmp_path / "two"), Rules(), server, plan)
        assert 0 < again.handled < told.handled
        assert await stars(server) == lived


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    database = await open_database(url)
    try:
        yield database
    finally:
        await database.close()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_week_leaves_a_digest_and_a_summary(database: Database, tmp_path: Path) -> None:
    told = await play(settings(tmp_path), Rules(), database, replace(PLAN, weeks=1))
    assert {file.suffix for file in tmp_path.glob("digests/2026-W37/*")} == {".png", ".xlsx"}
    assert (await database.read(figures.figures)).parked == 0
    summary = words(told, settings(tmp_path), speaker("zh"))
    assert f"{PLAN.shops} 家店过完了" in summary
    idle = await play(settings(tmp_path), Rules(), database, replace(PLAN, weeks=1))
    assert idle.handled == 0, "what is lived is not lived twice"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_people_say_and_tap_is_understood(database: Database, tmp_path: Path) -> None:
    """Faults are recorded, the squad's looks too, and fixes are said and seen good: nothing is merely asked about."""
    await play(settings(tmp_path), Rules(), database, replace(PLAN, weeks=2))

    async def read(tx: Tx) -> tuple[Counter[str], Counter[tuple[str, str]]]:
        looks, cases = await rows_of(tx, "observations"), await rows_of(tx, "findings")
        return Counter(o["source"] for o in looks), Counter((f["origin"], f["state"]) for f in cases)

    sources, cases = await database.read(read)
    assert sources["linked"] >= PLAN.shops
    assert sources["spot"] > 0
    assert cases["outsider", "closed"] > 0
    assert cases["self", "closed"] > 0


async def rows_of(tx: Tx, table: str) -> Sequence[Row]:
    side = copying._Side(tx.dialect, lambda step: step(tx))
    return await side.rows(f"SELECT * FROM {table}")


@pytest.mark.slow
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_another_street_is_left_alone(database: Database, tmp_path: Path) -> None:
    await play(settings(tmp_path), Rules(), database, replace(PLAN, weeks=1))
    with pytest.raises(RefusedByRule, match="另一条街"):
        await play(settings(tmp_path), Rules(), database, replace(PLAN, seed=4))


@pytest.mark.parametrize("shape", ["telegram"])
async def test_a_real_town_is_left_alone(town: Town) -> None:
    await town.merchant("李记面馆")
    with pytest.raises(RefusedByRule, match="真实的店"):
        await play(settings(town.folder), Rules(), town.database, PLAN)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_shops_of_a_roster(database: Database, tmp_path: Path) -> None:
    """A CSV as an office writes it, with twice the same name; shops without a member are given one."""
    file = tmp_path / "shops.csv"
    rows = [f"李记面馆,{n}号,西津路" for n in range(1, 4)] + ["张记,5号,中溪路"]
    file.write_text("\n".join(["店名,门牌,街道", *rows]), "utf-8")
    told = await play(settings(tmp_path), Rules(), database, Plan(4, 1, 1, date(2026, 9, 7), file))
    assert len(told.rows) == 4


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_roster_too_short(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "shops.csv"
    file.write_text("店名,门牌,街道\n张记,5号,中溪路", "utf-8")
    with pytest.raises(RefusedByRule, match="只有 1 家店"):
        await play(settings(tmp_path), Rules(), database, Plan(5, 1, 1, date(2026, 9, 7), file))
