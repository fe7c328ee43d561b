"""The board's first page: the week so far in numbers and charts, and what presses most; and the same as one picture."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from documents.digest.digest_figures import Digest
from files.lazily import lazy
from programme.calendar import week_days, week_of
from programme.rules import Rules
from storage.board import board
from storage.core.tx import Database, Tx
from web.board.guard import Viewer
from web.board.looks import Looks
from web.board.week_now import WeekNow

if TYPE_CHECKING:
    from documents.digest import digest_picture
else:
    digest_picture = lazy("documents.digest.digest_picture")

STREETS = 3
"""The most pressing streets, a tap from here."""
MOST = 5
"""Findings and help requests on this page; the others are on their own."""


class WeekPage:
    """`/board` and `/board/week.svg`."""

    def __init__(
        self, database: Database, rules: Rules, looks: Looks, week: WeekNow, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._rules = rules
        self._looks = looks
        self._week = week
        self._clock = clock
        self._picture: dict[str, tuple[Digest, str]] = {}
        self._drawn: dict[tuple[str, int], tuple[Digest, list[Markup]]] = {}

    async def page(self, request: Request, viewer: Viewer) -> Response:
        del request
        now = self._clock().astimezone(self._looks.zone)
        first, last = week_days(week_of(now.date()))

        async def read(tx: Tx) -> dict[str, object]:
            return {
                "help_asked": await board.help_asked(tx, viewer.branch, MOST),
                "cases": await board.open_cases(tx, viewer.branch, MOST),
            }

        found = await self._database.read(read)
        week = await self._week.of(viewer.branch)
        values = {
            "viewer": viewer,
            "here": "week",
            "figures": week.figures,
            "through": f"{week.through:%H:%M}",
            "now": now,
            "first": first,
            "last": last,
            "panels": await self._panels(viewer, week),
            "streets": [street for street in await self._week.streets(viewer.branch) if any(street.pressing)][:STREETS],
        }
        return self._looks.page("week.html", viewer.say, values | found)

    async def picture(self, request: Request, viewer: Viewer) -> Response:
        """The digest's picture of the week so far, from the same code."""
        del request
        if viewer.branch:
            raise HTTPException(404)
        week = await self._week()
        known = self._picture.get(viewer.say.language)
        if known is None or known[0] is not week:
            drawn = await asyncio.to_thread(digest_picture.digest_picture, week, self._rules, viewer.say)
            known = self._picture[viewer.say.language] = (week, drawn.svg)
        return Response(known[1], media_type="image/svg+xml", headers={"cache-control": "private, max-age=60"})

    async def _panels(self, viewer: Viewer, week: Digest) -> list[Markup]:
        """The digest's charts of what they may see, one by one, drawn once for each reading of the week."""
        say, branch = viewer.say, viewer.branch
        known = self._drawn.get((say.language, branch))
        if known is None or known[0] is not week:
            drawn = await asyncio.to_thread(digest_picture.digest_panels, week, say, is_whole=not branch)
            known = self._drawn[say.language, branch] = (week, [Markup(one.svg) for one in drawn])  # noqa: S704 ours
        return known[1]
