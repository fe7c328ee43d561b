"""Asks the server for updates and moves the offset only past those that are committed."""

from __future__ import annotations

import asyncio
from collections.abc import Set
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
        numbered = {u["update_id"]: u for u in updates if isinstance(u.get("update_id"), int)}
        fresh = {number: u for number, u in numbered.items() if number not in self._done}
        for update in fresh.values():
            self._intake.acknowledge(update)
        ended = await asyncio.gather(*map(self._intake.take, fresh.values()), return_exceptions=True)
        failed = {number: error for number, error in zip(fresh, ended, strict=True) if error}
        self._move_on(numbered.keys(), failed.keys())
        for error in failed.values():
            raise error

    def _move_on(self, seen: Set[int], failed: Set[int]) -> None:
        """Ask next from the first that failed, and remember which of those behind it are done."""
        if seen:
            self._offset = min(failed, default=max(seen) + 1)
        self._done = {n for n in seen - failed if self._offset and n >= self._offset}
