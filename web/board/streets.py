"""The street at a glance: every street with what presses there, and one street door by door, over its weeks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from documents.street.doors import Street
from documents.street.heat import heat_grid
from documents.street.strip import legend, marks_said, street_pieces
from programme.calendar import week_of
from storage.board import board
from storage.core.tx import Database
from texts import Say
from web.board.guard import Viewer
from web.board.lists import turning
from web.board.looks import Looks
from web.board.maps import map_of_doors, map_of_town, shop_page
from web.board.week_now import WeekNow

WEEKS = timedelta(weeks=11)
"""How far back the grid of heat goes, beside the running week."""
SHOWN = 6
"""Streets drawn on the page of all streets; the others are a line each."""
DOORS = 36
"""Doors drawn of a street there; the street's own page has all of them."""
LISTED = 400
"""Streets listed under the drawn ones."""
PER_PAGE = 120
"""Doors of one page: with their weeks and the table it stays under 200 kB."""


class StreetPages:
    """`/board/streets` and `/board/street`. `week` gives the week so far, `clock` the present."""

    def __init__(self, database: Database, looks: Looks, week: WeekNow, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._looks = looks
        self._week = week
        self._clock = clock

    async def all(self, request: Request, viewer: Viewer) -> Response:
        """Every street, the most pressing first; the first few drawn."""
        del request
        streets = await self._week.streets(viewer.branch)
        drawn = [(s, _pieces(_part(s, 1, DOORS), viewer.say)) for s in streets[:SHOWN]]
        others = streets[SHOWN : SHOWN + LISTED]
        values = {"viewer": viewer, "here": "streets", "drawn": drawn, "others": others, "legend": legend(viewer.say)}
        return self._looks.page("streets.html", viewer.say, values | {"map": map_of_town(streets, viewer.say)})

    async def one(self, request: Request, viewer: Viewer) -> Response:
        """One street, door by door, with its weeks behind it and the same as a table."""
        name = request.query_params.get("name", "")
        street = next((s for s in await self._week.streets(viewer.branch) if s.name == name), None)
        if street is None:
            raise HTTPException(404)
        turn = turning(request, PER_PAGE).within(len(street.doors))
        part = _part(street, turn.page)
        since = week_of((self._clock().astimezone(self._looks.zone) - WEEKS).date())
        then = await self._database.read(lambda tx: board.star_history(tx, name, since))
        weeks = sorted({one.period for one in then})
        stars = {(one.shop_id, one.period): one.shown for one in then}
        values = {
            "viewer": viewer,
            "here": "streets",
            "street": part,
            "strip": _pieces(part, viewer.say),
            "legend": legend(viewer.say),
            "heat": Markup(heat_grid(part.doors, weeks, stars, viewer.say).svg) if weeks else "",  # noqa: S704 ours
            "map": map_of_doors(part.doors, viewer.say("street.map_of", street=name), viewer.say),
            "marks": lambda door: marks_said(door, viewer.say),
            "turn": turn.over(len(street.doors), request.query_params),
        }
        return self._looks.page("street.html", viewer.say, values)


def _part(street: Street, page: int, most: int = PER_PAGE) -> Street:
    return Street(street.name, street.doors[(page - 1) * most : page * most])


def _pieces(street: Street, say: Say) -> list[Markup]:
    return [Markup(piece.svg) for piece in street_pieces(street, say, shop_page)]  # noqa: S704 ours
