"""`/ballot/LINK`: take one sealed envelope, mark the paper, put it in. No cookie, no script, nothing kept by a browser."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from messages.errors import Overtaken
from programme.honours.ballot_state import BallotState
from programme.rules import Rules
from storage.core.tx import Database, Tx
from storage.honours import ballots, honours
from storage.honours.ballots import Ballot, OnRoll, TookPart
from storage.honours.honours import Candidate
from web.board import forms
from web.board.forms import text
from web.board.looks import Looks
from web.voice import voice

LONGEST = 64
"""Characters of a link or a secret that are looked at."""
DIGITS = 9
PRIVATE = {"cache-control": "no-store", "referrer-policy": "no-referrer"}


class Voting:
    """The page of a ballot, for whoever has its link."""

    def __init__(
        self, database: Database, rules: Rules, *, zone: ZoneInfo, clock: Callable[[], datetime], language: str
    ) -> None:
        self._database = database
        self._looks = Looks(rules, zone)
        self._clock = clock
        self._language = language

    def routes(self) -> Sequence[BaseRoute]:
        return [
            Route("/ballot/paper", self._cast, methods=["POST"]),
            Route("/ballot/{link}", self._show, methods=["GET"]),
            Route("/ballot/{link}", self._take, methods=["POST"]),
        ]

    def _page(self, request: Request, state: str, status: int = 200, **values: object) -> Response:
        say = voice(request, self._language)
        page = self._looks.page("voting.html", say, {"state": state, "ballot": None, **values}, status=status)
        page.headers.update(PRIVATE)
        return page

    async def _show(self, request: Request) -> Response:
        """What it is about and what is secret of it; after the end, who took part."""
        link = request.path_params["link"][:LONGEST]

        async def read(tx: Tx) -> tuple[Ballot, OnRoll, list[TookPart]] | None:
            line = await ballots.on_roll(tx, link)
            if line is None:
                return None
            one = await ballots.ballot(tx, line.ballot_id)
            return one, line, await ballots.took_part(tx, one.id) if self._is_over(one) else []

        found = await self._database.read(read)
        if found is None:
            return self._page(request, "none", 404)
        one, line, took = found
        state = "over" if self._is_over(one) else "taken" if line.took else "ready"
        return self._page(request, state, ballot=one, link=link, took=took)

    def _is_over(self, one: Ballot) -> bool:
        return one.state is not BallotState.OPEN or one.ends_at is None or one.ends_at <= self._clock()

    async def _take(self, request: Request) -> Response:
        """One envelope, whichever; the paper comes with this answer and is nowhere else."""
        link = request.path_params["link"][:LONGEST]

        async def take(tx: Tx) -> tuple[Ballot, str, list[Candidate]] | None:
            line = await ballots.on_roll(tx, link)
            one = await ballots.ballot(tx, line.ballot_id) if line else None
            if line is None or one is None or self._is_over(one):
                return None
            return one, await ballots.take_envelope(tx, line, link), await honours.candidates(tx, one.id)

        try:
            found = await self._database.write(take)
        except Overtaken:
            return self._page(request, "taken", 409)
        if found is None:
            return self._page(request, "none", 404)
        one, secret, standing = found
        return self._page(request, "paper", ballot=one, secret=secret, candidates=standing)

    async def _cast(self, request: Request) -> Response:
        """The paper and what opens its envelope; nothing in it says who sends it."""
        form = await forms.fields(request)
        number, secret = text(form, "ballot"), text(form, "secret")[:LONGEST]
        marks = {int(mark) for mark in form.get("mark", []) if mark.isdecimal() and len(mark) < DIGITS}

        async def cast(tx: Tx) -> bool | None:
            one = await ballots.find(tx, int(number)) if number.isdecimal() and len(number) < DIGITS else None
            if one is None or self._is_over(one):
                return None
            return await ballots.cast(tx, one.id, secret, marks)

        done = await self._database.write(cast)
        if done is None:
            return self._page(request, "none", 404)
        return self._page(request, "cast_in" if done else "used", 200 if done else 409)
