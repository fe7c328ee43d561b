"""What residents report moves no star: only a finding that somebody made at a shop's door does."""

import re
from pathlib import Path

import pytest

from storage.core.tx import Tx
from tests.town import Town

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
        await resident.says("李记面馆门口脏得很，秩序也乱")
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
