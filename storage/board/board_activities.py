"""Activities as the board lists them: who signed up and who came only as counts; `branch` 0 means all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from files.dataclass import dataclass
from programme.activities.activity_state import ActivityKind, ActivityState
from programme.activities.follow_up_state import FollowUpState
from programme.ids import ActivityId, FollowUpId, PersonId, SiteId
from storage.core.tx import Tx

COMING, ALL = "coming", "all"
ACTIVITIES = (COMING, "over", "unsure", "to_do", "closed", "off", ALL)
"""Which: to come, over and not closed, with hours to be confirmed, with something to be done, closed, called off, every one."""


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """`unsure` are stays that a second person is to vouch for, `to_do` what it carried away and nobody has answered."""

    id: ActivityId
    kind: ActivityKind
    title: str
    place: str
    site_id: SiteId | None
    site: str | None
    branch_id: int | None
    branch: str | None
    brand: str | None
    visited: str | None
    host_id: PersonId
    host: str
    begins_at: datetime
    ends_at: datetime
    places: int | None
    state: ActivityState
    form: str
    people: int | None
    signed: int
    waiting: int
    came: int
    person_minutes: int
    unsure: int
    to_do: int


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """带回的事 with its answer; without an `owner` it is every manager's."""

    id: FollowUpId
    words: str
    asked_at: datetime
    asked_by: str
    owner: str | None
    state: FollowUpState
    answer: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class WantedActivities:
    """Which activities: of `ACTIVITIES`, of a kind, with these words in title, place or site."""

    which: str = COMING
    kind: str = ""
    words: str = ""


async def activities(
    tx: Tx, branch: int, wanted: WantedActivities, *, most: int, skip: int
) -> tuple[Sequence[ActivityRow], int]:
    """One page of activities, and how many there are on all."""
    which = {"branch_id": branch, **asdict(wanted)}
    rows = await tx.all(ActivityRow, "board_activities", most=most, skip=skip, **which)
    return rows, int(await tx.value("board_activities_count", **which))


async def activity(tx: Tx, branch: int, number: int) -> ActivityRow | None:
    """One activity, where this branch may see it."""
    return await tx.one(ActivityRow, "board_activity", id=number, branch_id=branch)


async def brought_back(tx: Tx, activity_id: ActivityId) -> list[BroughtBack]:
    return await tx.all(BroughtBack, "board_activity_follow_ups", id=activity_id)


async def has_own_parts(tx: Tx, activity_id: ActivityId, person_id: PersonId) -> bool:
    """Whether hours of it are this person's own, or noted by them."""
    return bool(await tx.value("board_activity_own_parts", id=activity_id, person_id=person_id))
