"""`/board/intakes`: what other systems sent, the oldest unsorted first; whoever sorts opens one as in chat."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.steps import action
from programme.ids import IntakeId, PersonId
from programme.platforms import Source
from programme.services import Services
from storage.board import board_requests
from storage.board.board_requests import INTAKES, WantedIntakes
from storage.core.tx import Database, Tx
from storage.intake.intakes import CASES
from texts import Say
from web.board.desk import KEY, Desk
from web.board.forms import count, fields, text
from web.board.guard import Guard, Viewer
from web.board.looks import Looks
from web.board.request_list import service_word

PER_PAGE = 40


class IntakePages:
    """The list of intakes, for whoever sorts them."""

    def __init__(
        self, database: Database, looks: Looks, guard: Guard, desk: Desk, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._looks = looks
        self._guard = guard
        self._desk = desk
        self._clock = clock
        self._services = Services(looks.rules.services)

    async def all(self, request: Request, viewer: Viewer) -> Response:
        asked = request.query_params
        which = asked.get("which", "")
        wanted = WantedIntakes(
            which if which in INTAKES else INTAKES[0],
            asked.get("service", "")[:20],
            asked.get("source", "")[:100],
            asked.get("q", "").strip()[:40],
        )
        page = count(asked.get("page"), 1) or 1

        async def read(tx: Tx) -> dict[str, object]:
            rows, many = await board_requests.intakes(tx, wanted, most=PER_PAGE, skip=(page - 1) * PER_PAGE)
            return {
                "rows": [(one, uuid4().hex) for one in rows],
                "many": many,
                "pages": -(-many // PER_PAGE) or 1,
                "sources": await board_requests.intake_sources(tx),
            }

        found = await self._database.read(read)
        say = viewer.say
        values = {
            "viewer": viewer,
            "here": "intakes",
            "wanted": wanted,
            "kinds": INTAKES,
            "services": [(one.key, one.name(say.language)) for one in self._looks.rules.services],
            "service": lambda key: service_word(self._services, say, key),
            "source": lambda name: self._source(say, name),
            "page": page,
            "now": self._clock(),
        }
        return self._looks.page("intakes.html", say, values | found)

    def _source(self, say: Say, name: str) -> str:
        known = self._looks.rules.intake.source(name) or Source(name)
        return say("intake.sheet") if name == CASES else known.called(say.language)

    async def act(self, request: Request) -> Response:
        """Open one that waits: its picture, and the same buttons as in chat."""
        viewer, intake_id = await self._guard.viewer(request), IntakeId(request.path_params["intake"])
        if viewer is None or not viewer.may_act or not self._guard.is_ours(request):
            return RedirectResponse("/board", 303)
        key = text(await fields(request), "key")
        if not KEY.fullmatch(key):
            return RedirectResponse("/board/intakes", 303)
        label = viewer.say("board.open_it")
        await self._desk.act(PersonId(viewer.visitor.id), key, action("sorting.show_intake", intake_id), label)
        return RedirectResponse(f"/board/act?key={key}", 303)
