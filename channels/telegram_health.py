"""How the line to Telegram is, in words an operator can act on, and said to the log once per change."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from bot.messages import Health

log = logging.getLogger(__name__)


class Pulse:
    """The last sign of life and the last complaint."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._seen_at: datetime | None = None
        self._words = "not connected yet"
        self._beating = False

    @property
    def health(self) -> Health:
        return Health(ok=not self._words, words=self._words, seen_at=self._seen_at)

    @property
    def beating(self) -> bool:
        """Whether the last contact went well; if not, the next one begins from the start."""
        return self._beating

    def beat(self) -> None:
        if self._words:
            log.info("telegram: connected")
        self._words, self._beating, self._seen_at = "", True, self._clock()

    def fail(self, words: str, *, stopped: bool = True) -> None:
        """`stopped` is False when the line itself is well and only we could not go on."""
        if words != self._words:
            log.warning("telegram: %s", words)
        self._words = words
        self._beating = self._beating and not stopped
