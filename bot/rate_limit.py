"""The rate limit of a channel: messages are evenly spaced, because real servers refuse bursts.

Measured against a server that refuses over 30 in any second: a bucket that starts full is refused and falls to 9/s, one
message every 1/29 s is never refused.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from messages.limits import Limits

HEADROOM = 0.97


class RateLimit:
    """The next free moment of one channel and of each person on it, in seconds of a monotonic clock.

    `bursts` are most messages to one person in so many seconds, beside the even pace; news leaves `reserve` of them to
    answers, so that a person who is told many things at once is still answered.
    """

    def __init__(
        self, per_second: float, per_person: float, bursts: Sequence[tuple[int, float]] = (), reserve: int = 0
    ) -> None:
        self._gap = 1 / (per_second * HEADROOM)
        self._gap_person = 1 / per_person
        self._bursts = tuple(bursts)
        self._reserve = reserve
        self._longest = max((seconds for _, seconds in bursts), default=0.0)
        self._lately: dict[str, deque[float]] = {}
        self._next = 0.0
        self._next_person: dict[str, float] = {}

    @classmethod
    def of(cls, limits: Limits) -> RateLimit:
        return cls(limits.per_second, limits.per_person, limits.bursts, limits.burst_reserve)

    def channel_free_at(self) -> float:
        return self._next

    def person_free_at(self, user: str) -> float:
        """When they may be answered again."""
        return self.free_at(user, True)

    def free_at(self, user: str, is_answer: bool) -> float:
        """When they may be answered again, or told something they did not ask for."""
        lately, reserve = self._lately.get(user, ()), 0 if is_answer else self._reserve
        spans = [(max(most - reserve, 1), seconds) for most, seconds in self._bursts]
        full = [lately[-most] + seconds for most, seconds in spans if len(lately) >= most]
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
