"""What every story about the web chat needs: a bot to talk to, visitors, and sometimes a real server and browser."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from tests.ports import own_port
from tests.waiting import LONG_ENOUGH
from tests.web.browser import opens
from tests.web.echo import BOSS, MANAGER, MEMBER, Echo
from web.server import serve, site

__all__ = ["opens"]

OURS = {"x-fivestar": "1"}


@dataclass
class Visitor:
    """A browser without a screen."""

    http: httpx.AsyncClient
    as_: str = ""

    async def posts(self, uuid: str, **message: object) -> httpx.Response:
        return await self.http.post("/chat/send", params=self.who, json={"uuid": uuid, **message}, headers=OURS)

    async def uploads(self, content: bytes) -> httpx.Response:
        return await self.http.post("/chat/upload", params=self.who, content=content, headers=OURS)

    async def reads(self, after: int | str = "") -> dict[str, Any]:
        answer = await self.http.get("/chat/messages", params={"as": self.as_, "after": after})
        answer.raise_for_status()
        feed: dict[str, Any] = answer.json()[self.as_]
        return feed

    @property
    def who(self) -> dict[str, str]:
        return {"as": self.as_} if self.as_ else {}


def app_of(echo: Echo) -> Starlette:
    return site(echo.chat.routes(), health=echo.health, metrics=lambda: b"fivestar_up 1\n")


@asynccontextmanager
async def running(echo: Echo) -> AsyncIterator[None]:
    task = asyncio.create_task(echo.chat.run(echo.receive))
    await asyncio.sleep(0)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def visitor(echo: Echo, as_: str = "") -> AsyncIterator[Visitor]:
    """Somebody who has opened the page."""
    transport = httpx.ASGITransport(app_of(echo), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://street.test") as http:
        (await http.get("/chat", params={"as": as_} if as_ else {})).raise_for_status()
        yield Visitor(http, as_)


@asynccontextmanager
async def served(echo: Echo) -> AsyncIterator[str]:
    """The page on a real port; its address."""
    ready, port = asyncio.Event(), own_port()
    serving = asyncio.create_task(serve(app_of(echo), "127.0.0.1", port, ready))
    await asyncio.wait_for(ready.wait(), LONG_ENOUGH)
    try:
        async with running(echo):
            yield f"http://127.0.0.1:{port}"
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)


@pytest.fixture
async def echo(tmp_path: Path) -> AsyncIterator[Echo]:
    echo = Echo(tmp_path)
    async with running(echo):
        yield echo


@pytest.fixture
async def street(tmp_path: Path) -> AsyncIterator[Echo]:
    """The demonstration: a merchant, a member and a manager."""
    echo = Echo(tmp_path, BOSS, MEMBER, MANAGER)
    async with running(echo):
        yield echo
