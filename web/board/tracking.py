"""`/r/TOKEN`: one request as whoever reported it sees it. Whoever has the link reads it and may answer; no script, no name."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.steps import action
from files import durable
from messages.attachment import Medium
from programme.requests.promises import PHOTOS_MOST, may_reopen, number
from programme.requests.request_state import ENDED, WAITING, RequestState
from programme.rules import Rules
from programme.services import Services
from storage.core.tx import Database, Tx
from storage.people import people
from storage.photos import media
from storage.requests import service_requests
from storage.requests.help_requests import NOT_SOLVED, SO_SO, SOLVED
from storage.requests.service_requests import RequestEvent, ServiceRequest
from storage.sites import sites
from texts import Say
from web.board import forms, in_hand
from web.board.desk import KEY, Desk
from web.board.guard import Guard
from web.board.looks import Looks
from web.board.pages import picture
from web.row_numbers import name_row_numbers
from web.voice import voice

LONGEST = 40
"""Characters of a link's token that are looked at."""
LONGEST_WORDS = 4000
SENT, ANSWERED = "request", "request_answer"
"""What the photos of whoever reported, and of whoever answered, are kept with."""
_TOLD = frozenset(RequestState) - {RequestState.ASKING, RequestState.OPEN, RequestState.CLOSED, RequestState.SAME}
"""Events whose words were said to whoever reported it."""
name_row_numbers()
_MARKS = {"solved": SOLVED, "half": SO_SO, "unsolved": NOT_SOLVED}


class Tracking:
    """The page of one request: its own words, what was said to them, and what they may say to it."""

    def __init__(
        self,
        database: Database,
        rules: Rules,
        *,
        folder: Path,
        zone: ZoneInfo,
        language: str,
        clock: Callable[[], datetime],
        desk: Desk,
        address: str,
    ) -> None:
        self._database = database
        self._folder = folder
        self._rules = rules
        self._looks = Looks(rules, zone)
        self._zone = zone
        self._language = language
        self._clock = clock
        self._desk = desk
        self._guard = Guard(database, clock, language=language, address=address)

    def routes(self) -> Sequence[BaseRoute]:
        return [
            Route("/r/{token}", self._page),
            Route("/r/{token}/photo/{number:row}", self._photo),
            Route("/r/{token}", self._act, methods=["POST"]),
        ]

    async def _page(self, request: Request) -> Response:
        """The state, the promises and every word; never kept by a browser, since the link is all it takes."""
        say, token = voice(request, self._language), request.path_params["token"][:LONGEST]
        found = await self._database.read(lambda tx: self._read(tx, token))
        if found is None:
            return self._looks.page("tracking.html", say, {"request": None}, status=404)
        mine, one, site, told, asked, photos = found
        services = Services(self._rules.services)
        service = services.by_key(one.service)
        desk = await self._database.read(lambda tx: self._desk_of(tx, one, services, say))
        said = request.query_params.get("said", "")
        answers = (await self._desk.answer(mine.person_id, said)).replies if KEY.fullmatch(said) else ()
        values = {
            "request": one,
            "token": token,
            "site": site,
            "desk": desk,
            "state": one.state.replace(" ", "_"),
            "number": number(mine.at.astimezone(self._zone).date(), mine.id),
            "service": service.name(say.language) if service else "",
            "asked": asked,
            "told": told,
            "photos": [(photo.id, photo.subject == ANSWERED) for photo in photos],
            "answers": [reply.text for reply in answers],
            "key": secrets.token_hex(16),
            "marks": self._marks(one),
            "may_add": one.state in WAITING,
        }
        return self._looks.page("tracking.html", say, values)

    def _marks(self, one: ServiceRequest) -> tuple[str, ...]:
        """What may be said of it now."""
        if one.state is RequestState.DONE:
            return tuple(_MARKS)
        today = self._clock().astimezone(self._zone).date()
        ended = one.ended_at.astimezone(self._zone).date() if one.ended_at else None
        return ("unsolved",) if one.state in ENDED and ended and may_reopen(ended, today, self._rules) else ()

    async def _desk_of(self, tx: Tx, one: ServiceRequest, services: Services, say: Say) -> str:
        """Who has it, while it waits: a surname or an office."""
        if one.state not in WAITING:
            return ""
        today = self._clock().astimezone(self._zone).date()
        found = await in_hand.asked(tx, one, services, today)
        return in_hand.for_residents(say, found, await people.branches(tx))

    async def _read(
        self, tx: Tx, token: str
    ) -> tuple[ServiceRequest, ServiceRequest, str, list[RequestEvent], list[RequestEvent], list[media.Media]] | None:
        """Theirs, and the one it goes on as; only their own words, since others may have reported the same."""
        mine = await service_requests.by_token(tx, token)
        if mine is None:
            return None
        one = await service_requests.request(tx, mine.same_as) if mine.same_as else mine
        events = await service_requests.events(tx, one.id)
        own = await service_requests.events(tx, mine.id) if one is not mine else events
        asked = [e for e in own if e.event in ("asked", "added") and e.note and e.person_id in (mine.person_id, None)]
        asked = asked or [e for e in own if e.event == "asked" and e.note]  # somebody wrote it down for them
        site = (await sites.site(tx, one.site_id)).name if one.site_id else ""
        return mine, one, site, [e for e in events if e.event in _TOLD], asked, await _photos(tx, mine, one)

    async def _photo(self, request: Request) -> Response:
        """One of the pictures on this page, and of no other; as it is kept, without place, camera or time in it."""
        token, number = request.path_params["token"][:LONGEST], request.path_params["number"]
        found = await self._database.read(lambda tx: self._read(tx, token))
        shown = next((photo for photo in found[-1] if photo.id == number), None) if found else None
        path = self._folder / shown.file if shown else None
        if path is None or not await asyncio.to_thread(durable.is_whole, path):
            raise HTTPException(404)
        return picture(request, path)

    async def _act(self, request: Request) -> Response:
        """解决了, 没解决 or 补一句, as a tap or a sentence of whoever reported it; from our own page only."""
        token = request.path_params["token"][:LONGEST]
        found = await self._database.read(lambda tx: self._read(tx, token))
        if found is None or not self._guard.is_ours(request):
            return RedirectResponse(f"/r/{token}", 303)
        form = await forms.fields(request)
        key, act, words = (form.get(name, [""])[0] for name in ("key", "act", "words"))
        if not KEY.fullmatch(key):
            return RedirectResponse(f"/r/{token}", 303)
        await self._say(found[0], found[1], key, act, words.strip()[:LONGEST_WORDS])
        return RedirectResponse(f"/r/{token}?said={key}", 303)

    async def _say(self, mine: ServiceRequest, one: ServiceRequest, key: str, act: str, words: str) -> None:
        if act in _MARKS:
            await self._desk.act(mine.person_id, key, action("requests.rate_request", one.id, _MARKS[act]), act)
        elif words:
            await self._desk.act(mine.person_id, key[::-1], action("filing.begin_more", one.id), "more")
            await self._desk.say(mine.person_id, key, words)


async def _photos(tx: Tx, mine: ServiceRequest, one: ServiceRequest) -> list[media.Media]:
    """What whoever reported it sent themselves, or somebody for them, and what the answers showed; others' are not theirs."""
    sent = await media.of(tx, SENT, one.id)
    if mine.source != service_requests.CALL:
        sent = [photo for photo in sent if photo.person_id == mine.person_id]
    shown = [*sent[:PHOTOS_MOST], *await media.of(tx, ANSWERED, one.id)]
    return [photo for photo in shown if photo.kind is Medium.PHOTO and photo.state == "stored"]
