"""带回的事: what an activity carried away to be done; whoever asked hears the answer."""

from __future__ import annotations

from enum import StrEnum

from programme.transitions import Transitions


class FollowUpState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"


FOLLOW_UP = Transitions(
    "follow-up",
    first=frozenset({FollowUpState.OPEN}),
    next={FollowUpState.OPEN: frozenset({FollowUpState.ANSWERED}), FollowUpState.ANSWERED: frozenset()},
)
