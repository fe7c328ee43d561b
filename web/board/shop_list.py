"""The list of shops: found by street, star, name, door or member, in the order that is asked for."""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import Response

from storage.board import board
from storage.board.board import Wanted
from storage.core.tx import Database, Tx
from storage.ratings import ratings
from web.board.guard import Viewer
from web.board.lists import turning
from web.board.looks import Looks

PER_PAGE = 60
ORDERS = ("walk", "name", "stars", "change", "looked", "open")
"""Of shops, never of people: as one walks, by name, best star, largest change, longest unseen, most open first."""


class ShopList:
    """`/board/shops`."""

    def __init__(self, database: Database, looks: Looks) -> None:
        self._database = database
        self._looks = looks

    async def page(self, request: Request, viewer: Viewer) -> Response:
        asked = request.query_params
        wanted = Wanted(
            asked.get("street", "")[:80],
            asked.get("q", "").strip()[:40],
            _number(asked.get("stars"), -1),
            asked.get("by", "") if asked.get("by") in ORDERS else "walk",
        )
        turn = turning(request, PER_PAGE)

        async def read(tx: Tx) -> dict[str, object]:
            newest = await ratings.recent(tx, 1)
            rows, many = await board.shops(
                tx,
                viewer.branch,
                newest[0].id if newest else 0,
                wanted,
                most=turn.most,
                skip=turn.skip,
            )
            return {
                "rows": rows,
                "many": many,
                "turn": turn.over(many, asked),
                "streets": await board.streets(tx, viewer.branch),
            }

        found = await self._database.read(read)
        values = {"viewer": viewer, "here": "shops", "wanted": wanted, "orders": ORDERS}
        return self._looks.page("shops.html", viewer.say, values | found)


def _number(text: str | None, default: int) -> int:
    """A whole number from a page's address, which anybody may have typed."""
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,6}", text) else default
