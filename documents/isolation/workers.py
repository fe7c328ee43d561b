"""Opens what strangers send in processes with limits: started when first needed, a few at once, ended when nobody needs them.

A thread of ours waits for each, so that the bot goes on; when whoever asked is cancelled, the process is killed and the thread
is free at once. What all of them decode at the same time stays below one budget of memory.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from functools import cache
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any
from weakref import finalize

from pydantic import TypeAdapter

from documents.drawing.picture_header import BYTES, MEMORY
from documents.isolation.desk import Answer, Budget, Desk, Errand
from documents.isolation.limits import PHOTO, READY, ROSTER, Limits, processors
from documents.roster.roster_cells import Unreadable
from files.dataclass import dataclass
from files.lazily import lazy
from programme.duties import Duty

if TYPE_CHECKING:
    from documents.intake import case_sheet
    from documents.roster import roster_sheet, site_sheet
else:
    case_sheet = lazy("documents.intake.case_sheet")
    roster_sheet = lazy("documents.roster.roster_sheet")
    site_sheet = lazy("documents.roster.site_sheet")

IDLE = 60.0
"""Seconds after which a worker that nobody needed is ended: an idle bot has none."""

MOST_USED = 200
"""Things opened by one worker before another takes its place: what a decoder leaks is given back."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A photo fit to be kept. `phash` 16 hex digits, `taken_at` ISO."""

    content: bytes
    phash: str
    taken_at: str | None


