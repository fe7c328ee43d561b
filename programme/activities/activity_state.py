"""The life of an activity, and of one person's part in it. Nobody is ever noted as absent: who did not come has no row."""

from __future__ import annotations

from enum import StrEnum

from programme.transitions import Transitions


class ActivityKind(StrEnum):
    VOLUNTEER = "volunteer"  # 城管蓝
    JOINT = "joint"  # 联合执法
    BRANCH_CHECK = "branch_check"  # 支部互查
    BRANCH_VISIT = "branch_visit"  # 联系支部
    STUDY = "study"
    WARNING = "warning"  # 警示教育


class ActivityState(StrEnum):
    PLANNED = "planned"
    OVER = "over"  # its end has passed; what came of it is still to be said
    CLOSED = "closed"
    CALLED_OFF = "called off"


ACTIVITY = Transitions(
    "activity",
    first=frozenset({ActivityState.PLANNED}),
    next={
        ActivityState.PLANNED: frozenset({ActivityState.OVER, ActivityState.CALLED_OFF}),
        ActivityState.OVER: frozenset({ActivityState.CLOSED, ActivityState.CALLED_OFF}),
        ActivityState.CLOSED: frozenset(),
        ActivityState.CALLED_OFF: frozenset(),
    },
)

COMING = frozenset({ActivityState.PLANNED})
HELD = frozenset({ActivityState.OVER, ActivityState.CLOSED})


class PartState(StrEnum):
    """One person's part in an activity."""

    SIGNED = "signed"
    WAITING = "waiting"  # there was no place left
    CAME = "came"


PART = Transitions(
    "part in an activity",
    first=frozenset(PartState),
    next={
        PartState.SIGNED: frozenset({PartState.CAME}),
        PartState.WAITING: frozenset({PartState.SIGNED, PartState.CAME}),
        PartState.CAME: frozenset(),
    },
)


def on_signing(places: int | None, signed: int) -> PartState:
    """What signing up makes: a place, or where all are taken a turn on the waiting list. No `places` means as many as come."""
    return PartState.WAITING if places is not None and signed >= places else PartState.SIGNED


def moving_up(places: int | None, signed: int, waiting: int) -> int:
    """How many of those who wait get a place now, the longest waiting first."""
    return waiting if places is None else max(0, min(waiting, places - signed))
