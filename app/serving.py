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
from threading import Timer
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.routing import BaseRoute

from app.app import App
from app.late_pages import LatePages
from bot import dialogue
from files.lazily import lazy
from files.memory import give_back
from messages.errors import RefusedByRule
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
            others = LatePages(app)
            await _listen(app, others, more)
            await asyncio.to_thread(dialogue.prepare, app.rules)
            await others.made()
            app.supervisor.keep("board", others.keep)
            gc.freeze()  # what is there now stays: no need to look it through for circles again and again
            give_back()
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


async def _listen(app: App, others: LatePages, more: Sequence[BaseRoute]) -> None:
    host, port = app.settings.host, app.settings.port or free_port(app.settings.host)
    if not can_listen(host, port):
        raise RefusedByRule(f"port {port} on {host} is taken: stop what uses it, or set FIVESTAR_PORT to another one")
    pages = pages_of(app, others, more)
    ready = asyncio.Event()
    app.supervisor.keep("site", lambda: serve(pages, host, port, ready))
    await ready.wait()
    say_ready(f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}")  # noqa: S104 said, not bound


def pages_of(app: App, others: LatePages, more: Sequence[BaseRoute] = ()) -> Starlette:
    """Everything people and programs may ask a town for; `others` answers what no channel knows."""
    channels = [route for channel in app.channels.values() for route in channel.routes()]
    return site([*channels, *more], health=app.health, metrics=lambda: metrics.metrics(app), others=others)


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
