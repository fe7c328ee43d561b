"""`/board/pledges`, all by the day they are due; `/city/pledges`, those that were answered for, without any person."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from programme.pledges.pledge_state import PledgeKind
from storage.core.tx import Database
from storage.pledges import pledges
from storage.pledges.pledges import PublicPledge
from texts import Say
from web.board.guard import Viewer
from web.board.looks import Looks


class PledgePages:
    """The list of those who work on them."""

    def __init__(self, database: Database, looks: Looks) -> None:
        self._database = database
        self._looks = looks

    async def all(self, request: Request, viewer: Viewer) -> Response:
        found = await self._database.read(lambda tx: pledges.on_board(tx, viewer.branch))
        values = {"viewer": viewer, "here": "pledges", "rows": found}
        return self._looks.page("pledges.html", viewer.say, values)


def public_page(looks: Looks, say: Say, found: list[PublicPledge]) -> Response:
    """Those that count, people's and firms' apart."""
    kinds = [(kind, [one for one in found if one.kind is kind]) for kind in PledgeKind]
    return looks.page("city_pledges.html", say, {"kinds": kinds}, public=True)
