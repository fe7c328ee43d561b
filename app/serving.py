"""Runs a whole bot from start to stop: listens once it is ready, finishes its turns and sendings when told to stop."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from threading import Timer
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.routing import BaseRoute

from app.app import App
from app.week import week_so_far
from bot import dialogue
from bot.scheduler import next_moment
from files.lazily import lazy
from handlers.shared import todo
from messages.errors import RefusedByRule
from web.board.city import City
from web.board.desk import Desk
from web.board.pages import Board
from web.board.public import Public
from web.board.sale_pages import SalePages
from web.board.tracking import Tracking
from web.board.volunteering import Volunteering
from web.board.voting import Voting
from web.open311.georeport_api import Open311
from web.server import serve, site

if TYPE_CHECKING:
    from app import metrics
else:
    metrics = lazy("app.metrics")

log = logging.getLogger(__name__)

STOP_WITHIN = 17.0
"""Seconds until a process that was told to stop is gone, whatever it is at: whoever started it waits for twenty."""


async def run_until_told(
    app: App, more: Sequence[BaseRoute] = (), ready: Callable[[App], Awaitable[None]] | None = None
) -> None:
    """Start everything, print the address, and stop in order on SIGTERM or SIGINT.

    `more` are further routes; `ready` is done once people can come in.

    Raises:
        RefusedByRule: the port is taken.
        StorageDown: the database cannot be written.
    """
    stop = told_to_stop()
    await app.prepare()
    app.start()
    try:
        if "web" in app.parts:
            await _listen(app, more)
            await asyncio.to_thread(dialogue.prepare, app.rules)
            gc.freeze()  # what is there now stays: no need to look it through for circles again and again
        else:
            say_ready(" ".join(app.parts))
        if ready:
            await ready(app)
        await stop.wait()
    finally:
        log.info("stopping: no more is received, turns and messages are finished")
        end_in(STOP_WITHIN)
        await app.stop()


def told_to_stop() -> asyncio.Event:
    """Set by SIGTERM and SIGINT."""
    stop = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    return stop


def end_in(seconds: float) -> None:
    """End the process within a bound: all that was acknowledged is committed, so a stuck thread need not be waited for."""

    def end() -> None:
        log.error("stopping takes longer than %.0f s: something does not end and is left behind", seconds)
        logging.shutdown()
        os._exit(1)

    timer = Timer(seconds, end)
    timer.daemon = True
    timer.start()


async def _listen(app: App, more: Sequence[BaseRoute]) -> None:
    host, port = app.settings.host, app.settings.port or free_port(app.settings.host)
    if not can_listen(host, port):
        raise RefusedByRule(f"port {port} on {host} is taken: stop what uses it, or set FIVESTAR_PORT to another one")
    pages = pages_of(app, more)
    ready = asyncio.Event()
    app.supervisor.keep("site", lambda: serve(pages, host, port, ready))
    await ready.wait()
    say_ready(f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}")  # noqa: S104 said, not bound


def pages_of(app: App, more: Sequence[BaseRoute] = (), *, is_kept_ready: bool = True) -> Starlette:
    """Everything people and programs may ask a town for.

    `is_kept_ready` is whether the week's figures are read anew whenever something was written, before anybody asks.
    """
    board = _board(app)
    if is_kept_ready:
        app.supervisor.keep("board", board.keep)
    channels = [route for channel in app.channels.values() for route in channel.routes()]
    return site(
        [*channels, *board.routes(), *page_routes(app), *more], health=app.health, metrics=lambda: metrics.metrics(app)
    )


def page_routes(app: App) -> list[BaseRoute]:
    """The pages beside the board: what anybody may see, and what other programs ask for."""
    parts = (_public, _tracking, _voting, _city, _sales, _volunteering, open311)
    return [route for part in parts for route in part(app).routes()]


def _board(app: App) -> Board:
    def jobs() -> list[tuple[str, datetime | None]]:
        now = app.clock().astimezone(app.settings.zone)
        return [(name, next_moment(job, now, app.settings.zone)) for name, job in sorted(app.hours.jobs.items())]

    return Board(
        app.database,
        app.rules,
        folder=app.settings.data_dir,
        zone=app.settings.zone,
        clock=app.clock,
        jobs=jobs,
        week=lambda: week_so_far(app),
        desk=_desk(app),
        language=app.settings.language,
        address=app.settings.address,
    )


def _public(app: App) -> Public:
    return Public(
        app.database,
        app.rules,
        zone=app.settings.zone,
        clock=app.clock,
        language=app.settings.language,
        address=app.settings.address,
    )


def open311(app: App) -> Open311:
    return Open311(
        app.database,
        app.rules,
        app.engine.receive,
        zone=app.settings.zone,
        clock=app.clock,
        language=app.settings.language,
        address=app.settings.address,
    )


def _tracking(app: App) -> Tracking:
    return Tracking(
        app.database,
        app.rules,
        folder=app.settings.data_dir,
        zone=app.settings.zone,
        language=app.settings.language,
        clock=app.clock,
        desk=_desk(app),
        address=app.settings.address,
    )


def _volunteering(app: App) -> Volunteering:
    settings = app.settings
    return Volunteering(
        app.database,
        app.rules,
        zone=settings.zone,
        clock=app.clock,
        language=settings.language,
        address=settings.address,
    )


def _voting(app: App) -> Voting:
    return Voting(app.database, app.rules, zone=app.settings.zone, clock=app.clock, language=app.settings.language)


def _city(app: App) -> City:
    return City(app.database, app.rules, zone=app.settings.zone, clock=app.clock, language=app.settings.language)


def _sales(app: App) -> SalePages:
    return SalePages(app.database, app.rules, zone=app.settings.zone, clock=app.clock, language=app.settings.language)


def _desk(app: App) -> Desk:
    return Desk(app.database, app.engine, app.world, waiting=todo.waiting, zone=app.settings.zone, clock=app.clock)


def say_ready(where: str) -> None:
    """Print the line with the address that scripts and people wait for."""
    sys.stdout.write(f"五星商户 ready: {where}\n")
    sys.stdout.flush()


def can_listen(host: str, port: int) -> bool:
    """Whether nobody else listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_for(host: str, port: int) -> int:
    """The port that is wanted, or where somebody has it the next free one; any for 0."""
    if port and can_listen(host, port):
        return port
    return next((p for p in range(port + 1, port + 50) if port and can_listen(host, p)), 0) or free_port(host)


def free_port(host: str) -> int:
    """A port nobody uses just now."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])
