"""Who takes part: signed up, waiting, came. Calling off deletes the row: that somebody did not come is not kept."""

from __future__ import annotations

from datetime import datetime

from files.dataclass import dataclass
from programme.activities.activity_state import PART, PartState, moving_up
from programme.activities.time_given import Given, Totals, totals
from programme.identity import person_key
from programme.ids import ActivityId, PartId, PersonId
from storage.activities.activities import Activity
from storage.core.tx import Tx


@dataclass(frozen=True, slots=True)
class Part:
    """`minutes` stand once noted. `sure` when that was in time, or `second_by` has confirmed what was noted late."""

    id: PartId
    activity_id: ActivityId
    person_id: PersonId | None
    state: PartState
    signed_at: datetime
    minutes: int | None
    noted_by: PersonId | None
    noted_at: datetime | None
    second_by: PersonId | None
    sure: bool


@dataclass(frozen=True, slots=True)
class Stay:
    """An activity somebody came to, with the minutes noted for them; `sure` as of their part."""

    part_id: PartId
    activity_id: ActivityId
    title: str
    place: str
    begins_at: datetime
    ends_at: datetime
    minutes: int
    host: str
    branch: str
    sure: bool


@dataclass(frozen=True, slots=True)
class _Called:
    id: PersonId
    name: str


async def part(tx: Tx, part_id: PartId) -> Part:
    """Raises LookupError when there is no such part."""
    found = await tx.one(Part, "part_one", id=part_id)
    if found is None:
        raise LookupError(f"there is no part {part_id}")
    return found


async def of(tx: Tx, activity_id: ActivityId, *states: PartState) -> list[Part]:
    """The parts of an activity in these states (in any, without one), in the order in which they signed up."""
    found = await tx.all(Part, "parts_of", activity_id=activity_id)
    return [one for one in found if not states or one.state in states]


async def mine(tx: Tx, activity_id: ActivityId, person_id: PersonId) -> Part | None:
    return await tx.one(Part, "part_mine", activity_id=activity_id, person_id=person_id)


async def sign(tx: Tx, activity_id: ActivityId, person_id: PersonId, state: PartState, now: datetime) -> None:
    PART.check_first(state)
    await tx.do("part_add", activity_id=activity_id, person_id=person_id, state=state, signed_at=now)


async def leave(tx: Tx, part_id: PartId) -> None:
    """They do not come: nothing of it stays."""
    await tx.do("part_drop", id=part_id)


async def move_up(tx: Tx, one: Activity) -> list[PersonId]:
    """Give free places to those who have waited longest; who they are."""
    signed = await of(tx, one.id, PartState.SIGNED)
    waiting = await of(tx, one.id, PartState.WAITING)
    lucky = waiting[: moving_up(one.places, len(signed), len(waiting))]
    for each in lucky:
        PART.check(each.state, PartState.SIGNED)
        await tx.do("part_state", id=each.id, state=PartState.SIGNED)
    return [each.person_id for each in lucky if each.person_id is not None]


async def note(
    tx: Tx, one: Activity, person_id: PersonId | None, minutes: int, *, by: PersonId | None, now: datetime, sure: bool
) -> None:
    """Somebody came and stayed so long; without a name it is one more person, and without `by` the clerk has noted it."""
    known = await mine(tx, one.id, person_id) if person_id is not None else None
    values = {"minutes": minutes, "noted_by": by, "noted_at": now, "state": PartState.CAME, "sure": sure}
    if known is None:
        await tx.do("part_came_add", activity_id=one.id, person_id=person_id, **values)
        return
    PART.check(known.state, PartState.CAME)
    await tx.do("part_came", id=known.id, **values)


async def change(tx: Tx, one: Part, minutes: int, *, by: PersonId | None, now: datetime, sure: bool) -> None:
    """They stayed otherwise than was noted."""
    values = {"minutes": minutes, "noted_by": by, "noted_at": now, "sure": sure}
    PART.check(one.state, PartState.CAME)
    await tx.do("part_came", id=one.id, state=PartState.CAME, **values)


async def called(tx: Tx, name: str) -> list[PersonId]:
    """Who of this name works here or has signed up for anything."""
    found = await tx.all(_Called, "parts_called")
    return [one.id for one in found if person_key(one.name) == person_key(name)]


async def anybody_called(tx: Tx, name: str) -> list[PersonId]:
    """Everybody here of this name, whether or not they have signed up for anything."""
    found = await tx.all(_Called, "parts_people_named")
    return [one.id for one in found if person_key(one.name) == person_key(name)]


async def confirm(tx: Tx, activity_id: ActivityId, by: PersonId) -> int:
    """A second person vouches for what one noted late; how many parts that is. Never for what they noted or gave themselves."""
    return await tx.do("parts_confirm", activity_id=activity_id, by=by)


async def forget_others(tx: Tx, activity_id: ActivityId) -> None:
    """It is closed: of whoever signed up and is not noted nothing stays."""
    await tx.do("parts_forget_others", activity_id=activity_id)


async def forget_called_off(tx: Tx, before: datetime) -> None:
    """Who had signed up for what was called off before then."""
    await tx.do("parts_forget_called_off", before=before)


async def stays(tx: Tx, person_id: PersonId) -> list[Stay]:
    """What somebody came to, the latest first."""
    return await tx.all(Stay, "part_stays", person_id=person_id)


async def given_by(tx: Tx, person_id: PersonId, but: ActivityId) -> list[Given]:
    """The stays of somebody at other activities, in UTC."""
    return [Given(one.begins_at, one.minutes) for one in await stays(tx, person_id) if one.activity_id != but]


async def figures(tx: Tx, kind: str, since: datetime, before: datetime) -> Totals:
    """The four figures of the closed activities of a kind that began in this span."""
    span = {"kind": kind, "since": since, "before": before}
    lasted = [row["milliseconds"] // 60_000 for row in await tx.rows("activities_lasted", **span)]
    return totals(lasted, [row["minutes"] for row in await tx.rows("parts_stayed", **span)])
