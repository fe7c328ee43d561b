"""Asks the server for updates and moves the offset only past those that are committed."""

from __future__ import annotations

import asyncio
from typing import Any

from telegram.error import TelegramError

from channels.telegram.health import Pulse
from channels.telegram.incoming import ALLOWED
from channels.telegram.intake import Intake
from channels.telegram.line import Line
from messages.errors import StorageDown

WAIT = 25
"""Seconds the server may hold a request open until something happens."""

HANG = 10.0
"""Seconds beyond it after which a silent server is given up."""


class Polling:
    """One polling loop. `wait` is the long poll in seconds."""

    def __init__(self, line: Line, intake: Intake, pulse: Pulse, *, wait: int = WAIT) -> None:
        self._line = line
        self._intake = intake
        self._pulse = pulse
        self._wait = wait
        self._offset: int | None = None
        self._done: set[int] = set()

    async def run(self) -> None:
        """Poll until cancelled. Nothing from outside ends it."""
        while True:
            try:
                await self._once()
            except (TelegramError, StorageDown, TimeoutError) as error:
                await asyncio.sleep(self._pulse.trouble(error))

    async def _once(self) -> None:
        wait = self._wait
        if not self._pulse.beating:
            await self._line.delete_webhook(drop_pending_updates=False)
            wait = 0  # whether we are connected is to be known at once
        async with asyncio.timeout(wait + 2 * HANG):
            updates = await self._line.updates(offset=self._offset, wait=wait, allowed=ALLOWED, patience=HANG)
        await self._take(updates)
        self._pulse.beat()

    async def _take(self, updates: list[dict[str, Any]]) -> None:
        """Hand all over in order, side by side; the offset stops at the first that was not committed."""
        numbered = [u for u in updates if isinstance(u.get("update_id"), int)]
        fresh = {u["update_id"]: u for u in numbered if u["update_id"] not in self._done}
        for update in fresh.values():
            self._intake.acknowledge(update)
        ended = await asyncio.gather(*map(self._intake.take, fresh.values()), return_exceptions=True)
        failed = {number: error for number, error in zip(fresh, ended, strict=True) if error}
        seen = {u["update_id"] for u in numbered}
        self._offset = min(failed) if failed else max(seen) + 1 if seen else self._offset
        self._done = {n for n in seen - failed.keys() if self._offset and n >= self._offset}
        for error in failed.values():
            raise error
