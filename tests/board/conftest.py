"""A board on the town's database, opened by HTTP without a socket."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette

from documents.digest.digest_figures import Digest
from handlers.shared import todo
from programme.calendar import week_of
from schedules.digest_week import digest_of, span_of
from storage.digest import digest
from tests.player import Player
from tests.town import Town
from web.board.city import City
from web.board.desk import Desk
from web.board.pages import Board
from web.board.public import Public
from web.board.sale_pages import SalePages
from web.board.tracking import Tracking
from web.board.volunteering import Volunteering
from web.board.voting import Voting
from web.health import HealthReport
from web.server import site


def pages(town: Town) -> Starlette:
    """All pages of the board and what anybody may see, on the town's database."""

    async def week() -> Digest:
        now = town.clock().astimezone(town.zone)
        span = span_of(week_of(now.date()), now)
        raw = await town.database.read(lambda tx: digest.of_week(tx, span))
        return digest_of(raw, town.rules, town.zone)

    board = Board(
        town.database,
        town.rules,
        folder=town.folder,
        zone=town.zone,
        clock=town.clock,
        jobs=lambda: [("ratings", town.clock())],
        week=week,
        desk=Desk(town.database, town.engine, town.world, waiting=todo.waiting, zone=town.zone, clock=town.clock),
        language="zh",
        address="http://board.test",
    )
    public = Public(
        town.database, town.rules, zone=town.zone, clock=town.clock, language="zh", address="http://board.test"
    )
    tracking = Tracking(
        town.database,
        town.rules,
        folder=town.folder,
        zone=town.zone,
        language="zh",
        clock=town.clock,
        desk=Desk(town.database, town.engine, town.world, waiting=todo.waiting, zone=town.zone, clock=town.clock),
        address="http://board.test",
    )
    city = City(town.database, town.rules, zone=town.zone, clock=town.clock, language="zh")

    sales = SalePages(town.database, town.rules, zone=town.zone, clock=town.clock, language="zh")
    volunteering = Volunteering(
        town.database, town.rules, zone=town.zone, clock=town.clock, language="zh", address="http://board.test"
    )
    voting = Voting(town.database, town.rules, zone=town.zone, clock=town.clock, language="zh")

    async def health() -> HealthReport:
        return HealthReport(True)

    return site(
        [
            *board.routes(),
            *public.routes(),
            *tracking.routes(),
            *city.routes(),
            *sales.routes(),
            *volunteering.routes(),
            *voting.routes(),
        ],
        health=health,
        metrics=lambda: b"",
    )


@pytest.fixture
async def browser(town: Town) -> AsyncIterator[httpx.AsyncClient]:
    """A browser without a screen, which keeps its cookies and follows where it is led."""
    transport = httpx.ASGITransport(pages(town))
    async with httpx.AsyncClient(transport=transport, base_url="http://board.test", follow_redirects=True) as client:
        yield client


async def link_of(player: Player) -> str:
    """The link a person gets in chat, as a path."""
    await player.says("看板")
    return next(word for word in player.last.split() if "/board/enter/" in word)


async def enters(player: Player, browser: httpx.AsyncClient) -> httpx.Response:
    """From the chat to the board, as one does it."""
    link = await link_of(player)
    assert (await browser.get(link)).status_code == 200
    return await browser.post(link)
