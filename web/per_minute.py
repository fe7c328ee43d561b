"""How often an address may ask within a minute, and the answer for whoever asks more often than the public pages allow."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

PER_ADDRESS = 60
"""Requests a minute of one address, to each of the public lists and interfaces."""
MOST_KNOWN = 10_000
MINUTE = 60


class PerMinute:
    """How often each of many asked within the last minute; in memory, since it is about this process's own load."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._asked: dict[str, list[float]] = {}

    def take(self, who: str, most: int) -> bool:
        """Whether there was room for one more; what was refused is not counted."""
        now = self._now()
        lately = [at for at in self._asked.get(who, []) if at > now - MINUTE]
        if len(lately) >= most:
            return False
        if len(self._asked) >= MOST_KNOWN:
            self._asked = {one: times for one, times in self._asked.items() if times[-1] > now - MINUTE}
        self._asked[who] = [*lately, now]
        return True


def address_of(request: Request) -> str:
    """Where a request comes from, as far as the server knows."""
    return request.client.host if request.client else "?"


class Bounded:
    """Answers `refuse` to an address that asks for the pages under `path` too often; everything else goes on."""

    def __init__(self, app: ASGIApp, path: str, refuse: Callable[[Request], Response]) -> None:
        self.app = app
        self._path = path
        self._refuse = refuse
        self._asked = PerMinute()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and f"{scope['path']}/".startswith(f"{self._path}/"):
            request = Request(scope, receive)
            if not self._asked.take(address_of(request), PER_ADDRESS):
                await self._refuse(request)(scope, receive, send)
                return
        await self.app(scope, receive, send)
