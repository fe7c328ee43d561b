"""Messages that wait in memory to be sent: urgent before bulk, and each person's in the order they were written."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Container

from storage.delivery.outbox import OutboxMessage

FreeAt = Callable[[str], float]
"""When a person may be written to again, in seconds of the monotonic clock."""


class Queue:
    """One channel's messages in memory."""

    def __init__(self) -> None:
        self._urgent: deque[OutboxMessage] = deque()
        self._bulk: deque[OutboxMessage] = deque()

    def __len__(self) -> int:
        return len(self._urgent) + len(self._bulk)

    def add(self, message: OutboxMessage) -> None:
        """At the end; one that comes back, before what was written to the same person since."""
        waiting = self._of(message)
        later = (n for n, o in enumerate(waiting) if o.user_id == message.user_id and o.id > message.id)
        waiting.insert(next(later, len(waiting)) if message.error else len(waiting), message)

    def put_back(self, message: OutboxMessage) -> None:
        """Before everything else, to be tried again."""
        self._of(message).appendleft(message)

    def take(
        self, busy: Container[str], free_at: FreeAt, now: float, longest: float
    ) -> tuple[OutboxMessage | None, float]:
        """The first message whose person is free; else None, and the seconds until the first will be, `longest` at most."""
        soonest = longest
        for waiting in (self._urgent, self._bulk):
            passed = set()
            for index, message in enumerate(waiting):
                user = message.user_id
                if user not in busy and user not in passed:
                    if (pause := free_at(user) - now) <= 0:
                        del waiting[index]
                        return message, 0.0
                    soonest = min(soonest, pause)
                passed.add(user)
        return None, soonest

    def pull(self, user: str) -> list[OutboxMessage]:
        """Take out all that waits for a person."""
        mine = [message for message in (*self._urgent, *self._bulk) if message.user_id == user]
        for message in mine:
            self._of(message).remove(message)
        return mine

    def _of(self, message: OutboxMessage) -> deque[OutboxMessage]:
        return self._urgent if message.urgent else self._bulk
