"""The states of a pledge (实事); only one that was answered for is counted."""

from __future__ import annotations

from enum import StrEnum

from programme.transitions import Transitions


class PledgeKind(StrEnum):
    PEOPLE = "people"  # 为民实事
    BUSINESS = "business"  # 企优实事


class PledgeState(StrEnum):
    PROMISED = "promised"
    DOING = "doing"
    DONE = "done"  # so says whoever did it
    ANSWERED = "answered"  # so says whoever it was for; where nobody can be asked, a manager who has seen it
    DROPPED = "dropped"  # with a reason


PLEDGE = Transitions(
    "pledge",
    first=frozenset({PledgeState.PROMISED}),
    next={
        PledgeState.PROMISED: frozenset({PledgeState.DOING, PledgeState.DONE, PledgeState.DROPPED}),
        PledgeState.DOING: frozenset({PledgeState.DONE, PledgeState.DROPPED}),
        PledgeState.DONE: frozenset({PledgeState.ANSWERED, PledgeState.DOING}),
        PledgeState.ANSWERED: frozenset({PledgeState.DOING}),
        PledgeState.DROPPED: frozenset(),
    },
)
TO_DO = (PledgeState.PROMISED, PledgeState.DOING)
"""Somebody has to act."""