class Workers:
    """The workers of one process. `most` are busy at once; without work there are none, so that making one costs nothing."""

    def __init__(self, *, most: int = 0, photo: Limits = PHOTO, roster: Limits = ROSTER, idle: float = IDLE) -> None:
        self.most = most or min(4, processors())
        self._threads = ThreadPoolExecutor(self.most, "opening")
        self._photo, self._roster = photo, roster
        self._idle = idle
        self.drawing = asyncio.Semaphore(1)
        """For whoever draws many pictures in a process of their own: one at a time, however many towns there are."""
        self._lock = Lock()
        self._resting: list[tuple[float, Desk]] = []
        self._budget = Budget(MEMORY)
        self._is_closed = False
        finalize(self, _close, self._resting)

    async def open(self, kind: str, content: bytes) -> Opened:
        """Whatever a person sent: a `photo` is opened, anything else is kept as it is.

        Raises:
            ValueError: it is empty, too large, or no picture we can read to its end.
            Overrun, OSError: as for a photo.
        """
        if not content:
            raise ValueError("the file is empty")
        if len(content) > BYTES:
            raise ValueError(f"the file has {len(content)} bytes, at most {BYTES}")
        return await self.photo(content) if kind == "photo" else Opened(content, "", None)

    async def ready(self) -> None:
        """Have a worker that has loaded all it needs: what is opened next is then opened at once.

        Raises:
            Overrun, OSError: none can be had.
        """
        if not self._resting:
            await self._ask({"what": "ready"}, b"", READY)

    async def photo(self, content: bytes) -> Opened:
        """A stranger's picture, plain, upright and bounded.

        Raises:
            ValueError: it is no picture, or one too large to be opened.
            Overrun: opening it took more than is allowed, and its worker was ended.
            OSError: no worker can be started: that is our trouble and says nothing of the picture.
        """
        about, body = await self._ask({"what": "photo"}, content, self._photo)
        return Opened(body, str(about["phash"]), about["taken_at"])

    async def roster(self, content: bytes, name: str, duties: Sequence[Duty], encoding: str = "") -> roster_sheet.Sheet:
        """The rows of a roster; see `read_roster`.

        Raises:
            Unreadable: it is no roster, and why.
            Overrun, OSError: as for a photo.
        """
        asked = {"what": "roster", "name": name, "encoding": encoding, "duties": [asdict(duty) for duty in duties]}
        about, body = await self._ask(asked, content, self._roster)
        if "sentence" in about:
            raise Unreadable(about["sentence"], **about["values"])
        return await asyncio.to_thread(_sheets().validate_json, body)

    async def sites(self, content: bytes, name: str, encoding: str = "") -> site_sheet.SiteSheet | None:
        """The rows of a list of sites, None when the file is no such list; raises what `roster` does."""
        about, body = await self._ask({"what": "sites", "name": name, "encoding": encoding}, content, self._roster)
        if "sentence" in about:
            raise Unreadable(about["sentence"], **about["values"])
        return await asyncio.to_thread(_site_sheets().validate_json, body) if about["is_sites"] else None

    async def cases(self, content: bytes, name: str, encoding: str = "") -> case_sheet.CaseSheet:
        """The rows of a case sheet; see `read_cases`.

        Raises:
            Unreadable: it is no case sheet, and why.
            Overrun, OSError: as for a photo.
        """
        asked = {"what": "cases", "only": "", "name": name, "encoding": encoding}
        about, body = await self._ask(asked, content, self._roster)
        if "sentence" in about:
            raise Unreadable(about["sentence"], **about["values"])
        return await asyncio.to_thread(_case_sheets().validate_json, body)

    async def is_case_sheet(self, content: bytes, name: str) -> bool:
        """Whether a file that may be a roster has the headings of cases; raises what `cases` does."""
        about, _ = await self._ask({"what": "cases", "only": "kind", "name": name}, content, self._roster)
        return bool(about.get("is_case_sheet"))

    def close(self) -> None:
        """End those that rest; those at work end with whoever asked."""
        self._is_closed = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._end(before=float("inf"))

    @property
    def resting(self) -> int:
        """Workers that wait for something to open."""
        return len(self._resting)

    async def _ask(self, asked: dict[str, Any], content: bytes, limits: Limits) -> Answer:
        errand, loop = Errand(), asyncio.get_running_loop()
        try:
            answer = await loop.run_in_executor(self._threads, self._run, errand, asked, content, limits)
        except asyncio.CancelledError:
            await asyncio.to_thread(errand.call_off)
            raise
        finally:
            loop.call_later(self._idle + 0.1, self._end_idle)
        if "refused" in answer[0]:
            raise ValueError(answer[0]["refused"])
        return answer

    def _run(self, errand: Errand, asked: dict[str, Any], content: bytes, limits: Limits) -> Answer:
        """In a thread of ours: take a worker, ask it, and let it rest again unless it died or has done enough."""
        desk = self._free()
        try:
            errand.begin(desk)
            answer = desk.ask(asked, content, limits, self._budget)
        except BaseException:
            errand.done()
            desk.close()
            raise
        errand.done()
        self._rest(desk)
        return answer

    def _free(self) -> Desk:
        with self._lock:
            while self._resting:
                _, desk = self._resting.pop()
                if desk.is_alive:
                    return desk
                desk.close()
        return Desk()

    def _rest(self, desk: Desk) -> None:
        if desk.used >= MOST_USED or self._is_closed:
            desk.close()
            return
        with self._lock:
            self._resting.append((monotonic(), desk))

    def _end_idle(self) -> None:
        self._end(before=monotonic() - self._idle)

    def _end(self, before: float) -> None:
        with self._lock:
            going = [desk for since, desk in self._resting if since <= before]
            self._resting[:] = [(since, desk) for since, desk in self._resting if since > before]
        for desk in going:
            desk.close()


def _close(resting: list[tuple[float, Desk]]) -> None:
    """What nobody closed ends with the one it belonged to, or with the process."""
    for _, desk in resting:
        desk.close()


@cache
def _sheets() -> TypeAdapter[roster_sheet.Sheet]:
    return TypeAdapter(roster_sheet.Sheet)


@cache
def _case_sheets() -> TypeAdapter[case_sheet.CaseSheet]:
    return TypeAdapter(case_sheet.CaseSheet)


@cache
def _site_sheets() -> TypeAdapter[site_sheet.SiteSheet]:
    return TypeAdapter(site_sheet.SiteSheet)
