"""Rectification rules: two kind reminders before a finding becomes a case; the clock stops when the shop is not to blame."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from enum import StrEnum

from files.dataclass import dataclass
from programme.calendar import OpenDays, due_at, next_working_day
from programme.duties import Deadline
from programme.reviews.anomalies import SAME_PICTURE, Picture, distance
from programme.rules import Rules


class Rung(StrEnum):
    NONE = "none"
    REMIND = "remind"
    AGAIN = "again"  # the second reminder: the deadline is over
    CASE = "case"


@dataclass(frozen=True, slots=True)
class Ladder:
    """When each rung is reached: half the time gone, the deadline, and the same time once more."""

    remind: datetime
    due: datetime
    case: datetime

    def rung(self, now: datetime) -> Rung:
        if now >= self.case:
            return Rung.CASE
        if now > self.due:
            return Rung.AGAIN
        return Rung.REMIND if now >= self.remind else Rung.NONE


def ladder(
    kind: Deadline,
    opened: datetime,
    rules: Rules,
    hours: tuple[time, time],
    days: OpenDays,
    due: datetime | None = None,
) -> Ladder | None:
    """The rungs of a finding opened at `opened`; None for a duty that only has to be reported. `due` if its clock had stood."""
    end = due or due_at(kind, opened, rules, hours, days)
    if end is None:
        return None
    case = due_at(kind, end, rules, hours, days) or end
    return Ladder(opened + (end - opened) / 2, end, case)


def after_stop(due: datetime, stopped: datetime, resumed: datetime) -> datetime:
    """The deadline after the clock stood: the time left at the stop is left again; an overdue finding stays overdue."""
    return due if stopped >= due else due + max(resumed - stopped, timedelta())


LEAST = timedelta(minutes=30)
"""What is left at the least to a shop that had answered in time and is asked once more."""


def after_look(due: datetime, fixed: datetime, heard: datetime) -> datetime:
    """The deadline after a failed re-check: the clock stood from `fixed` until the shop was told."""
    return due if fixed > due else max(after_stop(due, fixed, heard), heard + LEAST)


def is_seen_soon(fixed: datetime, seen: datetime) -> bool:
    """Whether a re-check comes by the end of the next working day; later, a bad fix and a new fault look alike."""
    return seen.date() <= next_working_day(fixed.date())


def may_reopen(closed: datetime, now: datetime, rules: Rules) -> bool:
    """Whether a closed finding may be reopened: within so many days, by its reporter or the linked member."""
    return now <= closed + timedelta(days=rules.deadlines.reopen_days)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a person should look at a fix; `like` is the picture it resembles.

    `unchanged`: the same picture as the problem's; `reused`: an earlier one, of this shop or a neighbour; `old`: taken before
    the problem was found.
    """

    why: str
    like: Picture | None = None


OTHER_CLOCKS = timedelta(minutes=2)
"""How far a telephone's clock may be behind ours; and it tells whole seconds only."""


def doubts(
    fix: Picture, opened: datetime, problem: Iterable[Picture], others: Iterable[Picture], taken: datetime | None = None
) -> list[Doubt]:
    """Why a fix is suspicious; a doubt decides nothing, a person compares both pictures.

    `problem` are the pictures of this finding, `others` those of the shop and its neighbours before the fix; `taken` is the
    capture time in the picture, where it has one.
    """
    found = [Doubt("unchanged", p) for p in problem if _same(p, fix)][:1]
    earlier = sorted((p for p in others if p.id != fix.id and p.at <= fix.at), key=lambda p: (p.at, p.id))
    found += [Doubt("reused", p) for p in earlier if _same(p, fix)][:1]
    if taken is not None and taken < opened - OTHER_CLOCKS:
        found.append(Doubt("old"))
    return found


def _same(one: Picture, other: Picture) -> bool:
    return (bool(one.sha256) and one.sha256 == other.sha256) or distance(one.phash, other.phash) <= SAME_PICTURE
