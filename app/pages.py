"""The board, the public pages and the door for other programs, put together for one town: a fifth of all that is imported.

`app/late_pages.py` imports this once the bot listens, or when somebody asks.
"""

from __future__ import annotations

from datetime import datetime

from starlette.routing import BaseRoute, Router

from app.app import App
from app.week import week_so_far
from bot.scheduler import next_moment
from handlers.shared import todo
from web.board.city import City
from web.board.desk import Desk
from web.board.pages import Board
from web.board.public import Public
from web.board.sale_pages import SalePages
from web.board.tracking import Tracking
from web.board.volunteering import Volunteering
from web.board.voting import Voting
from web.open311.georeport_api import Open311


class Pages:
    """All of them: `router` answers for them, and `board` is kept ready by whoever has one town."""

    def __init__(self, app: App) -> None:
        self.board = board_of(app)
        self.router = Router([*self.board.routes(), *page_routes(app)])


def page_routes(app: App) -> list[BaseRoute]:
    """The pages beside the board: what anybody may see, and what other programs ask for."""
    parts = (_public, _tracking, _voting, _city, _sales, _volunteering, open311)
    return [route for part in parts for route in part(app).routes()]


def board_of(app: App) -> Board:
    def jobs() -> list[tuple[str, datetime | None]]:
        now = app.clock().astimezone(app.settings.zone)
        return [(name, next_moment(job, now, app.settings.zone)) for name, job in sorted(app.hours.jobs.items())]

    return Board(
        app.database,
        app.rules,
        folder=app.settings.data_dir,
        zone=app.settings.zone,
        clock=app.clock,
        jobs=jobs,
        week=lambda: week_so_far(app),
        desk=_desk(app),
        language=app.settings.language,
        address=app.settings.address,
    )


def _public(app: App) -> Public:
    return Public(
        app.database,
        app.rules,
        zone=app.settings.zone,
        clock=app.clock,
        language=app.settings.language,
        address=app.settings.address,
    )


def open311(app: App) -> Open311:
    return Open311(
        app.database,
        app.rules,
        app.engine.receive,
        zone=app.settings.zone,
        clock=app.clock,
        language=app.settings.language,
        address=app.settings.address,
    )


def _tracking(app: App) -> Tracking:
    return Tracking(
        app.database,
        app.rules,
        folder=app.settings.data_dir,
        zone=app.settings.zone,
        language=app.settings.language,
        clock=app.clock,
        desk=_desk(app),
        address=app.settings.address,
    )


def _volunteering(app: App) -> Volunteering:
    settings = app.settings
    return Volunteering(
        app.database,
        app.rules,
        zone=settings.zone,
        clock=app.clock,
        language=settings.language,
        address=settings.address,
    )


def _voting(app: App) -> Voting:
    return Voting(app.database, app.rules, zone=app.settings.zone, clock=app.clock, language=app.settings.language)


def _city(app: App) -> City:
    return City(app.database, app.rules, zone=app.settings.zone, clock=app.clock, language=app.settings.language)


def _sales(app: App) -> SalePages:
    return SalePages(app.database, app.rules, zone=app.settings.zone, clock=app.clock, language=app.settings.language)


def _desk(app: App) -> Desk:
    return Desk(app.database, app.engine, app.world, waiting=todo.waiting, zone=app.settings.zone, clock=app.clock)
