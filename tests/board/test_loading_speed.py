"""Every main page scores at least 95 as Lighthouse counts, on a phone on slow 4G: of a street, and of a city."""

from __future__ import annotations

import math

import pytest
from playwright.async_api import Browser

from programme.roster.roster import Entry
from programme.roster.roster_plan import plan
from storage.core.tx import Tx
from storage.roster import roster
from tests.board.conftest import link_of
from tests.board.loading import Loading, loaded
from tests.board.test_board_in_a_browser import CHROMIUM, address, chromium, entered
from tests.town import Town

__all__ = ["address", "chromium"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed"),
]
LEAST, TRIES = 95, 3
"""A load beside other work on the machine may be slow once: the best of a few counts."""
PAGES = (
    "/board",
    "/board/streets",
    "/board/street?name=第7街",
    "/board/shops",
    "/board/shop/1",
    "/board/cases",
    "/board/titles",
    "/board/jobs",
    "/titles",
    "/city",
)


def test_the_curves_are_lighthouses() -> None:
    """At the median a figure is worth half, at the value of the best tenth nine tenths."""
    assert Loading(3000, 4000, 600, 0.25, 0).score == pytest.approx(50)
    assert Loading(1800, 2500, 200, 0.1, 0).score == pytest.approx(90, abs=0.5)
    assert math.isclose(Loading(0, 0, 0, 0, 0).score, 100)


@pytest.mark.parametrize("shape", ["web"])
@pytest.mark.parametrize("shops", [100, 10_000])
async def test_every_page_is_quick_on_a_phone(town: Town, address: str, chromium: Browser, shops: int) -> None:
    await town.database.write(lambda tx: _settled(tx, town, shops))
    page = await entered(chromium, address, await link_of(await town.manager()), "phone")
    cookies = await page.context.cookies()
    slow = {}
    for path in PAGES:
        runs = [await loaded(chromium, address + path, cookies)]
        while runs[-1].score < LEAST and len(runs) < TRIES:
            runs.append(await loaded(chromium, address + path, cookies))
        best = max(runs, key=lambda run: run.score)
        print(f"{shops:6} {path}: {best}")
        if best.score < LEAST:
            slow[path] = str(best)
    assert slow == {}


async def _settled(tx: Tx, town: Town, shops: int) -> None:
    """Streets of a hundred doors at most, each at its place; with one street at the name the pages ask for."""
    streets = max(shops // 100, 8)
    entries = [
        Entry(
            n,
            f"店{n:05d}",
            f"{n // streets + 1}号",
            f"第{n % streets}街",
            walk=f"{n // streets:06d}",
            latitude=30.61 + n % streets // 10 * 0.004 + n // streets * 0.00002,
            longitude=118.96 + n % streets % 10 * 0.005 + n // streets % 2 * 0.0001,
        )
        for n in range(shops)
    ]
    now = town.clock()
    await roster.apply(tx, plan(entries, await roster.known(tx, now), 10), now, 90, day=now.date())
