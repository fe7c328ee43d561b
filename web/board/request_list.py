"""`/board/requests` and `/board/request/N`: requests of residents by age, service and site, and one with all that was said."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.steps import action
from programme.requests.promises import number
from programme.requests.request_state import WAITING, RequestState
from programme.services import Services
from storage.board import board_requests
from storage.board.board_requests import REQUESTS, RequestRow, WantedRequests
from storage.core.tx import Tx
from storage.photos import media
from storage.requests import service_requests
from texts import Say
from web.board import in_hand
from web.board.forms import count, text
from web.board.guard import Viewer
from web.board.lists import Ground, turning

PER_PAGE = 40
ORDERS = ("age", "due")


class RequestPages:
    """Lists and one request. What is done here is a tap of whoever looks, as on its message in chat."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def all(self, request: Request, viewer: Viewer) -> Response:
        asked = request.query_params
        which = asked.get("which", "")
        wanted = WantedRequests(
            which if which in REQUESTS else REQUESTS[0],
            asked.get("service", "")[:20],
            count(asked.get("site"), 0),
            asked.get("q", "").strip()[:40],
            asked.get("by", "") if asked.get("by") in ORDERS else ORDERS[0],
        )
        turn = turning(request, PER_PAGE)
        rows, many = await self._ground.database.read(
            lambda tx: board_requests.requests(tx, viewer.branch, wanted, most=turn.most, skip=turn.skip)
        )
        values = {
            "viewer": viewer,
            "here": "requests",
            "wanted": wanted,
            "kinds": REQUESTS,
            "orders": ORDERS,
            "services": [(one.key, one.name(viewer.say.language)) for one in self._ground.looks.rules.services],
            "rows": rows,
            "many": many,
            "turn": turn.over(many, asked),
            "now": self._ground.clock(),
            **self._words(viewer.say),
        }
        return self._ground.looks.page("requests.html", viewer.say, values)

    def _words(self, say: Say) -> dict[str, object]:
        return {"service": self._ground.service(say), "number": self._number}

    def _number(self, one: RequestRow) -> str:
        return number(self._ground.day_of(one.at), one.id)

    async def one(self, request: Request, viewer: Viewer) -> Response:
        found_id, now = request.path_params["request"], self._ground.clock()

        async def read(tx: Tx) -> dict[str, object]:
            found = await board_requests.request(tx, viewer.branch, found_id)
            if found is None:
                raise HTTPException(404)
            kept = [
                one
                for subject in ("request", "request_answer")
                for one in await media.of(tx, subject, found.id)
                if one.state == "stored" and one.kind == "photo"
            ]
            return {
                "request": found,
                "asked": await self._asked(tx, viewer.say, found, now),
                "steps": await board_requests.steps(tx, found.id),
                "photos": [one.id for one in kept],
            }

        found = await self._ground.database.read(read)
        row = found["request"]
        values = {
            "viewer": viewer,
            "here": "requests",
            "key": uuid4().hex,
            "acts": self._acts(row),
            "now": now,
        }
        return self._ground.looks.page("request.html", viewer.say, values | self._words(viewer.say) | found)

    async def _asked(self, tx: Tx, say: Say, row: RequestRow, now: datetime) -> str:
        """In whose hands it is: who is asked about it today while it waits, also before they say a word."""
        if row.state not in WAITING:
            return row.keeper or ""
        one, services = await service_requests.request(tx, row.id), Services(self._ground.looks.rules.services)
        return in_hand.for_colleagues(say, await in_hand.asked(tx, one, services, self._ground.day_of(now)))

    @staticmethod
    def _acts(row: object) -> dict[str, str]:
        """What may be done from here, as the step that the same button of the chat names; the step asks whether they may."""
        if not isinstance(row, RequestRow):
            return {}
        if row.state in WAITING:
            return {"open": action("request_answers.show_request", row.id)}
        if row.state == RequestState.CANNOT:
            return {"take_up": action("request_office.take_up_request", row.id)}
        return {}

    async def act(self, request: Request) -> Response:
        """Open it, take it up again, or join it with another: the same functions, permissions and questions as in chat."""
        sent, found_id = await self._ground.sent(request), request.path_params["request"]
        if sent is None:
            return RedirectResponse("/board", 303)
        viewer, wish, other = sent.viewer, text(sent.form, "act"), text(sent.form, "other")
        row = await self._ground.database.read(lambda tx: board_requests.request(tx, viewer.branch, found_id))
        if row is None:
            return RedirectResponse("/board/requests", 303)
        if wish in (acts := self._acts(row)):
            await self._ground.desk.act(sent.person, sent.key, acts[wish], viewer.say(f"board.act_{wish}"))
        elif other:
            wish = viewer.say("board.say_merge", one=self._number(row), other=other)
            await self._ground.desk.say(sent.person, sent.key, wish)
        else:
            return RedirectResponse(f"/board/request/{row.id}", 303)
        return RedirectResponse(f"/board/act?key={sent.key}", 303)
