"""`/r/TOKEN`: one request as whoever reported it sees it. Whoever has the link reads it; no script, no name, no telephone."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from programme.requests.promises import number
from programme.requests.request_state import RequestState
from programme.rules import Rules
from storage.core.tx import Database, Tx
from storage.requests import service_requests
from storage.requests.service_requests import RequestEvent, ServiceRequest
from texts import LANGUAGES, Say, speaker
from web.board.looks import Looks

LONGEST = 40
"""Characters of a link's token that are looked at."""
_TOLD = frozenset(RequestState) - {RequestState.ASKING, RequestState.OPEN, RequestState.CLOSED}
"""Events whose words were said to whoever reported it."""


class Tracking:
    """The page of one request."""

    def __init__(self, database: Database, rules: Rules, *, zone: ZoneInfo, language: str) -> None:
        self._database = database
        self._looks = Looks(rules, zone)
        self._zone = zone
        self._language = language

    def routes(self) -> Sequence[BaseRoute]:
        return [Route("/r/{token}", self._page)]

    def _voice(self, request: Request) -> Say:
        wish = request.headers.get("accept-language", "")[:2].lower()
        return speaker(wish if wish in LANGUAGES else self._language)

    async def _page(self, request: Request) -> Response:
        """The state, the promises and every word; never kept by a browser, since the link is all it takes."""
        token = request.path_params["token"][:LONGEST]

        async def read(tx: Tx) -> tuple[ServiceRequest | None, list[RequestEvent]]:
            found = await service_requests.by_token(tx, token)
            return found, await service_requests.events(tx, found.id) if found else []

        found, events = await self._database.read(read)
        values = {
            "request": found,
            "state": found.state.replace(" ", "_") if found else "",
            "number": number(found.at.astimezone(self._zone).date(), found.id) if found else "",
            "asked": [e for e in events if e.event in ("asked", "added") and e.note],
            "told": [e for e in events if e.event in _TOLD],
        }
        return self._looks.page("tracking.html", self._voice(request), values, status=200 if found else 404)
