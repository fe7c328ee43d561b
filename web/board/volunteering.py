"""Activities for anybody: the list, a calendar feed, one's own feed behind a secret, and whether a certificate is genuine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from programme.activities.activity_state import ActivityKind, ActivityState
from programme.activities.icalendar import Event, calendar
from programme.activities.time_given import hours
from programme.rules import Rules
from storage.activities import activities, calendars, hour_papers
from storage.activities.activities import Activity
from storage.core.tx import Database, Tx
from storage.people import people
from web.board.city import CACHED
from web.board.coming_days import with_hours
from web.board.looks import Looks
from web.voice import voice

LONGEST = 40
"""Characters of a number or a secret that are looked at."""


class Volunteering:
    """The pages and feeds; of a person only what their own certificate or secret shows."""

    def __init__(
        self,
        database: Database,
        rules: Rules,
        *,
        zone: ZoneInfo,
        clock: Callable[[], datetime],
        language: str,
        address: str,
    ) -> None:
        """`address` is how people reach these pages."""
        self._database = database
        self._looks = Looks(rules, zone)
        self._zone = zone
        self._clock = clock
        self._language = language
        self._address = address

    def routes(self) -> Sequence[BaseRoute]:
        return [
            Route("/city/activities", self._list),
            Route("/city/activities.ics", self._feed),
            Route("/calendar/{secret}.ics", self._own),
            Route("/hours/{number}", self._hours),
        ]

    async def _list(self, request: Request) -> Response:
        found = await self._database.read(lambda tx: activities.coming(tx, ActivityKind.VOLUNTEER, self._clock()))
        say = voice(request, self._language)
        page = self._looks.page("activities.html", say, {"coming": with_hours(found, self._zone, say)}, public=True)
        page.headers.update(CACHED)
        return page

    async def _feed(self, request: Request) -> Response:
        found = await self._database.read(lambda tx: calendars.public(tx, self._clock()))
        return self._calendar(voice(request, self._language)("city.activities"), found, CACHED)

    async def _own(self, request: Request) -> Response:
        """What one person hosts or comes to, without anybody else's name; nothing once the secret was changed."""
        secret, now = request.path_params["secret"][:LONGEST], self._clock()

        async def read(tx: Tx) -> list[Activity] | None:
            person = await calendars.holder(tx, secret)
            return None if person is None else await calendars.own(tx, person, now)

        found = await self._database.read(read)
        if found is None:
            return Response(status_code=404)
        return self._calendar(
            voice(request, self._language)("city.my_activities"), found, {"cache-control": "private, no-store"}
        )

    def _calendar(self, name: str, found: Sequence[Activity], headers: dict[str, str]) -> Response:
        events = [
            Event(
                uid=f"activity-{one.id}@{self._address.partition('://')[2] or 'five-star-merchant'}",
                begins=one.begins_at,
                ends=one.ends_at,
                summary=one.title,
                location=one.place,
                sequence=one.changes,
                stamp=one.ended_at or one.made_at,
                is_off=one.state is ActivityState.CALLED_OFF,
                url=f"{self._address}/city/activities" if self._address else "",
            )
            for one in found
        ]
        return Response(calendar(name, events), media_type="text/calendar; charset=utf-8", headers=headers)

    async def _hours(self, request: Request) -> Response:
        """Genuine or not, and whether it is still what is noted; of the name only the first character."""
        number = request.path_params["number"][:LONGEST]

        async def read(tx: Tx) -> dict[str, Any] | None:
            paper = await hour_papers.find(tx, number)
            if paper is None:
                return None
            now = await hour_papers.sure(tx, paper.person_id, paper.made_at)
            return {
                "paper": paper,
                "name": (await people.person(tx, paper.person_id)).name[:1],
                "total": hours(paper.minutes),
                "now": hours(sum(stay.minutes for stay in now)),
                "first": now[0].begins_at if now else None,
                "last": now[-1].begins_at if now else None,
            }

        found = await self._database.read(read)
        values = {"number": number, **(found or {"paper": None})}
        return self._looks.page("hours.html", voice(request, self._language), values, status=200 if found else 404)
