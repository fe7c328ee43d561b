"""`/board/intakes`: what other systems sent, the oldest unsorted first; whoever sorts opens one as in chat."""

from __future__ import annotations

from uuid import uuid4

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.steps import action
from programme.ids import IntakeId
from programme.platforms import Source
from storage.board import board_requests
from storage.board.board_requests import INTAKES, WantedIntakes
from storage.core.tx import Tx
from storage.intake.intakes import CASES
from texts import Say
from web.board.guard import Viewer
from web.board.lists import Ground, turning

PER_PAGE = 40


class IntakePages:
    """The list of intakes, for whoever sorts them."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def all(self, request: Request, viewer: Viewer) -> Response:
        asked = request.query_params
        which = asked.get("which", "")
        wanted = WantedIntakes(
            which if which in INTAKES else INTAKES[0],
            asked.get("service", "")[:20],
            asked.get("source", "")[:100],
            asked.get("q", "").strip()[:40],
        )
        turn = turning(request, PER_PAGE)

        async def read(tx: Tx) -> dict[str, object]:
            rows, many = await board_requests.intakes(tx, wanted, most=turn.most, skip=turn.skip)
            return {
                "rows": [(one, uuid4().hex) for one in rows],
                "many": many,
                "turn": turn.over(many, asked),
                "sources": await board_requests.intake_sources(tx),
            }

        found = await self._ground.database.read(read)
        say = viewer.say
        values = {
            "viewer": viewer,
            "here": "intakes",
            "wanted": wanted,
            "kinds": INTAKES,
            "services": [(one.key, one.name(say.language)) for one in self._ground.looks.rules.services],
            "service": self._ground.service(say),
            "source": lambda name: self._source(say, name),
            "now": self._ground.clock(),
        }
        return self._ground.looks.page("intakes.html", say, values | found)

    def _source(self, say: Say, name: str) -> str:
        known = self._ground.looks.rules.intake.source(name) or Source(name)
        return say("intake.sheet") if name == CASES else known.called(say.language)

    async def act(self, request: Request) -> Response:
        """Open one that waits: its picture, and the same buttons as in chat."""
        sent = await self._ground.sent(request)
        if sent is None:
            return RedirectResponse("/board", 303)
        opened = action("sorting.show_intake", IntakeId(request.path_params["intake"]))
        await self._ground.desk.act(sent.person, sent.key, opened, sent.viewer.say("board.open_it"))
        return RedirectResponse(f"/board/act?key={sent.key}", 303)
