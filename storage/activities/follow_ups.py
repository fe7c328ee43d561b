"""带回的事: on their owner's list until answered."""

from __future__ import annotations

from datetime import datetime

from files.dataclass import dataclass
from programme.activities.follow_up_state import FOLLOW_UP, FollowUpState
from programme.ids import ActivityId, FollowUpId, PersonId
from storage.core.tx import Tx


@dataclass(frozen=True, slots=True)
class FollowUp:
    """`owner_id` None: every manager's."""

    id: FollowUpId
    activity_id: ActivityId
    words: str
    owner_id: PersonId | None
    asked_by: PersonId
    asked_at: datetime
    state: FollowUpState
    answer: str
    answered_by: PersonId | None
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Advice:
    """What a branch check advised a branch, and what came of it."""

    branch_id: int
    visited_id: int
    words: str
    state: FollowUpState
    answer: str


async def ask(
    tx: Tx, activity_id: ActivityId, words: str, *, owner: PersonId | None, by: PersonId, now: datetime
) -> FollowUpId:
    FOLLOW_UP.check_first(FollowUpState.OPEN)
    values = {"activity_id": activity_id, "words": words, "owner_id": owner, "asked_by": by, "asked_at": now}
    return FollowUpId(await tx.value("follow_up_add", state=FollowUpState.OPEN, **values))


async def follow_up(tx: Tx, number: FollowUpId) -> FollowUp:
    """Raises LookupError when there is no such thing."""
    found = await tx.one(FollowUp, "follow_up_one", id=number)
    if found is None:
        raise LookupError(f"there is no follow-up {number}")
    return found


async def open_ones(tx: Tx) -> list[FollowUp]:
    """What waits for an answer, the longest waiting first."""
    return await tx.all(FollowUp, "follow_ups_in", state=FollowUpState.OPEN)


async def owned(tx: Tx, owner_id: PersonId) -> list[FollowUp]:
    """What waits for an answer of somebody, the longest waiting first."""
    return await tx.all(FollowUp, "follow_ups_owned", owner_id=owner_id)


async def advised(tx: Tx, branch_id: int, since: datetime, before: datetime) -> list[Advice]:
    """What a branch advised others and others advised it in the checks of this span, its own first."""
    return await tx.all(Advice, "follow_ups_advised", branch_id=branch_id, since=since, before=before)


async def give(tx: Tx, number: FollowUpId, owner_id: PersonId | None) -> None:
    """Somebody else is to answer it; None: every manager."""
    await tx.do("follow_up_give", id=number, owner_id=owner_id)


async def answer(tx: Tx, one: FollowUp, words: str, *, by: PersonId, now: datetime) -> None:
    FOLLOW_UP.check(one.state, FollowUpState.ANSWERED)
    await tx.do("follow_up_answer", id=one.id, state=FollowUpState.ANSWERED, answer=words, by=by, at=now)
