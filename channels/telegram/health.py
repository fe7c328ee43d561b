"""The health of the connection to Telegram, in words an operator can act on, logged once per change."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from datetime import datetime

from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError

from channels.telegram.errors import seconds
from channels.telegram.transport import redacted
from files.dataclass import dataclass
from messages.channel import Health
from messages.errors import StorageDown

log = logging.getLogger(__name__)


SOONEST, LATEST = 0.5, 30.0
"""Seconds of the first and the longest back-off."""

REVOKED = "Telegram does not accept the bot token: check FIVESTAR_TELEGRAM__TOKEN"
CONFLICT = "another program polls with this token: stop it, or make a new token with @BotFather"
SILENT = "Telegram does not answer ({what}): check the network, or set FIVESTAR_TELEGRAM__PROXY"


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check-up found: the bot's `name`, and the `trouble` if any, with `what` was heard.

    Troubles: `revoked`, `silent`, `unreachable` (Telegram cannot deliver to us), `elsewhere` (it delivers to somebody else).
    """

    name: str = ""
    trouble: str = ""
    what: str = ""


class Pulse:
    """The last sign of life and the last complaint."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._seen_at: datetime | None = None
        self._words = "not connected yet"
        self._beating = False
        self._failures = 0

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
        self._failures = 0

    def fail(self, words: str, *, stopped: bool = True) -> None:
        """`stopped` is False when the line itself is well and only we could not go on."""
        if words != self._words:
            log.warning("telegram: %s", words)
        self._words = words
        self._beating = self._beating and not stopped

    def trouble(self, error: TelegramError | StorageDown | TimeoutError) -> float:
        """Say what is wrong; the seconds to wait before the next try."""
        self._failures += 1
        wait: float = min(SOONEST * 2 ** min(self._failures - 1, 10), LATEST) * random.uniform(0.7, 1.3)  # noqa: S311 jitter
        if isinstance(error, RetryAfter):
            wait = max(wait, seconds(error))
        self.fail(complaint(error), stopped=not isinstance(error, StorageDown | RetryAfter))
        return wait


def complaint(error: TelegramError | StorageDown | TimeoutError) -> str:
    """What an operator has to know about an error, and what to do."""
    match error:
        case StorageDown():
            return f"updates wait at Telegram: {error}"
        case RetryAfter():
            return f"Telegram asks to wait {seconds(error):g} s"
        case InvalidToken() | EndPointNotFound():
            return REVOKED
        case Conflict():
            return CONFLICT
        case _:
            return SILENT.format(what=redacted(str(error)) or type(error).__name__)
