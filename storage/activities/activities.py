"""Activities: planned days, each saved only along the table of `programme/activities/activity_state.py`."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from files.dataclass import dataclass
from programme.activities.activity_state import ACTIVITY, ActivityKind, ActivityState
from programme.ids import ActivityId, PersonId, SiteId
from storage.core.rows import values_of
from storage.core.tx import Tx


@dataclass(frozen=True, slots=True)
class Activity:
    """`places` None: as many as come. `form` and `people` are of a meeting: how many, never who.

    `changes` counts new days, hours or places; `ended_at` is its closing or calling off."""

    id: ActivityId
    kind: ActivityKind
    title: str
    place: str
    site_id: SiteId | None
    branch_id: int | None
    host_id: PersonId
    begins_at: datetime
    ends_at: datetime
    places: int | None
    state: ActivityState
    changes: int
    made_at: datetime
    ended_at: datetime | None
    poster_asked_at: datetime | None = None
    visited_id: int | None = None
    form: str = ""
    people: int | None = None

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return round((self.ends_at - self.begins_at).total_seconds() / 60)


async def plan(tx: Tx, made: Activity) -> Activity:
    """Keep a new one; the id of `made` is not looked at."""
    ACTIVITY.check_first(made.state)
    values = values_of(made)
    del values["id"]
    return replace(made, id=ActivityId(await tx.value("activity_add", **values)))


async def hold(tx: Tx, made: Activity, now: datetime) -> Activity:
    """Keep one that is said when it is over: closed at once."""
    kept = await plan(tx, made)
    over = await save(tx, kept, replace(kept, state=ActivityState.OVER))
    return await save(tx, over, replace(over, state=ActivityState.CLOSED, ended_at=now))


async def find(tx: Tx, activity_id: int) -> Activity | None:
    """The one of this number, if there is one."""
    return await tx.one(Activity, "activity_one", id=activity_id)


async def activity(tx: Tx, activity_id: ActivityId) -> Activity:
    """Raises LookupError when there is no such activity."""
    found = await find(tx, activity_id)
    if found is None:
        raise LookupError(f"there is no activity {activity_id}")
    return found


async def save(tx: Tx, before: Activity, after: Activity) -> Activity:
    """Keep a change of what was read as `before`."""
    ACTIVITY.check(before.state, after.state)
    await tx.do("activity_save", **values_of(after))
    return after


async def coming(tx: Tx, kind: ActivityKind, now: datetime) -> list[Activity]:
    """Planned ones that are not over, the nearest first."""
    return await tx.all(Activity, "activities_coming", kind=kind, now=now)


async def in_state(tx: Tx, state: ActivityState) -> list[Activity]:
    return await tx.all(Activity, "activities_in_state", state=state)


async def hosted(tx: Tx, host_id: PersonId) -> list[Activity]:
    """What somebody hosts of which it is not yet said what came of it, the nearest first."""
    return await tx.all(Activity, "activities_hosted", host_id=host_id)


async def give(tx: Tx, activity_id: ActivityId, host_id: PersonId) -> None:
    """Somebody else hosts it."""
    await tx.do("activity_give", id=activity_id, host_id=host_id)


async def poster_asked(tx: Tx, at: datetime) -> list[Activity]:
    """Those whose poster was asked for at this moment."""
    return await tx.all(Activity, "activity_poster_asked", at=at)


async def at_site(tx: Tx, site_id: SiteId, now: datetime) -> list[Activity]:
    """Planned there and not over."""
    return await tx.all(Activity, "activities_at_site", site_id=site_id, now=now)


async def want_news(tx: Tx, person_id: PersonId) -> None:
    await tx.do("activity_news_on", person_id=person_id)


async def want_no_news(tx: Tx, person_id: PersonId) -> bool:
    """False when they did not get any."""
    return await tx.do("activity_news_off", person_id=person_id) == 1


async def wanting_news(tx: Tx) -> list[PersonId]:
    return [PersonId(row["person_id"]) for row in await tx.rows("activity_news_all")]
