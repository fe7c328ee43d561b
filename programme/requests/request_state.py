"""The states of a request (诉求) of anybody without a role, and the transitions between them."""

from __future__ import annotations

from enum import StrEnum

from programme.transitions import Transitions


class RequestState(StrEnum):
    ASKING = "asking"  # kept; whoever reported has not said where yet, and the clock runs all the same
    OPEN = "open"  # waits for the first word
    ANSWERED = "answered"  # has its first word, is being done
    DONE = "done"  # so says whoever did it; whoever reported has not agreed yet
    CLOSED = "closed"  # whoever reported agrees, or has been silent
    ELSEWHERE = "elsewhere"  # somebody else's to do, and it was said whose
    NOT_FOUND = "not found"  # somebody went, and there was nothing to see
    CANNOT = "cannot"  # cannot be done now, and it was said why
    SAME = "same"  # the same as another one, which tells everybody who reported it
    LEAD = "lead"  # it is at a shop's door: a lead now, and that one tells whoever reported it


HONEST_ENDS = (RequestState.ELSEWHERE, RequestState.NOT_FOUND, RequestState.CANNOT)
"""The ends of a request that was not done; its reporter may open it again."""
_WORKED_ON = frozenset({RequestState.DONE, *HONEST_ENDS})

REQUEST = Transitions(
    "request",
    first=frozenset({RequestState.ASKING}),
    next={
        RequestState.ASKING: frozenset({RequestState.OPEN, RequestState.SAME}),
        RequestState.OPEN: _WORKED_ON | {RequestState.ANSWERED, RequestState.SAME, RequestState.LEAD},
        RequestState.ANSWERED: _WORKED_ON | {RequestState.SAME, RequestState.LEAD},
        RequestState.DONE: frozenset({RequestState.CLOSED, RequestState.OPEN}),
        RequestState.CLOSED: frozenset({RequestState.OPEN}),
        RequestState.ELSEWHERE: frozenset({RequestState.OPEN}),
        RequestState.NOT_FOUND: frozenset({RequestState.OPEN}),
        RequestState.CANNOT: frozenset({RequestState.OPEN}),
        RequestState.SAME: frozenset(),
        RequestState.LEAD: frozenset(),
    },
)
ENDED = frozenset({RequestState.CLOSED, *_WORKED_ON})
"""Whoever worked on it has said how it ended; whoever reported may say that it is still there."""
WAITING = frozenset({RequestState.OPEN, RequestState.ANSWERED})
"""States in which the bureau has to act."""
