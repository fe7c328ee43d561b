"""The states of a ballot (推选), on paper with two tellers or by page with sealed envelopes."""

from __future__ import annotations

from enum import StrEnum

from programme.transitions import Transitions


class BallotWay(StrEnum):
    PAPER = "paper"
    PAGE = "page"


class BallotState(StrEnum):
    OPEN = "open"
    COUNTED = "counted"  # who is elected is known, and nothing of the votes is kept
    VOID = "void"  # half of the eligible or fewer took part


BALLOT = Transitions(
    "ballot",
    first=frozenset({BallotState.OPEN}),
    next={
        BallotState.OPEN: frozenset({BallotState.COUNTED, BallotState.VOID}),
        BallotState.COUNTED: frozenset(),
        BallotState.VOID: frozenset(),
    },
)
