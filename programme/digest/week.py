"""Judging one week for its leaders: what was fixed in time, which promises were kept, where help is needed.

It judges places and deadlines, never people: there is no figure here that could rank anybody.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from files.dataclass import dataclass
from programme.findings.finding_state import FindingState

Outcome = Literal["in_time", "late", "unseen", "running", "overdue", "stopped", "handed"]
OUTCOMES: tuple[Outcome, ...] = ("in_time", "late", "unseen", "running", "overdue", "stopped", "handed")
"""Put right in time, put right late; said to be put right, nobody has looked yet; still in its time, over its time; the clock
stands; a case in a person's hands."""

FEW_LOOKS = 0.5
"""A grid in which less than half of the shops that were open were seen wants help with its round."""
LEAST = 4
"""Below so many shops a share says nothing."""
MANY_OVERDUE = 3
"""Findings over their time in one grid at which somebody should come along."""


def outcome(
    state: FindingState, due: datetime | None, fixed: datetime | None, through: datetime, *, is_confirmed: bool = True
) -> Outcome:
    """How a finding stood at `through`; one without a deadline is always in time.

    `is_confirmed`: somebody else has seen the fix by then, or the shop had reported the fault itself (PROGRAMME §4: a fix of an
    outsider's finding is in time only once somebody else has seen it good).
    """
    if fixed is not None and fixed <= through:
        if not is_confirmed:
            return "unseen"
        return "in_time" if due is None or fixed <= due else "late"
    if state in (FindingState.STOPPED, FindingState.BETWEEN):
        return "stopped"
    if state is FindingState.HANDED:
        return "handed"
    return "overdue" if due is not None and due < through else "running"


def is_kept(due: datetime, answered: datetime | None, through: datetime) -> bool | None:
    """Whether a help request was answered within the promise; None while there is time left."""
    if answered is not None and answered <= through:
        return answered <= due
    return False if due < through else None


@dataclass(frozen=True, slots=True)
class Round:
    """One grid's week: of the `possible` shops (open on at least one day) so many were seen, so many findings overdue, so many
    help requests unanswered in time. While it is not over, few looks say nothing yet."""

    possible: int
    seen: int
    overdue: int = 0
    unanswered: int = 0
    is_over: bool = True


Need = Literal["looks", "overdue", "help"]


def needs(week: Round) -> tuple[Need, ...]:
    """Why a grid needs help; empty when it does not."""
    found: list[Need] = []
    if week.is_over and week.possible >= LEAST and week.seen < FEW_LOOKS * week.possible:
        found.append("looks")
    if week.overdue >= MANY_OVERDUE:
        found.append("overdue")
    if week.unanswered:
        found.append("help")
    return tuple(found)


def streak(weeks: Iterable[str], of: Iterable[str]) -> int:
    """How many consecutive `weeks`, counted back from the newest, are among `of`."""
    wanted, many = frozenset(of), 0
    for week in sorted(weeks, reverse=True):
        if week not in wanted:
            break
        many += 1
    return many
