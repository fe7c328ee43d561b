"""The board's first page: the week so far in numbers and charts, and what presses most; and the same as one picture."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from documents.digest.digest_doors import doors_of
from documents.digest.digest_figures import Digest
from documents.street.doors import Street
from files.lazily import lazy
from messages.errors import StorageDown
from programme.calendar import week_days, week_of
from programme.rules import Rules
from storage.board import board
from storage.core.tx import Database, Tx
from texts import Say
from web.board.guard import Viewer
from web.board.looks import Looks

if TYPE_CHECKING:
    from documents.digest import digest_picture
else:
    digest_picture = lazy("documents.digest.digest_picture")

KEPT, SHOWN = timedelta(seconds=5), timedelta(seconds=30)
"""How long the week's figures count as new, and how long they may be shown while they are read anew."""
EVERY, IN_USE = 15.0, timedelta(minutes=15)
"""Seconds between two readings while the board is in use, and how long after the last page it counts as that."""
STREETS = 3
"""The most pressing streets, a tap from here."""
MOST = 5
"""Findings and help requests on this page; the others are on their own."""


class WeekNow:
    """The week so far. A large town takes a second to read: it is read once for all, ahead of the first page and beside it.

    What is a few seconds old is shown while it is read anew; older than that, whoever comes waits.
    """

    def __init__(self, read: Callable[[], Awaitable[Digest]], clock: Callable[[], datetime]) -> None:
        self._read_week = read
        self._clock = clock
        self._read: tuple[datetime, Digest] | None = None
        self._reading = asyncio.Lock()
        self._beside: asyncio.Task[None] | None = None
        self._used: datetime | None = None
        self._streets: dict[int, tuple[Digest, list[Street]]] = {}

    async def __call__(self) -> Digest:
        """Those who come while it is read wait for the same reading."""
        self._used = self._clock()
        if known := self._within(SHOWN):
            if not self._within(KEPT):
                self.refresh()
            return known
        async with self._reading:
            return self._within(KEPT) or await self._anew()

    async def keep(self) -> None:
        """Keep it new for as long as somebody looks at the board."""
        while True:
            await asyncio.sleep(EVERY)
            if self._used and self._used <= self._clock() < self._used + IN_USE:
                self.refresh()

    def refresh(self) -> None:
        """Read it beside whatever else goes on: somebody is about to come, or has just changed something."""
        if self._beside is None or self._beside.done():
            self._beside = asyncio.create_task(self._ahead())

    async def _ahead(self) -> None:
        async with self._reading:
            try:
                await self._anew()
            except StorageDown:
                self._read = None  # whoever comes next is told

    async def _anew(self) -> Digest:
        now = self._clock()
        week = await self._read_week()
        self._read = (now, week)
        return week

    def _within(self, age: timedelta) -> Digest | None:
        """What was read, unless it is older."""
        known = self._read
        return known[1] if known and known[0] <= self._clock() < known[0] + age else None

    async def streets(self, branch: int) -> list[Street]:
        """The streets of that week, the most pressing first, of the whole town or of one branch's shops."""
        week = await self()
        known = self._streets.get(branch)
        if known is None or known[0] is not week:
            mine = week.of_branch(branch) if branch else week
            known = self._streets[branch] = (week, await asyncio.to_thread(doors_of, mine))
        return known[1]


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
        self._drawn: dict[str, tuple[Digest, list[Markup]]] = {}

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
        whole = await self._week()
        values = {
            "viewer": viewer,
            "here": "week",
            "figures": (whole.of_branch(viewer.branch) if viewer.branch else whole).figures,
            "now": now,
            "first": first,
            "last": last,
            "panels": [] if viewer.branch else await self._panels(viewer.say, whole),
            "streets": [street for street in await self._week.streets(viewer.branch) if any(street.pressing)][:STREETS],
        }
        return self._looks.page("week.html", viewer.say, values | found)

    async def picture(self, request: Request, viewer: Viewer) -> Response:
        """The digest's picture of the week so far, from the same code."""
        del request
        if viewer.branch:
            raise HTTPException(404)
        week = await self._week()
        drawn = await asyncio.to_thread(lambda: digest_picture.digest_picture(week, self._rules, viewer.say).svg)
        return Response(drawn, media_type="image/svg+xml", headers={"cache-control": "private, max-age=60"})

    async def _panels(self, say: Say, week: Digest) -> list[Markup]:
        """The digest's charts one by one, drawn once for each reading of the week."""
        known = self._drawn.get(say.language)
        if known is None or known[0] is not week:
            panels = await asyncio.to_thread(
                lambda: [Markup(one.svg) for one in digest_picture.digest_panels(week, say)]  # noqa: S704 ours
            )
            known = self._drawn[say.language] = (week, panels)
        return known[1]
