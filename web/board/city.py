"""`/c/CODE`, the page of a service card, and `/city`: sites, services, counts and what was done. No script, and no person."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from documents.papers.door_sheets import courtesy
from programme.activities.activity_state import ActivityKind
from programme.requests.promises import number
from programme.rules import Rules
from programme.services import ASK, Services
from programme.sites.site_kinds import kind_word
from storage.activities import activities
from storage.board import public_activities, public_requests
from storage.core.tx import Database, Tx
from storage.honours import honours
from storage.people import covers, people
from storage.pledges import pledges
from storage.sites import cards, sites
from texts import Say
from web.board.coming_days import SHOWN, first_here, with_hours
from web.board.honour_page import honours_page
from web.board.looks import Looks
from web.board.pledge_list import public_page
from web.per_minute import PER_ADDRESS, PerMinute, address_of
from web.voice import voice

LATELY = timedelta(days=90)
LONGEST = 12
"""Characters of a code that are looked at."""
CACHED = {"cache-control": "public, max-age=300"}
KEPT = 60.0
"""Seconds for which what everybody reads is asked of the database once."""


class City:
    """The pages anybody may read."""

    def __init__(
        self, database: Database, rules: Rules, *, zone: ZoneInfo, clock: Callable[[], datetime], language: str
    ) -> None:
        self._database = database
        self._rules = rules
        self._services = Services(rules.services)
        self._looks = Looks(rules, zone)
        self._zone = zone
        self._clock = clock
        self._language = language
        self._opens = PerMinute()
        self._kept: dict[str, tuple[float, Any]] = {}

    def routes(self) -> Sequence[BaseRoute]:
        return [
            Route("/c/{code}", self._card),
            Route("/city", self._city),
            Route("/city/pledges", self._pledges),
            Route("/city/honours", self._honours),
            Route("/city/sites.geojson", self._geojson),
            Route("/city/requests.csv", self._csv),
        ]

    async def _card(self, request: Request) -> Response:
        """The site of a card: who looks after it, what may be said, what was done here.

        Opens are counted, of nobody; a script that opens it again and again is shown it, and counted no more.
        """
        say, now = voice(request, self._language), self._clock()
        day = now.astimezone(self._zone).date()
        code = request.path_params["code"][:LONGEST]
        counts = request.method == "GET" and self._opens.take(address_of(request), PER_ADDRESS)

        async def read(tx: Tx) -> dict[str, Any] | None:
            card = await cards.find(tx, code)
            if card is None:
                return None
            if counts:
                await cards.opened(tx, card.code, day)
            site = await sites.site(tx, card.site_id)
            keepers = await covers.keepers_at(tx, site, day)
            named = [await people.person(tx, keeper) for keeper in keepers[:1]] if site.keeper_id else []
            return {
                "card": card,
                "site": site,
                "keeper": courtesy(named[0].name, say) if named else "",
                "done": await public_requests.done_at(tx, site.id, now - LATELY),
                "coming": first_here(await activities.coming(tx, ActivityKind.VOLUNTEER, now), site.id),
                "joint": await public_activities.joint(tx, now - LATELY, site.id),
            }

        found = await self._database.write(read)
        values = {**(found or {"card": None, "coming": []}), "services": self._promises(say), "ask": ASK}
        values["coming"] = with_hours(values["coming"], self._zone, say)
        return self._looks.page("card.html", say, values, status=200 if found else 404)

    def _promises(self, say: Say) -> list[tuple[str, str, str]]:
        """Each service with its promise in words."""
        return [
            (
                one.key,
                one.name(say.language),
                say(
                    "city.promise" if one.done_days else "city.promise_answer",
                    hours=f"{one.first_word_hours:g}",
                    days=one.done_days,
                )
                if not one.of_shops
                else say("city.promise_shop"),
            )
            for one in self._rules.services
            if one.key != ASK
        ]

    async def _city(self, request: Request) -> Response:
        say, now = voice(request, self._language), self._clock()
        since = now - LATELY

        async def read(tx: Tx) -> dict[str, Any]:
            return {
                "coming": (await activities.coming(tx, ActivityKind.VOLUNTEER, now))[:SHOWN],
                "joint": await public_activities.joint(tx, since),
                "sites": await public_requests.public_sites(tx),
                "figures": await public_requests.figures(tx, since),
                "done": await public_requests.done(tx, since),
            }

        found = await self._once("city", read)
        values = {
            **found,
            "coming": with_hours(found["coming"], self._zone, say),
            "services": self._promises(say),
            "service": lambda key: self._called(say, key),
            "kind": kind_word,
        }
        page = self._looks.page("city.html", say, values, public=True)
        page.headers.update(CACHED)
        return page

    async def _pledges(self, request: Request) -> Response:
        page = public_page(self._looks, voice(request, self._language), await self._once("pledges", pledges.answered))
        page.headers.update(CACHED)
        return page

    async def _honours(self, request: Request) -> Response:
        page = honours_page(self._looks, voice(request, self._language), await self._once("honours", honours.public))
        page.headers.update(CACHED)
        return page

    def _called(self, say: Say, key: str) -> str:
        service = self._services.by_key(key)
        return service.name(say.language) if service else say("city.other")

    async def _geojson(self, request: Request) -> Response:
        found = await self._once("sites", public_requests.public_sites)
        features = [
            {
                "type": "Feature",
                "id": one.id,
                "geometry": {"type": "Point", "coordinates": [one.longitude, one.latitude]},
                "properties": {"name": one.name, "kind": one.kind, "community": one.community, "street": one.street},
            }
            for one in found
            if one.latitude is not None and one.longitude is not None
        ]
        made = {"type": "FeatureCollection", "features": features}
        return JSONResponse(made, headers=CACHED, media_type="application/geo+json")

    async def _csv(self, request: Request) -> Response:
        """GeoReport's bulk columns, without what anybody wrote."""
        say, since = voice(request, self._language), self._clock() - LATELY
        found = await self._once("rows", lambda tx: public_requests.rows(tx, since))
        text = io.StringIO()
        lines = csv.writer(text)
        names = (
            "service_request_id,status,service_name,service_code,requested_datetime,updated_datetime,address,lat,long"
        )
        lines.writerow(names.split(","))
        for one in found:
            at = one.at.astimezone(self._zone)
            closed = one.state not in ("asking", "open", "answered")
            lines.writerow(
                [
                    number(at.date(), one.id),
                    "closed" if closed else "open",
                    self._called(say, one.service),
                    one.service,
                    at.date().isoformat(),
                    (one.ended_at or one.at).astimezone(self._zone).date().isoformat(),
                    one.site or "",
                    "" if one.latitude is None else one.latitude,
                    "" if one.longitude is None else one.longitude,
                ]
            )
        return Response("\ufeff" + text.getvalue(), media_type="text/csv; charset=utf-8", headers=CACHED)

    async def _once(self, name: str, work: Callable[[Tx], Any]) -> Any:
        """What everybody reads alike, asked of the database once a minute however many look."""
        at, found = self._kept.get(name, (-KEPT, None))
        if monotonic() - at >= KEPT:
            found = await self._database.read(work)
            self._kept[name] = (monotonic(), found)
        return found
