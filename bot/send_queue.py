"""Letters that wait in memory to be sent: urgent before bulk, and each person's in the order they were written."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Container

from storage.delivery.outbox import Letter

FreeAt = Callable[[str], float]
"""When a person may be written to again, in seconds of the monotonic clock."""


class Queue:
    """One channel's letters in memory."""

    def __init__(self) -> None:
        self._urgent: deque[Letter] = deque()
        self._bulk: deque[Letter] = deque()

    def __len__(self) -> int:
        return len(self._urgent) + len(self._bulk)

    def add(self, letter: Letter) -> None:
        """At the end; one that comes back, before what was written to the same person since."""
        waiting = self._of(letter)
        later = (n for n, o in enumerate(waiting) if o.user_id == letter.user_id and o.id > letter.id)
        waiting.insert(next(later, len(waiting)) if letter.error else len(waiting), letter)

    def put_back(self, letter: Letter) -> None:
        """Before everything else, to be tried again."""
        self._of(letter).appendleft(letter)

    def take(self, busy: Container[str], free_at: FreeAt, now: float, longest: float) -> tuple[Letter | None, float]:
        """The first letter whose person is free; else None, and the seconds until the first will be, `longest` at most."""
        soonest = longest
        for waiting in (self._urgent, self._bulk):
            passed = set()
            for index, letter in enumerate(waiting):
                user = letter.user_id
                if user not in busy and user not in passed:
                    if (pause := free_at(user) - now) <= 0:
                        del waiting[index]
                        return letter, 0.0
                    soonest = min(soonest, pause)
                passed.add(user)
        return None, soonest

    def pull(self, user: str) -> list[Letter]:
        """Take out all that waits for a person."""
        mine = [letter for letter in (*self._urgent, *self._bulk) if letter.user_id == user]
        for letter in mine:
            self._of(letter).remove(letter)
        return mine

    def _of(self, letter: Letter) -> deque[Letter]:
        return self._urgent if letter.urgent else self._bulk
