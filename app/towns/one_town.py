"""One of many towns in a process: opened, kept going, and tried again while it cannot be opened. Its trouble stays its own."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from contextvars import Context, copy_context
from typing import Any, TypeVar

from starlette.types import ASGIApp

from app.app import App, Part
from app.channels import switched_on
from app.hooks import hooks_channel
from app.late_pages import LatePages
from app.serving import pages_of
from app.towns.here import TOWN
from app.towns.town_files import TownFile, TownSettings, host_named_in
from bot.clock import Clock, wall_clock
from documents.isolation.workers import Workers
from messages.errors import FivestarError
from programme.holiday_lists import begin_apart
from storage.core.postgres_towns import PostgresTowns
from web.health import HealthReport

log = logging.getLogger(__name__)

R = TypeVar("R")
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds between two tries to open a town that cannot be opened: what was put right meanwhile is taken up."""

LOOK_EVERY = 5.0
"""Seconds between looks for what other processes wrote, where answers are handed over here: each look of each town is a
transaction, and fifty towns would have a hundred a second for nothing."""


class Town:
    """`app` and `pages` are there while it is open; otherwise `trouble` says why not."""

    def __init__(
        self,
        file: TownFile,
        load: Callable[[TownFile], TownSettings],
        server: PostgresTowns,
        workers: Workers,
        *,
        parts: Sequence[Part],
        clock: Clock = wall_clock,
    ) -> None:
        """`load` gives the settings as they stand in the files now, and raises `SettingsError` where they cannot be used."""
        self.name = file.name
        self.host = host_named_in(file)
        self.app: App | None = None
        self.pages: ASGIApp | None = None
        self.trouble = "it is being opened"
        self.tried = asyncio.Event()
        self._file = file
        self._load = load
        self._server = server
        self._workers = workers
        self._parts = parts
        self._clock = clock
        self._context: Context = copy_context()
        self._living: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to open it; `tried` is set after the first try."""
        self._context.run(TOWN.set, self.name)
        self._context.run(begin_apart)
        self._living = asyncio.create_task(self._live(), name=f"town {self.name}", context=self._context)

    async def stop(self) -> None:
        """Stop it as a single bot would stop."""
        if self._living:
            self._living.cancel()
            await asyncio.gather(self._living, return_exceptions=True)
        await self.within(self._close())

    async def within(self, work: Coroutine[Any, Any, R]) -> R:
        """Do something as this town's: what it logs bears its name, and its own holidays hold."""
        return await asyncio.create_task(work, context=self._context.copy())

    async def health(self) -> HealthReport:
        """As of a bot of its own; a town that is not open has one part, itself."""
        if self.app is None:
            return HealthReport(ok=False, parts={"town": self.trouble})
        return await self.within(self.app.health())

    async def _live(self) -> None:
        pause = FIRST_PAUSE
        while True:
            try:
                await self._open()
                self.trouble = ""
                self.tried.set()
                await asyncio.Event().wait()
            except FivestarError as error:
                self.trouble = str(error)
                log.error("cannot be opened, and is tried again: %s", self.trouble.replace("\n", "; "))
            except Exception as error:  # whatever is wrong with one town, the others go on
                self.trouble = f"{type(error).__name__}: {error}"
                log.exception("cannot be opened, and is tried again")
            self.tried.set()
            await self._close()
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _open(self) -> None:
        self.host = await asyncio.to_thread(host_named_in, self._file)
        known = await asyncio.to_thread(self._load, self._file)
        self.host, settings = known.host, known.settings
        database = await self._server.open(known.schema)
        channels = switched_on(settings, database, self._clock)
        if known.rules.intake.sources:
            channels.append(hooks_channel(known.rules, database, settings.data_dir, self._clock))
        app = App(
            settings,
            known.rules,
            database,
            channels=channels,
            parts=self._parts,
            clock=self._clock,
            workers=self._workers,
            look_every=LOOK_EVERY if {"web", "sender"} <= {*self._parts} else 0.0,
        )
        try:
            await app.prepare()
        except BaseException:
            await app.stop()
            raise
        self.app = app
        app.start()
        if "web" in self._parts:
            # not kept ready: whether anything was written is known of the whole server only, fifty boards would be read again
            # and again
            self.pages = pages_of(app, LatePages(app))

    async def _close(self) -> None:
        app, self.app, self.pages = self.app, None, None
        if app:
            with suppress(Exception):
                await app.stop()
            await app.database.close()
