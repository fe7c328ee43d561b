"""Every door of the whole bot, open: the webhook, the web chat, the board, the public pages, health and figures."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from app.app import App
from app.channels import web_chat
from app.hooks import hooks_channel
from app.metrics import metrics
from app.pages import board_of, page_routes
from app.settings import Settings
from channels.qyapi.callback import Callback
from channels.qyapi.envelope import Envelope, Fields
from channels.qyapi.spool import Spool
from channels.telegram.health import Pulse
from channels.telegram.intake import Intake
from channels.telegram.webhook import PATH, SECRET_HEADER, Webhook
from programme.rules import Rules
from storage.core.sqlite import open_sqlite
from tests.town import FAST, MONDAY, Limits, ListChannel, StoppedClock
from web.server import site

SECRET = "not to be guessed"


@dataclass
class Deaf:
    """A line to Telegram that takes everything and is never answered."""

    number: str = "1"
    said: list[object] = field(default_factory=list)
    defaults: None = None

    async def acknowledge(self, *_: object) -> None:
        return None

    async def send_message(self, *about: object, **_: object) -> None:
        self.said.append(about)


@dataclass
class Doors:
    """The whole bot with every door it has."""

    app: App
    http: httpx.AsyncClient
    routes: list[BaseRoute]
    path: Path
    pages: Starlette

    async def update(self, body: bytes) -> int:
        headers = {SECRET_HEADER: SECRET}
        return (await self.http.post(PATH, content=body, headers=headers)).status_code

    def failed(self) -> list[tuple[str, str]]:
        file = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)
        rows = file.execute("SELECT key, error FROM attempts UNION SELECT key, error FROM parked").fetchall()
        file.close()
        return rows


def _callback(path: str, folder: Path, clock: StoppedClock) -> Callback:
    """An address of WeCom whose key nobody outside knows."""

    async def take(_: Fields) -> None:
        return None

    return Callback(path, Envelope("token", "a" * 43, "ww1"), Spool(folder / path.strip("/")), take, clock)


@asynccontextmanager
async def open_doors(folder: Path, rules: Rules | None = None) -> AsyncIterator[Doors]:
    """All of it, running; the address book of the web chat has one visitor."""
    settings = Settings(data_dir=folder, _env_file=None)  # type: ignore[call-arg]
    rules = rules or Rules()
    database, clock = await open_sqlite(folder / "town.db"), StoppedClock(MONDAY)
    channel: Any = ListChannel("telegram", Limits(**FAST))
    chat, line = web_chat(settings, database, clock), Deaf()
    hooks = hooks_channel(rules, database, folder, clock)
    app = App(settings, rules, database, channels=[channel, chat, hooks], parts=("web", "sender"), clock=clock)
    intake = Intake(line, spool=folder / "spool", notices={}, clock=clock)  # type: ignore[arg-type]
    webhook = Webhook(line, intake, Pulse(clock), url="https://x", secret=SECRET, clock=clock)  # type: ignore[arg-type]
    await app.prepare()
    app.start()
    intake.start(app.engine.receive)
    routes = [
        *webhook.routes(),
        *(route for path in ("/wecom/callback", "/kefu/callback") for route in _callback(path, folder, clock).routes()),
        *chat.routes(),
        *hooks.routes(),
        *board_of(app).routes(),
        *page_routes(app),
    ]
    pages: Starlette = site(routes, health=app.health, metrics=lambda: metrics(app))
    transport = httpx.ASGITransport(pages, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://street.test") as http:
        await http.get("/chat")
        yield Doors(app, http, routes, folder / "town.db", pages)
    await intake.stop()
    await app.stop()
    await database.close()
