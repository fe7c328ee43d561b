"""The drawn rounds of 支部互查, and the counts of what was held."""

from __future__ import annotations

from datetime import datetime

from files.dataclass import dataclass
from programme.activities.activity_state import ActivityKind
from programme.activities.joint import JointTotals
from programme.activities.time_given import Totals
from programme.ids import ActivityId, PersonId
from storage.core.tx import Tx


@dataclass(frozen=True, slots=True)
class Count:
    """How many activities of a kind and form were closed, and how many people were there together."""

    kind: str
    form: str
    many: int
    people: int


async def draw(tx: Tx, quarter: str, branch_id: int, visited_id: int) -> None:
    """Keep one pair; a quarter that was drawn stays as it is."""
    await tx.do("branch_round_add", quarter=quarter, branch_id=branch_id, visited_id=visited_id)


async def visits(tx: Tx, quarter: str) -> dict[int, int]:
    """Which branch goes to which."""
    return {row["branch_id"]: row["visited_id"] for row in await tx.rows("branch_rounds_of", quarter=quarter)}


async def secretaries(tx: Tx) -> dict[int, list[PersonId]]:
    """The secretaries of each branch that has one."""
    found: dict[int, list[PersonId]] = {}
    for row in await tx.rows("branch_secretaries"):
        found.setdefault(row["branch_id"], []).append(PersonId(row["id"]))
    return found


async def visited_since(tx: Tx, since: datetime) -> set[int]:
    """The branches to which somebody came for a visit."""
    return {row["visited_id"] for row in await tx.rows("branches_visited", since=since)}


async def note_totals(tx: Tx, activity_id: ActivityId, totals: JointTotals, requests: int) -> None:
    values = {"advised": totals.advised, "fixed": totals.fixed, "limited": totals.limited, "passed": totals.passed}
    await tx.do("joint_totals_add", activity_id=activity_id, requests=requests, **values)


async def totals_of(tx: Tx, activity_id: ActivityId) -> tuple[JointTotals, int] | None:
    """What came of a joint enforcement and how many requests it solved, once it is closed."""
    for row in await tx.rows("joint_totals_of", activity_id=activity_id):
        return JointTotals(row["advised"], row["fixed"], row["limited"], row["passed"]), int(row["requests"])
    return None


async def open_with(tx: Tx, kind: ActivityKind, totals: Totals, *, by: PersonId, now: datetime) -> None:
    """The years before this programme counted; entered again it replaces what was entered."""
    values = {"activities": totals.activities, "attendances": totals.attendances, "minutes": totals.minutes}
    await tx.do("activity_opening_set", kind=kind, entered_by=by, entered_at=now, **values)


async def opening(tx: Tx, kind: ActivityKind) -> Totals | None:
    rows = await tx.rows("activity_opening", kind=kind)
    return Totals(rows[0]["activities"], rows[0]["attendances"], rows[0]["minutes"]) if rows else None


async def counts(tx: Tx, since: datetime, before: datetime) -> list[Count]:
    """What was closed in this span, by kind and form; no branch and no person in it."""
    return await tx.all(Count, "activity_counts", since=since, before=before)
