"""The street at a glance: every street with what presses there, and one street door by door, over its weeks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from documents.digest.digest_doors import doors_of
from documents.digest.digest_figures import Digest
from documents.street.doors import Street
from documents.street.heat import heat_grid
from documents.street.strip import marks_said, street_strip
from programme.calendar import week_of
from programme.ids import ShopId
from storage.board import board
from storage.core.tx import Database
from web.board.guard import Viewer
from web.board.looks import Looks

WEEKS = timedelta(weeks=11)
"""How far back the grid of heat goes, beside the running week."""
SHOWN = 6
"""Streets drawn on the page of all streets; the others are a line each."""
PER_PAGE = 280
"""Doors of one page: twenty rows, and a page stays under 200 kB."""


class StreetPages:
    """`/board/streets` and `/board/street`. `week` gives the week so far, `clock` the present."""

    def __init__(
        self, database: Database, looks: Looks, week: Callable[[], Awaitable[Digest]], clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._looks = looks
        self._week = week
        self._clock = clock

    async def all(self, request: Request, viewer: Viewer) -> Response:
        """Every street, the most pressing first; the first few drawn."""
        del request
        streets = await self._streets(viewer)
        drawn = [(s, Markup(street_strip(_part(s, 1), viewer.say, _shop).svg)) for s in streets[:SHOWN]]  # noqa: S704 ours
        values = {"viewer": viewer, "here": "streets", "drawn": drawn, "others": streets[SHOWN:]}
        return self._looks.page("streets.html", viewer.say, values)

    async def one(self, request: Request, viewer: Viewer) -> Response:
        """One street, door by door, with its weeks behind it and the same as a table."""
        name, number = request.query_params.get("name", ""), request.query_params.get("page", "1")
        street = next((s for s in await self._streets(viewer) if s.name == name), None)
        if street is None:
            raise HTTPException(404)
        pages = -(-len(street.doors) // PER_PAGE)
        page = int(number) if number.isascii() and number.isdecimal() and 1 <= int(number[:4]) <= pages else 1
        part = _part(street, page)
        since = week_of((self._clock().astimezone(self._looks.zone) - WEEKS).date())
        then = await self._database.read(lambda tx: board.star_history(tx, name, since))
        weeks = sorted({one.period for one in then})
        stars = {(one.shop_id, one.period): one.shown for one in then}
        values = {
            "viewer": viewer,
            "here": "streets",
            "street": part,
            "strip": Markup(street_strip(part, viewer.say, _shop).svg),  # noqa: S704 ours
            "heat": Markup(heat_grid(part.doors, weeks, stars, viewer.say).svg) if weeks else "",  # noqa: S704 ours
            "marks": lambda door: marks_said(door, viewer.say),
            "number": page,
            "pages": pages,
        }
        return self._looks.page("street.html", viewer.say, values)

    async def _streets(self, viewer: Viewer) -> list[Street]:
        week = await self._week()
        return doors_of(week.of_branch(viewer.branch) if viewer.branch else week)


def _part(street: Street, page: int) -> Street:
    return Street(street.name, street.doors[(page - 1) * PER_PAGE : page * PER_PAGE])


def _shop(shop_id: ShopId) -> str:
    return f"/board/shop/{shop_id}"
