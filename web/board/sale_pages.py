"""`/city/stalls`, `/city/parking`, `/permit/NUMBER`: what anybody may know of sale sites, car parks and permits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from documents.papers.door_sheets import surname_of
from documents.papers.permit import season
from files.dataclass import dataclass
from programme.rules import Rules
from programme.sites.permit_state import PermitState
from programme.sites.site_hours import is_open_at
from programme.sites.site_kinds import SiteKind
from programme.sites.stalls import is_open
from storage.core.tx import Database, Tx
from storage.sites import permits, sites, stalls
from storage.sites.permits import Pitches
from storage.sites.sites import Site
from web.board.looks import Looks
from web.voice import voice

LONGEST = 20
"""Characters of a number that are looked at."""
CACHED = {"cache-control": "public, max-age=300"}


@dataclass(frozen=True, slots=True)
class Stall:
    """A sale site that is open, with the pitches that are free."""

    site: Site
    free: Pitches


class SalePages:
    """Lists that need no script; of whoever sells the surname stands on a permit's own page only."""

    def __init__(
        self, database: Database, rules: Rules, *, zone: ZoneInfo, clock: Callable[[], datetime], language: str
    ) -> None:
        self._database = database
        self._looks = Looks(rules, zone)
        self._zone = zone
        self._clock = clock
        self._language = language

    def routes(self) -> Sequence[BaseRoute]:
        return [
            Route("/city/stalls", self._stalls),
            Route("/city/parking", self._parking),
            Route("/permit/{number}", self._permit),
        ]

    async def _stalls(self, request: Request) -> Response:
        today = self._clock().astimezone(self._zone).date()

        async def read(tx: Tx) -> list[Stall]:
            return [Stall(one, await permits.free(tx, one, today)) for one in await stalls.open_on(tx, today)]

        return self._public("stalls.html", request, {"stalls": await self._database.read(read)})

    async def _parking(self, request: Request) -> Response:
        found = await self._database.read(lambda tx: stalls.of_kind(tx, SiteKind.PARKING))
        now = self._clock().astimezone(self._zone)
        return self._public("parking.html", request, {"parks": [(one, is_open_at(one.hours, now)) for one in found]})

    def _public(self, template: str, request: Request, values: dict[str, Any]) -> Response:
        page = self._looks.page(template, voice(request, self._language), values, public=True)
        page.headers.update(CACHED)
        return page

    async def _permit(self, request: Request) -> Response:
        """Genuine and until when, with the surname; of a permit that holds no more only that."""
        number, say = request.path_params["number"][:LONGEST], voice(request, self._language)
        today = self._clock().astimezone(self._zone).date()

        async def read(tx: Tx) -> dict[str, Any]:
            one = await permits.of_number(tx, number)
            if one is None:
                return {"permit": None}
            holds = one.state is PermitState.GIVEN and is_open(one.since, one.until, today)
            name = say("permits.seller", surname=surname_of(one.name)) if holds else ""
            days = season(one.since, one.until, say)
            return {
                "permit": one,
                "holds": holds,
                "name": name,
                "days": days,
                "site": await sites.site(tx, one.site_id),
            }

        found = await self._database.read(read)
        values = {**found, "number": number}
        return self._looks.page("permit.html", say, values, status=200 if found["permit"] else 404)
