"""The board's pages: read, decide, and go back to chat. What they change goes through the same functions as chat."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from documents.digest.digest_figures import Digest
from files import durable
from programme.ids import PersonId
from programme.roles import Action, able
from programme.rules import Rules
from storage.board import board, board_requests
from storage.core.tx import Database, Tx
from storage.operations import runs as job_runs
from storage.photos import media
from storage.shops import shops
from web.board.activity_list import ActivityPages
from web.board.cases import CasePages
from web.board.desk import Desk
from web.board.file import shop_file
from web.board.guard import COOKIE, Guard, Page, Viewer
from web.board.intake_list import IntakePages
from web.board.job_list import ON_DEMAND, JobList
from web.board.lists import Ground
from web.board.looks import STYLE, Looks
from web.board.pledge_list import PledgePages
from web.board.request_list import RequestPages
from web.board.shop_list import ShopList
from web.board.site_list import SitePages
from web.board.streets import StreetPages
from web.board.week import WeekPage
from web.board.week_now import WeekNow
from web.row_numbers import name_row_numbers

MOST = 300
"""Rows of an open list; whoever has more than that needs helpers, not a longer page."""


name_row_numbers()


class Board:
    """Everything under `/board`.

    `jobs` gives name and next moment of every job; `week` reads the week so far; at `desk` one acts.
    """

    def __init__(
        self,
        database: Database,
        rules: Rules,
        *,
        folder: Path,
        zone: ZoneInfo,
        clock: Callable[[], datetime],
        jobs: Callable[[], Sequence[tuple[str, datetime | None]]],
        week: Callable[[], Awaitable[Digest]],
        desk: Desk,
        language: str,
        address: str,
    ) -> None:
        self._database = database
        self._folder = folder
        self._clock = clock
        self._looks = Looks(rules, zone)
        self._jobs = JobList(database, self._looks, jobs, clock)
        week_now = self._week_now = WeekNow(week, database.version, clock)
        self._week = WeekPage(database, rules, self._looks, week_now, clock)
        self._streets = StreetPages(database, self._looks, week_now, clock)
        self._guard = Guard(database, clock, language=language, address=address)
        self._shops = ShopList(database, self._looks)
        self._desk = desk
        ground = Ground(database, self._looks, self._guard, desk, clock)
        self._cases = CasePages(ground, week_now.refresh)
        self._requests = RequestPages(ground)
        self._activities = ActivityPages(ground)
        self._pledges = PledgePages(database, self._looks)
        self._sites = SitePages(ground)
        self._intakes = IntakePages(ground)

    def routes(self) -> Sequence[BaseRoute]:
        shown: dict[str, Page] = {
            "/board": self._week.page,
            "/board/week.svg": self._week.picture,
            "/board/streets": self._streets.all,
            "/board/street": self._streets.one,
            "/board/shops": self._shops.page,
            "/board/shop/{shop:row}": self._shop,
            "/board/cases": self._cases.all,
            "/board/requests": self._requests.all,
            "/board/request/{request:row}": self._requests.one,
            "/board/sites": self._sites.all,
            "/board/site/{site:row}": self._sites.one,
            "/board/activities": self._activities.all,
            "/board/activity/{activity:row}": self._activities.one,
            "/board/pledges": self._pledges.all,
            "/board/titles": self._titles,
            "/board/jobs": self._jobs.page,
        }
        both: dict[str, Page] = {"/board/act": self._cases.answer, "/board/photo/{number:row}": self._photo}
        see, sort = Action.SEE_BOARD, Action.SORT_INTAKE
        return [
            *(Route(path, self._guarded(page, see)) for path, page in shown.items()),
            *(Route(path, self._guarded(page, see, sort)) for path, page in both.items()),
            Route("/board/intakes", self._guarded(self._intakes.all, sort)),
            Route("/board/request/{request:row}", self._requests.act, methods=["POST"]),
            Route("/board/site/{site:row}", self._sites.act, methods=["POST"]),
            Route("/board/activities", self._activities.plan, methods=["POST"]),
            Route("/board/activity/{activity:row}", self._activities.act, methods=["POST"]),
            Route("/board/intake/{intake:row}", self._intakes.act, methods=["POST"]),
            Route("/board/enter/{token}", self._enter, methods=["GET", "POST"]),
            Route("/board/leave", self._leave, methods=["POST"]),
            Route("/board/act", self._cases.act, methods=["POST"]),
            Route("/board/ask/{job}", self._ask, methods=["POST"]),
            Route("/board/style/{name}", self._style),
        ]

    async def keep(self) -> None:
        """What goes on beside the pages of one server: run it for as long as it serves."""
        await self._week_now.keep()

    def _guarded(self, page: Page, *actions: Action) -> Callable[[Request], object]:
        """For whoever may do one of these; whoever is at the desk and sees nothing else finds the intakes."""

        async def asked(request: Request) -> Response:
            viewer = await self._guard.viewer(request)
            if viewer is None:
                return self._closed(request)
            if not any(able(viewer.visitor.roles, action) for action in actions):
                at_desk = able(viewer.visitor.roles, Action.SORT_INTAKE)
                return RedirectResponse("/board/intakes", 303) if at_desk else self._closed(request)
            if not viewer.may_act:
                return self._closed(request, "engine.look_is_open")
            return await page(request, viewer)

        return asked

    def _closed(self, request: Request, sentence: str = "board.no_entry") -> Response:
        say = self._guard.voice(request)
        return self._looks.page("closed.html", say, {"words": say(sentence)}, status=403)

    async def _enter(self, request: Request) -> Response:
        """A link is spent by the button on its page, not by opening it: messengers open links to preview them."""
        token = request.path_params["token"]
        if request.method == "POST" and self._guard.is_ours(request):
            way_in = await self._guard.enter(token)
            return way_in or self._closed(request, "board.link_spent")
        if not await self._guard.is_open(token):
            return self._closed(request, "board.link_spent")
        self._week_now.refresh()
        return self._looks.page("enter.html", self._guard.voice(request), {})

    async def _leave(self, request: Request) -> Response:
        if self._guard.is_ours(request):
            await self._guard.leave(request)
        response = self._closed(request, "board.left")
        response.delete_cookie(COOKIE, path="/board")
        return response

    async def _shop(self, request: Request, viewer: Viewer) -> Response:
        shop_id = request.path_params["shop"]
        today = self._clock().astimezone(self._looks.zone).date()

        async def read(tx: Tx) -> dict[str, object]:
            if not await board.may_see(tx, viewer.branch, shop_id):
                raise HTTPException(404)
            return await shop_file(tx, await shops.shop(tx, shop_id), today, self._looks, viewer.say)

        found = await self._database.read(read)
        due = await self._desk.waiting(PersonId(viewer.visitor.id))
        mine = [(one, uuid4().hex) for one in due if one.place and one.place.id == shop_id]
        values = {"viewer": viewer, "here": "shops", "mine": mine}
        return self._looks.page("shop.html", viewer.say, values | found)

    async def _titles(self, request: Request, viewer: Viewer) -> Response:
        titles = await self._database.read(lambda tx: board.titles(tx, viewer.branch, MOST))
        return self._looks.page("titles.html", viewer.say, {"viewer": viewer, "here": "titles", "titles": titles})

    async def _ask(self, request: Request) -> Response:
        """Ask for a job, as by a word in chat: whoever keeps the hours runs it and says so in chat."""
        viewer, job = await self._guard.viewer(request), request.path_params["job"]
        action = ON_DEMAND.get(job)
        if viewer is None or action is None or not self._guard.is_ours(request) or not viewer.may(action):
            return self._closed(request)
        now, person = self._clock(), viewer.visitor.id
        await self._database.write(lambda tx: job_runs.ask(tx, job, "", person, now))
        return RedirectResponse(f"/board/jobs?asked={job}", 303)

    async def _photo(self, request: Request, viewer: Viewer) -> Response:
        number = request.path_params["number"]

        async def read(tx: Tx) -> media.Media | None:
            shop_id = await board.shop_of_picture(tx, number)
            if shop_id is None:
                sorts = viewer.may(Action.SORT_INTAKE)
                seen = await board_requests.may_see_picture(tx, viewer.branch, number, sorts=sorts)
            else:
                seen = await board.may_see(tx, viewer.branch, shop_id)
            return await media.find(tx, number) if seen else None

        found = await self._database.read(read)
        path = self._folder / found.file if found else None
        if found is None or path is None or not await asyncio.to_thread(durable.is_whole, path):
            if found and found.state == "stored":
                await self._database.write(lambda tx: media.fetch_again(tx, found.id, self._clock()))
            raise HTTPException(404)
        return picture(request, path)

    async def _style(self, request: Request) -> Response:
        del request
        return Response(
            STYLE, media_type="text/css; charset=utf-8", headers={"cache-control": "public, max-age=31536000"}
        )


def picture(request: Request, path: Path) -> Response:
    """A kept photo, under a tag that is its content: after a restore its address may be another photo's."""
    headers = {"cache-control": "private, no-cache", "etag": f'"{path.stem}"'}
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(status_code=304, headers=headers)
    return FileResponse(path, media_type="image/jpeg", headers=headers)
