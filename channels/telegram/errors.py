"""What an error of the Bot API means for the message that met it: translated into `messages.errors` for the sender."""

from __future__ import annotations

from collections import deque
from datetime import timedelta
from time import monotonic

from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from channels.telegram.connection import NeverLeft
from channels.telegram.transport import redacted
from messages.errors import Gone, Misconfigured, NotSent, Refused, SendError, TryLater, Unsure

NO_SUCH_CHAT = (
    "chat not found",
    "user not found",
    "user is deactivated",
    "peer_id_invalid",
    "chat_id_invalid",
    "bot was kicked",
    "bot was blocked",
)
"""What the server says with status 400 when the person is not there (403 always means it)."""

FLOOD_CHATS = 5
FLOOD_SECONDS = 3.0
"""So many different chats refused within so many seconds: the limit is that of the whole bot."""


class Floods:
    """Tells a 429 for one chat from a 429 for the whole bot, which the answer itself does not say."""

    def __init__(self) -> None:
        self._refused: deque[tuple[float, str]] = deque(maxlen=64)

    def everyone(self, chat: str) -> bool:
        """Count one refusal; True when so many chats were refused lately that everyone had better wait."""
        now = monotonic()
        self._refused.append((now, chat))
        return len({c for at, c in self._refused if now - at <= FLOOD_SECONDS}) >= FLOOD_CHATS


def outcome(error: TelegramError, *, chat: str = "", floods: Floods | None = None) -> SendError:
    """The `SendError` an error of the library means. `BadRequest` is tested before `NetworkError`, its parent."""
    words = redacted(error.message)
    match error:
        case RetryAfter():
            return TryLater(seconds(error), words, everyone=bool(floods and floods.everyone(chat)))
        case Forbidden():
            return Gone(words)
        case InvalidToken() | EndPointNotFound():
            return Misconfigured(f"the bot token is not accepted ({words}): check FIVESTAR_TELEGRAM__TOKEN")
        case BadRequest():
            return _turned_down(words)
        case ChatMigrated():
            return Refused(words)
        case NetworkError() if "too large" in words.lower():
            return Refused(words)
        case NetworkError() if never_left(error) and "gateway timeout" not in words.lower():
            return NotSent(words)
        case _:
            return Unsure(words)


def _turned_down(words: str) -> SendError:
    said = words.lower()
    if any(w in said for w in NO_SUCH_CHAT):
        return Gone(words)
    return NotSent(words) if "temporarily unavailable" in said else Refused(words)


def seconds(error: RetryAfter) -> float:
    """How long a 429 asks to wait."""
    after = error.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)


def never_left(error: NetworkError) -> bool:
    """Whether nothing can have come of the request: it never reached the server, or the server answered with an error.

    A broken connection or a time-out after that may have come too late to stop it.
    """
    cause = error.__cause__
    if cause is None or isinstance(cause, TelegramError):
        return True  # an HTTP answer other than success, whatever its body
    return isinstance(cause, NeverLeft)
