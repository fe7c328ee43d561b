"""Messages that wait in memory to be sent: answers, then urgent, then bulk; within each in the order they were written."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Container

from storage.delivery.outbox import OutboxMessage

FreeAt = Callable[[str, bool], float]
"""When a person may be answered (True) or told something else, in seconds of the monotonic clock."""


class Queue:
    """One channel's messages in memory."""

    def __init__(self) -> None:
        self._answers: deque[OutboxMessage] = deque()
        self._urgent: deque[OutboxMessage] = deque()
        self._bulk: deque[OutboxMessage] = deque()

    def __len__(self) -> int:
        return sum(map(len, self._all))

    @property
    def _all(self) -> tuple[deque[OutboxMessage], ...]:
        """In the order in which they are sent."""
        return self._answers, self._urgent, self._bulk

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
        for waiting in self._all:
            passed = set()
            for index, message in enumerate(waiting):
                user = message.user_id
                if user not in busy and user not in passed:
                    if (pause := free_at(user, message.answers) - now) <= 0:
                        del waiting[index]
                        return message, 0.0
                    soonest = min(soonest, pause)
                passed.add(user)
        return None, soonest

    def pull(self, user: str) -> list[OutboxMessage]:
        """Take out all that waits for a person."""
        mine = [message for waiting in self._all for message in waiting if message.user_id == user]
        for message in mine:
            self._of(message).remove(message)
        return mine

    def _of(self, message: OutboxMessage) -> deque[OutboxMessage]:
        if message.answers:
            return self._answers
        return self._urgent if message.urgent else self._bulk
