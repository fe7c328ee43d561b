"""Asks the server for updates and moves the offset only past those that are committed."""

from __future__ import annotations

import asyncio
import logging
import random
from typing import Any

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.errors import StorageDown
from channels.telegram_errors import seconds
from channels.telegram_health import Pulse
from channels.telegram_incoming import ALLOWED
from channels.telegram_intake import Intake
from channels.telegram_line import Line
from channels.telegram_transport import redacted

log = logging.getLogger(__name__)

WAIT = 25
"""Seconds the server may hold a request open until something happens."""

HANG = 10.0
"""Seconds beyond it after which a silent server is given up."""

SOONEST, LATEST = 0.5, 30.0
"""Seconds of the first and the longest back-off."""


class Polling:
    """One polling loop. `wait` is the long poll in seconds."""

    def __init__(self, line: Line, intake: Intake, pulse: Pulse, *, wait: int = WAIT) -> None:
        self._line = line
        self._intake = intake
        self._pulse = pulse
        self._wait = wait
        self._offset: int | None = None
        self._done: set[int] = set()
        self._failures = 0

    async def run(self) -> None:
        """Poll until cancelled. Nothing from outside ends it."""
        while True:
            try:
                await self._once()
                self._failures = 0
            except (TelegramError, StorageDown, TimeoutError) as error:
                await asyncio.sleep(await self._after(error))

    async def _once(self) -> None:
        if not self._pulse.beating:
            await self._line.delete_webhook(drop_pending_updates=False)
        async with asyncio.timeout(self._wait + 2 * HANG):
            updates = await self._line.updates(offset=self._offset, wait=self._wait, allowed=ALLOWED, patience=HANG)
        await self._take(updates)
        self._pulse.beat()

    async def _take(self, updates: list[dict[str, Any]]) -> None:
        """Hand all over in order, side by side; the offset stops at the first that was not committed."""
        numbered = [u for u in updates if isinstance(u.get("update_id"), int)]
        fresh = {u["update_id"]: u for u in numbered if u["update_id"] not in self._done}
        ended = await asyncio.gather(*map(self._intake.take, fresh.values()), return_exceptions=True)
        failed = {number: error for number, error in zip(fresh, ended, strict=True) if error}
        seen = {u["update_id"] for u in numbered}
        self._offset = min(failed) if failed else max(seen) + 1 if seen else self._offset
        self._done = {n for n in seen - failed.keys() if self._offset and n >= self._offset}
        for error in failed.values():
            raise error

    async def _after(self, error: TelegramError | StorageDown | TimeoutError) -> float:
        """Say what is wrong; the seconds to wait before the next try."""
        self._failures += 1
        wait: float = min(SOONEST * 2 ** (self._failures - 1), LATEST) * random.uniform(0.7, 1.3)  # noqa: S311 jitter
        words = redacted(str(error)) or type(error).__name__
        match error:
            case StorageDown():
                self._pulse.fail(f"updates wait at Telegram: {words}", stopped=False)
            case RetryAfter():
                wait = seconds(error)
                self._pulse.fail(f"Telegram asks to wait {wait:g} s", stopped=False)
            case InvalidToken():
                self._pulse.fail("Telegram does not accept the bot token: check FIVESTAR_TELEGRAM__TOKEN")
            case Conflict():
                self._pulse.fail("another program polls with this token: stop it, or make a new token with @BotFather")
            case TelegramError() | TimeoutError():
                self._pulse.fail(f"Telegram does not answer ({words}): check the network, or set a proxy")
        return wait
