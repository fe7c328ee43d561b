"""销售证: who may sell at a sale site until when, the pitches that are free, and those freed for a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from files.dataclass import dataclass
from programme.ids import PermitId, PersonId, SiteId
from programme.sites.permit_state import PERMIT, PermitState, permit_number
from storage.core.states import save_state
from storage.core.tx import Tx
from storage.sites.sites import Site


@dataclass(frozen=True, slots=True)
class PitchPermit:
    """`until` None: as long as the site is open. `talks` are faults talked about, `heard` what its holder said to them."""

    id: PermitId
    number: str
    site_id: SiteId
    person_id: PersonId
    name: str
    village: str
    goods: str
    state: PermitState
    asked_at: datetime
    since: date
    until: date | None
    decided_at: datetime | None
    decided_by: PersonId | None
    talks: int
    talked_at: datetime | None
    talked_by: PersonId | None
    heard: str
    drawn_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Pitches:
    """How many are free for the whole season and today; None where the site has no fixed number."""

    season: int | None
    today: int | None

    @property
    def any_for_season(self) -> bool:
        return self.season is None or self.season > 0

    @property
    def any_today(self) -> bool:
        return self.today is None or self.today > 0


async def permit(tx: Tx, permit_id: PermitId) -> PitchPermit:
    """Raises LookupError when there is no such permit."""
    found = await tx.one(PitchPermit, "permit_one", id=permit_id)
    if found is None:
        raise LookupError(f"there is no permit {permit_id}")
    return found


async def of_number(tx: Tx, number: str) -> PitchPermit | None:
    """The permit that bears this number, whatever became of it."""
    return await tx.one(PitchPermit, "permit_of_number", number=number.upper())


async def of_person(tx: Tx, person_id: PersonId) -> list[PitchPermit]:
    """Somebody's permits, the newest first."""
    return await tx.all(PitchPermit, "permits_of_person", person_id=person_id)


async def at_site(tx: Tx, site_id: SiteId, *states: PermitState) -> list[PitchPermit]:
    """The permits of a site in these states, in the order in which they were asked for."""
    found = await tx.all(PitchPermit, "permits_at_site", site_id=site_id)
    return [one for one in found if one.state in states]


async def in_state(tx: Tx, state: PermitState) -> list[PitchPermit]:
    """Every permit in a state, the oldest first."""
    return await tx.all(PitchPermit, "permits_in_state", state=state)


async def ask(
    tx: Tx,
    site: Site,
    person_id: PersonId,
    *,
    name: str,
    village: str,
    at: datetime,
    since: date,
    until: date | None,
) -> PitchPermit:
    """Somebody asks for a pitch, for the season or to a day of it."""
    PERMIT.check_first(PermitState.ASKED)
    made = await tx.value(
        "permit_add",
        site_id=site.id,
        person_id=person_id,
        name=name,
        village=village,
        goods=site.goods,
        state=PermitState.ASKED,
        asked_at=at,
        since=since,
        until=until,
    )
    return await permit(tx, PermitId(made))


async def save(tx: Tx, before: PitchPermit, after: PitchPermit) -> None:
    """Save a permit's new state.

    Raises:
        ForbiddenTransition: it cannot go there from where it is.
        Overtaken: it is not in the state of `before` any more.
    """
    await save_state(tx, PERMIT, "permit_save", before, after)


async def give(tx: Tx, asked: PitchPermit, *, by: PersonId, at: datetime, day: date) -> PitchPermit:
    """It is given: it has its number from now on, and holds from today at the earliest."""
    given = replace(
        asked,
        state=PermitState.GIVEN,
        number=permit_number(day.year, asked.id),
        since=max(asked.since, day),
        decided_at=at,
        decided_by=by,
    )
    await save(tx, asked, given)
    return given


async def pitches(tx: Tx, site: Site, day: date) -> Pitches:
    """What is free. The row of the site is written first, so that two who give the last pitch wait for each other."""
    await tx.do("site_hold", id=site.id)
    return await free(tx, site, day)


async def free(tx: Tx, site: Site, day: date) -> Pitches:
    """The same, only to be shown."""
    if site.pitches is None:
        return Pitches(None, None)
    given = await at_site(tx, site.id, PermitState.GIVEN)
    freed = {row["permit_id"] for row in await tx.rows("pitches_freed_on", day=day)}
    season = [one for one in given if one.until is None or (site.until is not None and one.until >= site.until)]
    today = [
        one for one in given if one.id not in freed and one.since <= day and (one.until is None or one.until >= day)
    ]
    return Pitches(max(site.pitches - len(season), 0), max(site.pitches - len(today), 0))


async def free_for_a_day(tx: Tx, permit_id: PermitId, day: date) -> None:
    """Its holder does not need the pitch that day."""
    await tx.do("pitch_free", permit_id=permit_id, day=day)


async def forget_freed(tx: Tx, before: date) -> None:
    """Who left a pitch to others on a day that is over is nobody's business."""
    await tx.do("pitches_freed_forget", before=before)


async def extend(tx: Tx, site_id: SiteId, last: date | None, until: date | None) -> None:
    """The season lasts longer, and with it every permit that was given to its end."""
    for one in await at_site(tx, site_id, PermitState.ASKED, PermitState.GIVEN, PermitState.WITHDRAWN):
        if one.until == last:
            await save(tx, one, replace(one, until=until, drawn_at=None))


async def undrawn(tx: Tx) -> list[PitchPermit]:
    """Given, and not yet on paper."""
    return await tx.all(PitchPermit, "permits_undrawn")


async def drawn(tx: Tx, permit_id: PermitId, at: datetime) -> bool:
    """It is on paper now; False when it was so before."""
    return await tx.do("permit_drawn", id=permit_id, at=at) == 1


async def end_at(tx: Tx, site_id: SiteId, at: datetime) -> list[PersonId]:
    """The season is over: every permit of the site ends, what was talked about is forgotten; who held one."""
    held = []
    for one in await at_site(tx, site_id, PermitState.ASKED, PermitState.GIVEN, PermitState.WITHDRAWN):
        held += [one.person_id] if one.state is PermitState.GIVEN else []
        await end(tx, one, at)
    return held


async def end(tx: Tx, one: PitchPermit, at: datetime, state: PermitState = PermitState.ENDED) -> None:
    """Its last day is over, or its holder has given it back; of faults and what was said to them nothing stays."""
    state = PermitState.DROPPED if one.state is PermitState.ASKED else state
    await save(tx, one, replace(one, state=state, talks=0, talked_at=None, talked_by=None, heard="", ended_at=at))


async def over(tx: Tx, day: date) -> list[PitchPermit]:
    """Asked for, given or withdrawn, and past their last day."""
    return await tx.all(PitchPermit, "permits_over", day=day)
