"""What residents report moves no star: only a finding that somebody made at a shop's door does."""

import asyncio
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.core.tx import Database, Tx
from tests.databases import Server, open_database
from tests.player import Player
from tests.sites import a_card, a_site
from tests.town import MONDAY, StoppedClock, Town

ROOT = Path(__file__).parents[3]
OF_STARS = ("storage/ratings", "programme/ratings", "schedules/ratings.py", "schedules/grid_rating.py")


async def stars(town: Town) -> object:
    await town.job("ratings")

    async def read(tx: Tx) -> object:
        found = await tx.rows("export_ratings")
        return [(row["shop"], row["state"], row["score"], row["stars"], row["weakest"]) for row in found]

    return await town.database.read(read)


@pytest.mark.parametrize("shape", ["telegram"])
async def test_the_whole_ladder_about_a_shops_door_leaves_its_star(town: Town) -> None:
    li = await town.merchant("李记面馆")
    chen = await town.manager()
    await li.says("好")
    before = await stars(town)
    resident = town.player("居民")
    for kind in ("先回一句", "办好了"):
        await resident.says("李记面馆门口脏得很")
        await resident.says("西津路1号李记面馆")
        await chen.says("26-00001")
        await chen.taps(kind)
        await chen.says("看过了")
        await chen.taps("发")
    await resident.taps("没解决")
    await town.database.read(lambda tx: tx.rows("export_requests"))
    assert await stars(town) == before
    assert await town.database.read(lambda tx: tx.rows("export_findings")) == []


def test_nothing_that_makes_stars_reads_a_request() -> None:
    files = [
        f for part in OF_STARS for f in ([ROOT / part] if part.endswith(".py") else sorted((ROOT / part).rglob("*.*")))
    ]
    read = [f for f in files if f.suffix in (".py", ".sql")]
    assert len(read) > 10
    assert [
        f.name for f in read if re.search(r"service_requests|request_events|intakes|case_sheets", f.read_text("utf-8"))
    ] == []


PLACE = "西津路1号李记面馆"
EVENTS = (
    ("resident", f"{PLACE}门口脏得很"),
    ("resident", "CODE"),
    ("resident", "翠竹苑噪音太大"),
    ("resident", "解决了"),
    ("resident", "没解决"),
    ("neighbour", "CODE"),
    ("neighbour", f"{PLACE}垃圾没收"),
    ("neighbour", "是同一件"),
    ("neighbour", "我的诉求"),
    ("keeper", "办好了"),
    ("keeper", "没看到"),
    ("keeper", "眼下办不了"),
    ("keeper", "挂账"),
    ("keeper", f"代报 {PLACE} 招牌坏了"),
    ("manager", "先回一句"),
    ("manager", "办好了"),
    ("manager", "合并 26-00001 26-00002"),
    ("manager", "看过，没好"),
    ("manager", "换责任人 翠竹苑 王芳"),
)
"""What neighbours and whoever answers them say or tap; a lead is among them, but nobody looks at a door."""


async def _does(player: Player, words: str, code: str) -> None:
    """Tap it where there is such a button, with a sentence for the preview; else say it."""
    for said in reversed(player.screen):
        if any(words in button.label for button in said.reply.choices):
            await player.taps(words, on=said)
            await player.says("看过了")
            if any(button.label == "发" for button in player.screen[-1].reply.choices):
                await player.taps("发")
            return
    await player.says(code if words == "CODE" else words)


async def _on_sqlite(events: list[int]) -> tuple[object, object, list[object]]:
    with tempfile.TemporaryDirectory() as folder:
        database = await open_database(f"sqlite:///{folder}/town.db")
        return await _lived(database, Path(folder), events)


async def _on_postgres(server: Server, events: list[int]) -> tuple[object, object, list[object]]:
    url = await server.lend()
    try:
        with tempfile.TemporaryDirectory() as folder:
            return await _lived(await open_database(url), Path(folder), events)
    finally:
        await server.take_back(url)


async def _lived(database: Database, folder: Path, events: list[int]) -> tuple[object, object, list[object]]:
    town = Town(database, StoppedClock(MONDAY), folder)
    await town.start()
    try:
        li = await town.merchant("李记面馆")
        keeper, chen = await town.member("王芳", li), await town.manager()
        await li.says("好")
        code = await a_card(town, await a_site(town, keeper=keeper))
        before = await stars(town)
        people = {"keeper": keeper, "manager": chen} | {n: town.player(n) for n in ("resident", "neighbour")}
        for n in events:
            town.clock.forward(minutes=7)
            who, words = EVENTS[n]
            await _does(people[who], words, code)
        found = await database.read(lambda tx: tx.rows("export_findings"))
        return before, await stars(town), list(found)
    finally:
        await town.stop()
        await database.close()


many_lives = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
of_events = given(events=st.lists(st.integers(0, len(EVENTS) - 1), min_size=4, max_size=18))


@many_lives
@of_events
def test_no_sequence_of_neighbours_events_changes_a_star(events: list[int]) -> None:
    """Only a finding made at a door does: here nobody looks at one."""
    before, after, found = asyncio.run(_on_sqlite(events))
    assert found == []
    assert after == before


@pytest.mark.slow
@many_lives
@of_events
def test_nor_does_any_on_postgresql(postgres_server: Server, events: list[int]) -> None:
    before, after, found = asyncio.run(_on_postgres(postgres_server, events))
    assert found == []
    assert after == before


@pytest.mark.parametrize("shape", ["telegram"])
async def test_a_finding_made_at_the_door_of_a_residents_lead_does_count(town: Town) -> None:
    """The same words, once somebody has stood there and seen it: a finding of a resident's report."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    resident = town.player("居民")
    await resident.says("李记面馆秩序乱，货堆到路上")
    resident.sees("请人到李记面馆门前看秩序")
    wang.sees("李记面馆", "秩序", "货堆到路上")
    await wang.taps("确有其事")
    resident.sees("李记面馆")
    (found,) = await town.database.read(lambda tx: tx.rows("export_findings"))
    assert (found["shop"], found["duty"], found["origin"]) == ("李记面馆", "order", "lead")
