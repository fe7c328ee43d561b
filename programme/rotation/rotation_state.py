"""The states of a rotation and which may follow which: planned, signed by both, passed on; called off or taken back."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from programme.transitions import Transitions


class RotationState(StrEnum):
    PLANNED = "planned"
    AGREED = "agreed"  # 交清 and 接到 are both said; it happens on its day
    PASSED = "passed"  # everything is the successor's
    CALLED_OFF = "called off"
    TAKEN_BACK = "taken back"  # passed by mistake: what the successor still had is the other's again


ROTATION = Transitions(
    "rotation",
    first=frozenset({RotationState.PLANNED}),
    next={
        RotationState.PLANNED: frozenset({RotationState.AGREED, RotationState.CALLED_OFF}),
        RotationState.AGREED: frozenset({RotationState.PASSED, RotationState.CALLED_OFF}),
        RotationState.PASSED: frozenset({RotationState.TAKEN_BACK}),
        RotationState.CALLED_OFF: frozenset(),
        RotationState.TAKEN_BACK: frozenset(),
    },
)
COMING = (RotationState.PLANNED, RotationState.AGREED)
"""Nothing has passed yet."""
TAKEN_BACK_WITHIN = timedelta(days=7)
"""How long after its day a mistaken rotation is simply reversed; later a new one is planned."""
AHEAD = timedelta(days=90)
"""How far ahead one is planned."""
