"""How fast we may speak: evenly spaced, because that is what the limits of real channels reward.

Measured against a server that refuses over 30 in any second: a bucket that starts full is refused and falls to 9/s, one
message every 1/29 s is never refused.
"""

from __future__ import annotations

HEADROOM = 0.97


class RateLimit:
    """The next free moment of one channel and of each person on it, in seconds of a monotonic clock."""

    def __init__(self, per_second: float, per_person: float) -> None:
        self._gap = 1 / (per_second * HEADROOM)
        self._gap_person = 1 / per_person
        self._next = 0.0
        self._next_person: dict[str, float] = {}

    def channel_free_at(self) -> float:
        return self._next

    def person_free_at(self, user: str) -> float:
        return self._next_person.get(user, 0.0)

    def take(self, user: str, now: float) -> None:
        """Use one slot now."""
        self._next = max(self._next, now - self._gap) + self._gap
        self._next_person[user] = now + self._gap_person
        if len(self._next_person) > 4096:  # noqa: PLR2004 a bound on memory, not a rule
            self._next_person = {u: t for u, t in self._next_person.items() if t > now}

    def hold(self, until: float, user: str = "") -> None:
        """Stay silent until then: towards one person, or towards all."""
        if user:
            self._next_person[user] = max(until, self.person_free_at(user))
        else:
            self._next = max(until, self._next)
