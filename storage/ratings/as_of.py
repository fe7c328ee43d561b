"""Findings as they were at a run's cut-off: later changes are undone, from the recorded events of each finding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from files.dataclass import dataclass
from programme.findings.finding_state import FindingState


@dataclass(frozen=True, slots=True)
class Case:
    """A finding as far as judging goes; instants in milliseconds, as they are stored.

    `resident`: somebody who had no part in the work when they said it reported it, first or after others.
    """

    id: int
    shop_id: int
    tenure_id: int
    duty: str
    origin: str
    found_by: int
    observation_id: int | None
    day: date
    opened_at: int
    due_at: int | None
    state: FindingState
    overdue_at: int | None
    fixed_at: int | None
    fixed_by: int | None
    checked_at: int | None
    again_at: int | None
    resident: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One step in a finding's life, its instant in milliseconds."""

    at: int
    person_id: int | None
    event: str


def as_of(cases: Iterable[Case], steps: Mapping[int, Sequence[Step]], through: int) -> list[Case]:
    """The findings without what happened after `through`; `steps` are all steps of those to which something did."""
    return [_before(case, steps.get(case.id), through) for case in cases]


def _before(case: Case, steps: Sequence[Step] | None, through: int) -> Case:
    """One finding at an instant; `steps` None where nothing was written down since."""
    case = replace(case, overdue_at=_until(case.overdue_at, through), again_at=_until(case.again_at, through))
    if steps is None:
        return case if _until(case.fixed_at, through) else replace(case, fixed_at=None, fixed_by=None)
    last_fix = next((step for step in reversed(steps) if step.event == "fixed"), None)
    then = replace(case, state=FindingState.OPEN, fixed_at=None, fixed_by=None, checked_at=None)
    for step in steps:
        if step.at > through:
            continue
        then = _after(then, step)
        if step is last_fix and case.fixed_at is not None:
            then = replace(then, fixed_at=case.fixed_at)  # said when the message was sent, not when it arrived
    return then


def _until(at: int | None, through: int) -> int | None:
    return at if at is not None and at <= through else None


_S = FindingState
_STATES = {
    "fixed": _S.FIXED,
    "confirmed": _S.CLOSED,
    "not yet": _S.OPEN,
    "photo lost": _S.OPEN,
    "reopened": _S.OPEN,
    "resumed": _S.OPEN,
    "stopped": _S.STOPPED,
    "handed": _S.HANDED,
    "repair asked": _S.REPAIR,
    **dict.fromkeys(("withdrawn", "set aside", "between two shops", "not the shop's", "assigned"), _S.WITHDRAWN),
}
"""What a finding is after a step; steps that are missing here change nothing a run reads."""


def _after(case: Case, step: Step) -> Case:
    match step.event:
        case "fixed":
            case = replace(case, fixed_at=step.at, fixed_by=step.person_id)
        case "confirmed":
            case = replace(case, checked_at=step.at)
        case "not yet" | "photo lost" | "reopened":
            case = replace(case, fixed_at=None, fixed_by=None, checked_at=None)
    return replace(case, state=_STATES.get(step.event, case.state))
