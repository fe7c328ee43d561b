"""The pages beside chat, made once the bot listens or somebody asks: a start does without what they import."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.types import Receive, Scope, Send

from app.app import App
from files.lazily import lazy

if TYPE_CHECKING:
    from app import pages
else:
    pages = lazy("app.pages")


class LatePages:
    """Answers for the board, the public pages and other programs' door of one town."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._making = asyncio.Lock()
        self._made: pages.Pages | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (await self.made()).router(scope, receive, send)

    async def made(self) -> pages.Pages:
        """The pages; whoever comes while they are made waits, and the first message does not."""
        async with self._making:
            if self._made is None:
                self._made = await asyncio.to_thread(lambda: pages.Pages(self._app))
        return self._made

    async def keep(self) -> None:
        """Keep the week's figures as they are now, before anybody asks: run it for as long as the town has a server."""
        await (await self.made()).board.keep()
