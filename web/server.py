"""The HTTP server of a process: channel endpoints, pages, health and metrics; it stops within `STOP_WITHIN` seconds."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from html import escape
from typing import cast

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from texts import LANGUAGES, speaker
from web.connections import Bounds, Connection, Doorkeeper, bounds_here
from web.health import HealthReport
from web.per_minute import Bounded
from web.voice import voice

SECURITY = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
        "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(self), microphone=(self), geolocation=()",
    "cross-origin-opener-policy": "same-origin",
}

STOP_WITHIN = 3
"""Seconds a request in flight may still take when the server stops."""

SMALL = 1000
"""Bytes below which compressing an answer costs more than it saves."""


class Guarded:
    """Adds the security headers to every answer that does not bring its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, guarded if scope["type"] == "http" else send)


def site(
    routes: Sequence[BaseRoute],
    *,
    health: Callable[[], Awaitable[HealthReport]],
    metrics: Callable[[], bytes | Awaitable[bytes]],
    home: str = "/chat",
    others: ASGIApp | None = None,
) -> Starlette:
    """Everything this process serves: `routes` of the channels and pages, `/healthz`, `/metrics`; `/` leads to `home`.

    `others` answers what none of them knows.
    """

    async def healthz(_: Request) -> Response:
        return answer_of(await health())

    async def figures(_: Request) -> Response:
        made = metrics()
        body = made if isinstance(made, bytes) else await made
        return Response(body, media_type="text/plain; version=0.0.4; charset=utf-8")

    async def front_door(_: Request) -> Response:
        return RedirectResponse(home)

    made = Starlette(
        routes=[Route("/", front_door), Route("/healthz", healthz), Route("/metrics", figures), *routes],
        middleware=[
            Middleware(Guarded),
            Middleware(GZipMiddleware, minimum_size=SMALL),
            Middleware(Bounded, path="/city", refuse=_too_fast),
        ],
        exception_handlers={404: _not_there, 500: _broken},
    )
    if others:
        made.router.default = others
    return made


def answer_of(report: HealthReport) -> Response:
    """200 or 503, with the parts in words."""
    parts = {name: words or "ok" for name, words in report.parts.items()}
    return JSONResponse({"ok": report.ok, "parts": parts}, 200 if report.ok else 503, {"cache-control": "no-store"})


async def serve(app: ASGIApp, host: str, port: int, ready: asyncio.Event, *, bounds: Bounds | None = None) -> None:
    """Serve until cancelled, in this loop; `ready` is set once connections are taken. Signals stay with the caller.

    `bounds` is what a connection may take and how many there may be; without it, what this process has room for.

    Raises:
        OSError: the address cannot be listened on.
    """
    keeper = Doorkeeper(bounds or bounds_here())
    config = uvicorn.Config(
        app,
        access_log=False,
        log_config=None,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=STOP_WITHIN,
        http=cast("type[asyncio.Protocol]", partial(Connection, keeper=keeper)),
    )
    server = _Server(config, ready)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.create_server((host, port), family=family, backlog=config.backlog)
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # asyncio sets it only on sockets it made itself
    async with keeper.watching():
        serving = asyncio.create_task(server.serve([listening]))
        try:
            await asyncio.shield(serving)
        finally:
            server.should_exit = True
            await serving


class _Server(uvicorn.Server):
    """uvicorn without its own signal handlers, saying when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: asyncio.Event) -> None:
        super().__init__(config)
        self._ready = ready

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready.set()


async def _not_there(request: Request, _: Exception) -> Response:
    return _page(request, "not_there", 404)


def _too_fast(request: Request) -> Response:
    """Somebody asks for the public lists more often than anybody can read them."""
    page = _page(request, "too_fast", 429)
    page.headers["retry-after"] = "60"
    return page


async def _broken(request: Request, _: Exception) -> Response:
    return _page(request, "broken", 500)


def unavailable(request: Request) -> Response:
    """Whoever is asked for cannot answer just now, and will later; nothing of theirs is known, so in every language."""
    headers = {"retry-after": "60", "cache-control": "no-store"}
    told = {language: speaker(language) for language in LANGUAGES}
    if "text/html" not in request.headers.get("accept", ""):
        return JSONResponse({"words": "\n".join(say("web.unavailable") for say in told.values())}, 503, headers)
    parts = [
        f'<section lang="{language}"><h1>{escape(say("web.unavailable"))}</h1>'
        f"<p>{escape(say('web.unavailable_people'))}</p><p>{escape(say('web.unavailable_operator'))}</p></section>"
        for language, say in told.items()
    ]
    title = escape(told[LANGUAGES[0]]("web.unavailable"))
    return HTMLResponse(
        f'<!doctype html><html lang="{LANGUAGES[0]}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title><main>{"".join(parts)}</main></html>',
        503,
        headers,
    )


def _page(request: Request, sentence: str, status: int) -> Response:
    """An error page that says what happened and where to go; for a script, the same in JSON."""
    say = voice(request, LANGUAGES[0])
    if "text/html" not in request.headers.get("accept", ""):
        return JSONResponse({"words": say(f"web.{sentence}")}, status)
    words, back = escape(say(f"web.{sentence}")), escape(say("web.back_to_chat"))
    return HTMLResponse(
        f'<!doctype html><html lang="{say.language}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{words}</title>'
        f'<main><h1>{words}</h1><p><a href="/">{back}</a></p></main></html>',
        status,
    )
