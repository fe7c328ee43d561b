"""Keeps long-running tasks alive: a crash is logged and the task restarted with growing delays."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from time import monotonic

log = logging.getLogger(__name__)

LONGEST_PAUSE = 60.0
"""Seconds between two starts of a task that keeps crashing, at the most."""

CALM = 120.0
"""Seconds after which a task counts as well again."""


class Supervisor:
    """Keeps tasks alive; `failures` says in words which are not well."""

    def __init__(self) -> None:
        self.failures: dict[str, str] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def keep(self, name: str, start: Callable[[], Awaitable[None]]) -> None:
        """Begin a task and keep it going until `stop`."""
        self._tasks[name] = asyncio.create_task(self._go_on(name, start), name=name)

    async def stop(self, *names: str) -> None:
        """End these tasks, all at once, and wait until they have."""
        ending = [self._tasks.pop(name) for name in names if name in self._tasks]
        for task in ending:
            task.cancel()
        await asyncio.gather(*ending, return_exceptions=True)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._tasks)

    async def _go_on(self, name: str, start: Callable[[], Awaitable[None]]) -> None:
        crashes = 0
        while True:
            began = monotonic()
            try:
                await start()
                words = "ended by itself"
                log.error("task %s ended by itself; it is begun again", name)
            except Exception as error:
                words = f"{type(error).__name__}: {error}"
                log.exception("task %s crashed; it is begun again", name)
            crashes = 1 if monotonic() - began > CALM else crashes + 1
            self.failures[name] = words
            await asyncio.sleep(min(2.0 ** (crashes - 1), LONGEST_PAUSE))
            asyncio.get_running_loop().call_later(CALM, self._recovered, name, words)

    def _recovered(self, name: str, words: str) -> None:
        if self.failures.get(name) == words:
            del self.failures[name]
