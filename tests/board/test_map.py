"""The map on the board: the shops whose place somebody gave, tappable, with a table behind it; otherwise nothing is shown."""

from __future__ import annotations

import re

import httpx
import pytest

from programme.roster.roster import Entry
from programme.roster.roster_plan import plan
from storage.core.tx import Tx
from storage.roster import roster
from tests.board.conftest import enters
from tests.town import Town
from web.board.maps import DOORS

pytestmark = pytest.mark.parametrize("shape", ["web"])


async def apply(town: Town, entries: list[Entry]) -> None:
    now = town.clock()

    async def work(tx: Tx) -> None:
        await roster.apply(tx, plan(entries, await roster.known(tx, now), 10), now, 90, day=now.date())

    await town.database.write(work)


def shop(n: int, street: str, *, placed: bool) -> Entry:
    point = {"latitude": 30.62 + n * 0.0001, "longitude": 118.98 + n * 0.0001} if placed else {}
    return Entry(n, f"店{n}", f"{n}号", street, walk=f"{n:06d}", **point)  # type: ignore[arg-type]


async def test_a_shop_with_a_place_is_on_the_map_and_in_its_table(town: Town, browser: httpx.AsyncClient) -> None:
    await apply(town, [shop(1, "西津路", placed=True), shop(2, "西津路", placed=True), shop(3, "西津路", placed=False)])
    await enters(await town.manager(), browser)
    for path in ("/board/streets", "/board/street?name=西津路"):
        page = (await browser.get(path)).text
        section = page[page.index('aria-labelledby="map"') :]
        drawn = section[section.index("<svg") : section.index("</svg>")]
        assert re.findall(r'href="/board/shop/(\d)"', drawn) == ["1", "2"], path
        table = section[section.index("<table") : section.index("</table>")]
        assert "30.62010, 118.98010" in table
        assert "店3" not in table
        assert "http" not in drawn.replace("http://www.w3.org/2000/svg", ""), "no map service is asked"


async def test_without_coordinates_nothing_is_shown(town: Town, browser: httpx.AsyncClient) -> None:
    await apply(town, [shop(1, "西津路", placed=False)])
    await enters(await town.manager(), browser)
    for path in ("/board/streets", "/board/street?name=西津路"):
        assert 'id="map"' not in (await browser.get(path)).text


async def test_a_large_town_is_drawn_street_by_street(town: Town, browser: httpx.AsyncClient) -> None:
    await apply(town, [shop(n, f"第{n % 9}街", placed=True) for n in range(1, DOORS + 20)])
    await enters(await town.manager(), browser)
    page = (await browser.get("/board/streets")).text
    section = page[page.index('aria-labelledby="map"') :]
    drawn = section[section.index("<svg") : section.index("</svg>")]
    assert len(re.findall(r'href="/board/street\?name=', drawn)) == 9
    assert "/board/shop/" not in drawn


async def test_a_secretary_sees_the_places_of_the_own_branch_only(town: Town, browser: httpx.AsyncClient) -> None:
    mine, other = shop(1, "西津路", placed=True), shop(2, "西津路", placed=True)
    await apply(
        town,
        [
            Entry(
                1, mine.name, mine.door, mine.street, member="王芳", branch="第一支部", latitude=30.62, longitude=118.98
            ),
            Entry(
                2,
                other.name,
                other.door,
                other.street,
                member="张建国",
                branch="第二支部",
                latitude=30.621,
                longitude=118.981,
            ),
        ],
    )
    await enters(await town.staff("赵书记", "secretary", branch="第一支部"), browser)
    page = (await browser.get("/board/streets")).text
    assert "30.62000, 118.98000" in page
    assert "30.62100, 118.98100" not in page
