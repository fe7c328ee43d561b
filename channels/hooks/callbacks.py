"""Posts to a platform what came of its alerts, signed; what the answer means for the outbox."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from channels.hooks import signature
from channels.hooks.envelope import ONE
from channels.hooks.sources import Source
from files.lazily import lazy
from messages.errors import NotSent, Refused, TryLater

if TYPE_CHECKING:
    import aiohttp
else:
    aiohttp = lazy("aiohttp")

PATIENCE = 20.0
"""Seconds for the whole of one request."""
LONGEST_WAIT = 3600.0


class Callbacks:
    """Connections to the callbacks, and since when each has not answered."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._session: aiohttp.ClientSession | None = None
        self._silent: dict[str, datetime] = {}
        self._refusing: dict[str, int] = {}

    def silent_for(self, long: timedelta) -> Sequence[tuple[str, datetime]]:
        """The sources whose callback has failed for at least so long."""
        return [(name, since) for name, since in sorted(self._silent.items()) if self._clock() - since >= long]

    def refusing(self) -> Sequence[tuple[str, int]]:
        """The sources whose callback has refused what was sent and taken nothing since, with its status."""
        return sorted(self._refusing.items())

    async def post(self, source: Source, secret: str, key: str, body: bytes) -> None:
        """One event, once more as often as the outbox likes: `key` is the same each time, so the far side can tell.

        Raises:
            NotSent: not reached, or its own trouble.
            TryLater: it asks us to wait.
            Refused: it will never take this.
        """
        headers = {"content-type": ONE, **signature.sign(secret, key, body, self._clock())}
        try:
            if self._session is None or self._session.closed:
                self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE))
            async with self._session.post(source.callback, data=body, headers=headers, allow_redirects=False) as answer:
                status, wait = answer.status, answer.headers.get("retry-after", "")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            self._silent.setdefault(source.name, self._clock())
            raise NotSent(f"the callback of {source.name} is not reached: {type(error).__name__}") from error
        self._judge(source.name, status, wait)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    def _judge(self, name: str, status: int, wait: str) -> None:
        if status >= 500 or status in (408, 429):  # noqa: PLR2004 HTTP's own numbers
            self._silent.setdefault(name, self._clock())
            if wait.isdecimal():
                raise TryLater(min(float(wait), LONGEST_WAIT), f"the callback of {name} answers {status}")
            raise NotSent(f"the callback of {name} answers {status}")
        self._silent.pop(name, None)
        self._refusing.pop(name, None)
        if not 200 <= status < 300:  # noqa: PLR2004
            self._refusing[name] = status
            raise Refused(f"the callback of {name} answers {status}: see what it expects, and its address")
