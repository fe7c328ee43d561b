"""The week so far, kept ready: a large town takes half a second to read, which nobody who opens a page should wait for."""

from __future__ import annotations

import asyncio
from asyncio import sleep as pause
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, time, timedelta
from time import monotonic

from documents.digest.digest_doors import doors_of
from documents.digest.digest_figures import Digest
from documents.street.doors import Street
from files.dataclass import dataclass
from messages.errors import StorageDown

KEPT, SHOWN = timedelta(seconds=5), timedelta(minutes=1)
"""How long a reading counts as new whatever was written since, and how long it may be shown while it is read anew:
the page says to the minute up to when its figures go."""
OLDEST = timedelta(minutes=10)
"""A reading is never kept longer, even where nothing was written."""
EVERY, REST, LONGEST = 15.0, 30, 45.0
"""Seconds between two looks whether anything was written; after a reading the pause is so many times as long as that took,
but so short that what was read may still be shown."""

Read = Callable[[], Awaitable[Digest]]
Version = Callable[[], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class _Reading:
    """The week as it was at an instant; it stands while the database has that version and the clock is before `until`."""

    at: datetime
    until: datetime
    version: str
    week: Digest


class WeekNow:
    """The week so far, read once for all, and anew only after something was written or a deadline has passed.

    It is kept new beside the pages (`keep`), so that the first page after a quiet hour is as quick as the next one. What is
    a few seconds old is shown while it is read anew; older than that, whoever comes waits.
    """

    def __init__(self, read: Read, version: Version, clock: Callable[[], datetime]) -> None:
        """`read` reads the week up to now, `version` tells whether the database has changed since."""
        self._read_week = read
        self._version = version
        self._clock = clock
        self._known: _Reading | None = None
        self._reading = asyncio.Lock()
        self._beside: asyncio.Task[None] | None = None
        self._of_branch: dict[int, tuple[Digest, Digest]] = {}
        self._streets: dict[int, tuple[Digest, list[Street]]] = {}

    async def __call__(self) -> Digest:
        """Those who come while it is read wait for the same reading."""
        if known := await self._standing():
            return known.week
        if known := self._within(SHOWN):
            self.refresh()
            return known.week
        async with self._reading:
            return (self._within(KEPT) or await self._anew()).week

    async def keep(self) -> None:
        """Keep it new for as long as the server runs, with a few hundredths of one processor at most."""
        while True:
            begun = monotonic()
            with suppress(StorageDown):  # whoever comes next is told
                if not await self._standing():
                    await self._ahead()
            await pause(min(max(EVERY, REST * (monotonic() - begun)), LONGEST))

    def refresh(self) -> None:
        """Read it beside whatever else goes on: somebody is about to come, or has just changed something."""
        if self._beside is None or self._beside.done():
            self._beside = asyncio.create_task(self._ahead())

    async def _ahead(self) -> None:
        async with self._reading:
            try:
                await self._anew()
            except StorageDown:
                self._known = None  # whoever comes next is told
                return
        await self.streets(0)  # two pages need them

    async def _anew(self) -> _Reading:
        """The version is asked first: what is written while the week is read makes it old."""
        now, version = self._clock(), await self._version()
        week = await self._read_week()
        self._known = _Reading(now, min(_stands_until(week), now + OLDEST), version, week)
        return self._known

    async def _standing(self) -> _Reading | None:
        """What was read, where nothing can have changed since, or only just now."""
        known = self._within(KEPT)
        if known or not self._known:
            return known
        known = self._known if self._known.at <= self._clock() < self._known.until else None
        return known if known and await self._version() == known.version else None

    def _within(self, age: timedelta) -> _Reading | None:
        """What was read, unless it is older, or the clock was put back."""
        known = self._known
        return known if known and known.at <= self._clock() < known.at + age else None

    async def of(self, branch: int) -> Digest:
        """The week of one branch's shops, or of the whole town; made once for each reading."""
        week = await self()
        if not branch:
            return week
        known = self._of_branch.get(branch)
        if known is None or known[0] is not week:
            known = self._of_branch[branch] = (week, await asyncio.to_thread(week.of_branch, branch))
        return known[1]

    async def streets(self, branch: int) -> list[Street]:
        """The streets of that week, the most pressing first, of the whole town or of one branch's shops."""
        week = await self.of(branch)
        known = self._streets.get(branch)
        if known is None or known[0] is not week:
            known = self._streets[branch] = (week, await asyncio.to_thread(doors_of, week))
        return known[1]


def _stands_until(week: Digest) -> datetime:
    """When time alone changes a figure: at the next deadline of what is open, or at midnight."""
    midnight = datetime.combine(week.through.date() + timedelta(days=1), time(0), week.through.tzinfo)
    deadlines = [
        *(one.due for one in week.findings if one.due and not one.closed),
        *(one.waits_until for one in week.helps if one.waits_until),
        *(due for due in (week.appeals_due,) if due),
    ]
    return min([midnight, *(due for due in deadlines if due >= week.through)])
