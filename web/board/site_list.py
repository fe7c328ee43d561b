"""`/board/sites` and `/board/site/N`: sites with keeper, cards and open requests; a keeper is changed as in chat."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from programme.ids import SiteId
from programme.requests.promises import number
from programme.roles import Action
from programme.sites.site_kinds import SiteKind, kind_word
from storage.board import board_requests
from storage.board.board_requests import RequestRow, WantedRequests, WantedSites
from storage.core.tx import Tx
from storage.people import covers, people
from storage.sites import sites
from web.board.forms import text
from web.board.guard import Viewer
from web.board.lists import Ground, turning
from web.board.site_season import season_of

PER_PAGE = 60
LATELY = timedelta(days=90)
MOST = 40
"""Requests shown on the page of one site."""


class SitePages:
    """Lists and one site."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def all(self, request: Request, viewer: Viewer) -> Response:
        asked = request.query_params
        kind = asked.get("kind", "")
        wanted = WantedSites(kind if kind in set(SiteKind) else "", asked.get("q", "").strip()[:40])
        turn, since = turning(request, PER_PAGE), self._ground.today - LATELY
        rows, many = await self._ground.database.read(
            lambda tx: board_requests.sites(tx, viewer.branch, wanted, since, most=turn.most, skip=turn.skip)
        )
        values = {
            "viewer": viewer,
            "here": "sites",
            "wanted": wanted,
            "kinds": list(SiteKind),
            "kind": self._kind(viewer),
            "rows": rows,
            "many": many,
            "turn": turn.over(many, asked),
        }
        return self._ground.looks.page("sites.html", viewer.say, values)

    @staticmethod
    def _kind(viewer: Viewer) -> Callable[[str], str]:
        return kind_word if viewer.say.language == "zh" else str

    async def one(self, request: Request, viewer: Viewer) -> Response:
        site_id = SiteId(request.path_params["site"])
        now, today = self._ground.clock(), self._ground.today

        async def read(tx: Tx) -> dict[str, object]:
            if not await board_requests.may_see_site(tx, viewer.branch, site_id):
                raise HTTPException(404)
            site = await sites.site(tx, site_id)
            keepers = [await people.person(tx, one) for one in await covers.keepers_at(tx, site, today)]
            open_there = WantedRequests(site_id=site_id)
            rows, many = await board_requests.requests(tx, viewer.branch, open_there, most=MOST, skip=0)
            return {
                "site": site,
                "keepers": [one.name for one in keepers],
                "cards": await board_requests.cards(tx, site_id, today - LATELY),
                "rows": rows,
                "many": many,
                "season": await season_of(tx, site, today) if site.kind is SiteKind.STALL else None,
            }

        found = await self._ground.database.read(read)
        values = {
            "viewer": viewer,
            "here": "sites",
            "key": uuid4().hex,
            "now": now,
            "kind": self._kind(viewer),
            "service": self._ground.service(viewer.say),
            "number": self._number,
            "may_change": viewer.may(Action.CHANGE_KEEPER),
        }
        return self._ground.looks.page("site.html", viewer.say, values | found)

    def _number(self, one: RequestRow) -> str:
        return number(self._ground.day_of(one.at), one.id)

    async def act(self, request: Request) -> Response:
        """换责任人, as the sentence that does it in chat: it asks once and tells both."""
        sent, site_id = await self._ground.sent(request), SiteId(request.path_params["site"])
        if sent is None:
            return RedirectResponse("/board", 303)
        viewer, name = sent.viewer, "".join(text(sent.form, "keeper").split())
        if not name:
            return RedirectResponse(f"/board/site/{site_id}", 303)

        async def read(tx: Tx) -> str:
            seen = await board_requests.may_see_site(tx, viewer.branch, site_id)
            return (await sites.site(tx, site_id)).name if seen else ""

        if site := await self._ground.database.read(read):
            wish = viewer.say("board.say_keeper", site=site, name=name)
            await self._ground.desk.say(sent.person, sent.key, wish)
        return RedirectResponse(f"/board/act?key={sent.key}", 303)
