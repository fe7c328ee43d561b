"""A made street is lived through the real bot: the same seed gives the same stars, on either database, in one go or in two."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from app.settings import Settings
from app.simulate.play import Plan, play
from app.simulate.report import words
from documents.digest.digest_words import digest_words
from messages.errors import RefusedByRule
from programme.calendar import week_of
from programme.rules import Rules
from schedules.digest_week import digest_of, span_of
from storage.core import copying
from storage.core.rows import Row
from storage.core.tx import Database, Tx
from storage.digest import digest
from storage.operations import figures
from storage.ratings import ratings
from tests.databases import Server, open_database
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
    tmp_path: Path, postgres_server: Server
) -> None:
    """On a server's database that nothing was in before, as on the first day."""
    postgres_url = await postgres_server.empty()
    plan = replace(PLAN, weeks=5)  # into October: the self-checks of two months, and every scene of the season
    async with opened(f"sqlite:///{tmp_path / 'town.db'}") as file:
        told = await play(settings(tmp_path / "one"), Rules(), file, plan)
        lived, digests, season = await stars(file), await digests_of(file, plan), await file.read(states)
    assert len({row[0] for row in lived}) == plan.weeks
    assert {row.state for row in told.rows} >= {"rated"}
    async with opened(postgres_url) as server:
        await play(settings(tmp_path / "two"), Rules(), server, replace(plan, weeks=1))
        again = await play(settings(tmp_path / "two"), Rules(), server, plan)
        assert 0 < again.handled < told.handled
        assert await stars(server) == lived
        assert await digests_of(server, plan) == digests
        assert await server.read(states) == season
    assert season == SEASON


SEASON = {
    "activities": {
        ("volunteer", "closed"): 5,
        ("joint", "closed"): 1,
        ("branch_visit", "closed"): 1,
        ("branch_check", "closed"): 1,
        ("study", "closed"): 1,
    },
    "permits": {("", "given"): 1},
    "follow_ups": {("", "answered"): 2},
    "service_requests": {("", "closed"): 4},
    "pledges": {("people", "answered"): 1},
    "ballots": {("优秀共产党员", "counted"): 1},
    "honours": {("优秀共产党员", "confirmed"): 1},
    "rotations": {("", "passed"): 1},
}
"""What five weeks leave: nothing stays half done."""


async def states(tx: Tx) -> dict[str, dict[tuple[str, str], int]]:
    """How many there are of each kind in each state."""
    found = {table: await rows_of(tx, table) for table in SEASON}
    kinds = {table: any(kind for kind, _ in states) for table, states in SEASON.items()}
    return {
        table: dict(Counter((str(row["kind"]) if kinds[table] else "", str(row["state"])) for row in rows))
        for table, rows in found.items()
    }


async def digests_of(database: Database, plan: Plan) -> list[str]:
    """What every week's digest says, in words."""
    zone, rules = settings(Path()).zone, Rules()
    said = []
    for week in range(plan.weeks):
        now = datetime.combine(plan.first + timedelta(weeks=week + 1), time(8, 35), zone)
        span = span_of(week_of((now - timedelta(days=1)).date()), now)
        inputs = await database.read(lambda tx: digest.of_week(tx, span))  # noqa: B023
        said.append(digest_words(digest_of(inputs, rules, zone), rules, speaker("zh")))
    return said


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_three_weeks_with_the_neighbours(database: Database, tmp_path: Path) -> None:
    """A farmer sells, volunteers' hours are noted, what residents asked for is done, and a visit's lack is answered."""
    await play(settings(tmp_path), Rules(), database, PLAN)
    found = await database.read(states)
    held = SEASON["activities"] | {("volunteer", "closed"): 3}
    del held["branch_check", "closed"]  # the ring is drawn with the quarter
    assert found["activities"] == held
    assert found["permits"] == SEASON["permits"]
    assert found["follow_ups"] == {("", "answered"): 1}
    assert found["service_requests"] == SEASON["service_requests"]
    first, second, third = await digests_of(database, PLAN)
    assert "城管蓝 1 次" in first
    assert "销售证 1 张" in first
    assert "联合执法 1 次，处理 71 件" in second
    assert "支部互查、走访 1 次 · 学习 1 次 · 带回的事回了 1 件" in third


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
