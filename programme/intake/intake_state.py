"""The states of an intake (来件) and which may follow which."""

from __future__ import annotations

from enum import StrEnum

from programme.transitions import Transitions


class IntakeState(StrEnum):
    NEW = "new"  # nobody has sorted it: it waits for the desk, for the morning, or for a manager who knows the place
    PASSED = "passed"  # a lead or a request came of it, and the rest is told there
    DISMISSED = "dismissed"  # the desk looked at the picture: a false alarm, or a stall that may stand there
    SAME = "same"  # the same trouble again: it counts with the first one
    MUTED = "muted"  # its camera was given a rest: kept, and told to nobody


INTAKE = Transitions(
    "intake",
    first=frozenset({IntakeState.NEW, IntakeState.SAME, IntakeState.MUTED}),
    next={
        IntakeState.NEW: frozenset({IntakeState.PASSED, IntakeState.DISMISSED}),
        IntakeState.PASSED: frozenset(),
        IntakeState.DISMISSED: frozenset(),
        IntakeState.SAME: frozenset(),
        IntakeState.MUTED: frozenset(),
    },
)
