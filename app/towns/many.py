"""Runs many towns in one process: an `App` each, over one server's connections, one set of workers and one port."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.app import Part
from app.serving import STOP_WITHIN, can_listen, end_in, free_port, say_ready, told_to_stop
from app.settings import Settings
from app.supervisor import Supervisor
from app.towns.doors import doors
from app.towns.one_town import Town
from app.towns.town_files import TownFile, TownSettings, all_clashes, load_town
from bot import dialogue
from bot.clock import Clock, wall_clock
from documents.isolation.workers import Workers
from files.lazily import lazy
from files.memory import give_back
from messages.errors import RefusedByRule, SettingsError
from programme.rules import Rules
from storage.core.postgres_towns import PostgresTowns
from web.health import HealthReport
from web.server import serve

if TYPE_CHECKING:
    from app import metrics
else:
    metrics = lazy("app.metrics")

log = logging.getLogger(__name__)

FIRST_TRIES = 120.0
"""Seconds after which the process is ready although a town is still being opened for the first time."""


class Towns:
    """The towns of one process, and what they share."""

    def __init__(self, common: Settings, files: Sequence[TownFile], *, parts: Sequence[Part]) -> None:
        """`files` are all towns there are, for a town is compared with the others even where those run elsewhere."""
        self.common = common.model_copy(update={"port": common.port or free_port(common.host)})
        self.server = PostgresTowns(common.database_url)
        self.workers = Workers()
        self.parts = parts
        self.supervisor = Supervisor()
        self.towns: list[Town] = []
        self._files = files

    def add(self, file: TownFile, clock: Clock = wall_clock) -> Town:
        """One more town for this process to carry."""
        town = Town(file, self._load, self.server, self.workers, parts=self.parts, clock=clock)
        self.towns.append(town)
        return town

    async def start(self) -> None:
        """Open all towns; one that cannot be opened is tried again later.

        Raises:
            RefusedByRule: the port is taken.
            StorageDown: the server cannot be reached or refuses us.
        """
        await self.server.connect()
        for town in self.towns:
            town.start()
        tries = [asyncio.create_task(town.tried.wait()) for town in self.towns]
        _, waiting = await asyncio.wait(tries, timeout=FIRST_TRIES)
        for task in waiting:
            task.cancel()
        if "web" in self.parts:
            await self._listen()
            await asyncio.to_thread(dialogue.prepare, Rules())
            gc.freeze()
            give_back()
        else:
            say_ready(" ".join(self.parts))

    async def stop(self) -> None:
        """Stop all at once, each as a single bot would stop, then part from the server."""
        await self.supervisor.stop("site")
        await asyncio.gather(*(town.stop() for town in self.towns), return_exceptions=True)
        self.workers.close()
        await self.server.close()

    async def health(self) -> HealthReport:
        """Of each town whether it is well, and what is not. The process is well while any town is: to start it again would
        help none, and stop the others."""
        reports = await asyncio.gather(*(town.health() for town in self.towns))
        parts: dict[str, str] = {}
        for town, report in zip(self.towns, reports, strict=True):
            wrong = {part: words for part, words in report.parts.items() if words}
            parts[town.name] = "" if report.ok else "; ".join(f"{part}: {words}" for part, words in wrong.items())
        return HealthReport(any(report.ok for report in reports), parts)

    async def metrics(self) -> bytes:
        return await metrics.metrics_of_towns({town.name: town.app for town in self.towns})

    async def _listen(self) -> None:
        host, port = self.common.host, self.common.port
        if not can_listen(host, port):
            raise RefusedByRule(
                f"port {port} on {host} is taken: stop what uses it, or set FIVESTAR_PORT to another one"
            )
        ready = asyncio.Event()
        pages = doors(self.towns, health=self.health, metrics=self.metrics)
        self.supervisor.keep("site", lambda: serve(pages, host, port, ready))
        await ready.wait()
        say_ready(f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}")  # noqa: S104 said, not bound

    def _load(self, file: TownFile) -> TownSettings:
        """One town's settings, unless another's would mix with them."""
        mine = load_town(file, self.common)
        if words := all_clashes(self._files, self.common).get(file.name):
            raise SettingsError(words)
        return mine


async def run_towns(
    common: Settings, files: Sequence[TownFile], chosen: Sequence[TownFile], parts: Sequence[Part]
) -> None:
    """Run the chosen ones of all towns until SIGTERM or SIGINT.

    Raises:
        RefusedByRule: the port is taken.
        StorageDown: the server cannot be reached or refuses us.
    """
    stop = told_to_stop()
    towns = Towns(common, files, parts=parts)
    for file in chosen:
        towns.add(file)
    try:
        await towns.start()
        await stop.wait()
    finally:
        log.info("stopping: no more is received, turns and messages are finished")
        end_in(STOP_WITHIN)
        await towns.stop()
