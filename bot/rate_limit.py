"""The rate limit of a channel: messages are evenly spaced, because real servers refuse bursts.

Measured against a server that refuses over 30 in any second: a bucket that starts full is refused and falls to 9/s, one
message every 1/29 s is never refused.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

HEADROOM = 0.97


class RateLimit:
    """The next free moment of one channel and of each person on it, in seconds of a monotonic clock.

    `bursts` are most messages to one person in so many seconds, beside the even pace.
    """

    def __init__(self, per_second: float, per_person: float, bursts: Sequence[tuple[int, float]] = ()) -> None:
        self._gap = 1 / (per_second * HEADROOM)
        self._gap_person = 1 / per_person
        self._bursts = tuple(bursts)
        self._longest = max((seconds for _, seconds in bursts), default=0.0)
        self._lately: dict[str, deque[float]] = {}
        self._next = 0.0
        self._next_person: dict[str, float] = {}

    def channel_free_at(self) -> float:
        return self._next

    def person_free_at(self, user: str) -> float:
        lately = self._lately.get(user, ())
        full = [lately[-most] + seconds for most, seconds in self._bursts if len(lately) >= most]
        return max(self._next_person.get(user, 0.0), *full) if full else self._next_person.get(user, 0.0)

    def take(self, user: str, now: float) -> None:
        """Use one slot now."""
        self._next = max(self._next, now - self._gap) + self._gap
        self._next_person[user] = now + self._gap_person
        if self._bursts:
            self.note(user, now)
        if len(self._next_person) > 4096:  # noqa: PLR2004 a bound on memory, not a rule
            self._next_person = {u: t for u, t in self._next_person.items() if t > now}

    def note(self, user: str, at: float) -> None:
        """Something went to them then; what is older than the longest burst no longer counts."""
        lately = self._lately.setdefault(user, deque())
        lately.append(at)
        while lately[0] < at - self._longest:
            lately.popleft()
        if len(self._lately) > 4096:  # noqa: PLR2004 a bound on memory, not a rule
            self._lately = {u: d for u, d in self._lately.items() if d[-1] >= at - self._longest}

    def hold(self, until: float, user: str = "") -> None:
        """Stay silent until then: towards one person, or towards all."""
        if user:
            self._next_person[user] = max(until, self.person_free_at(user))
        else:
            self._next = max(until, self._next)
