"""Received rosters: from the file that was sent, through the preview, to what was applied and how to take it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import orjson
from pydantic import TypeAdapter

from files.dataclass import dataclass
from messages.errors import Overtaken
from programme.ids import PersonId
from programme.roster.roster import Entry, Plan
from programme.roster.roster_state import ROSTER, RosterState
from programme.roster.site_roster import SiteEntry, SitePlan
from storage.core.tx import Tx
from storage.photos import media
from storage.photos.media import Media
from storage.roster import roster
from storage.roster.roster_before import Before
from storage.roster.roster_undo import Undone, take_back
from storage.roster.site_roster import apply_sites, take_back_sites

_ENTRIES = TypeAdapter(list[Entry])
_SITE_ENTRIES = TypeAdapter(list[SiteEntry])
_BEFORE = TypeAdapter(Before)


SHOPS, SITES = "shops", "sites"
"""What a list is of."""
SUBJECT = "roster"
"""What the files of rosters are kept with."""


_OPEN = (RosterState.WAITING, RosterState.READY)
"""Nobody has decided on it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A roster somebody sent in chat; `entries` is JSON, empty before the preview and after the end."""

    id: int
    person_id: PersonId | None
    at: datetime
    file: str
    state: RosterState
    entries: str
    kind: str


@dataclass(frozen=True, slots=True)
class Applied:
    id: int
    file: str
    applied_at: datetime
    before: str
    kind: str


async def receive(tx: Tx, person_id: PersonId, file: str, now: datetime) -> int:
    """Record a roster whose file is being fetched; earlier undecided ones of the same sender are given up."""
    for before in _OPEN:
        ROSTER.check(before, RosterState.CANCELLED)
        await tx.do("rosters_give_up", person_id=person_id, before=before, after=RosterState.CANCELLED)
    return int(
        await tx.value("roster_add", person_id=person_id, at=now, file=file, state=RosterState.WAITING, kind=SHOPS)
    )


async def waiting(tx: Tx) -> list[tuple[Draft, Media]]:
    """Those whose file is there and that nobody has looked at yet."""
    drafts = await tx.all(Draft, "rosters_waiting")
    files = [(found, await media.of(tx, SUBJECT, found.id)) for found in drafts]
    return [(found, stored[0]) for found, stored in files if stored]


async def draft(tx: Tx, number: int) -> Draft | None:
    return await tx.one(Draft, "roster_draft", id=number)


async def opening(tx: Tx, number: int) -> int:
    """Count an attempt to read the file, before it is made."""
    return int(await tx.value("roster_opening", id=number))


async def not_opened(tx: Tx, number: int) -> None:
    """Take an attempt back that was stopped for a reason of ours."""
    await tx.do("roster_not_opened", id=number)


async def previewed(
    tx: Tx, number: int, entries: Sequence[object] | None, *, set_aside: bool = False, kind: str = SHOPS
) -> bool:
    """Keep what the file says until it is decided on, or nothing when it was refused; False when it was given up meanwhile."""
    state = RosterState.SET_ASIDE if set_aside else RosterState.REFUSED if entries is None else RosterState.READY
    packed = "" if entries is None else orjson.dumps(entries).decode()
    ROSTER.check(RosterState.WAITING, state)
    values = {"before": RosterState.WAITING, "after": state, "entries": packed, "kind": kind}
    return await tx.do("roster_previewed", id=number, **values) == 1


async def cancel(tx: Tx, number: int) -> bool:
    changed = 0
    for before in _OPEN:
        ROSTER.check(before, RosterState.CANCELLED)
        changed += await tx.do("roster_cancel", id=number, before=before, after=RosterState.CANCELLED)
    return changed == 1


async def forget(tx: Tx, before: datetime) -> None:
    """Cancel those shown before then and never applied: there are telephones in them."""
    ROSTER.check(RosterState.READY, RosterState.CANCELLED)
    await tx.do("rosters_forget", before=before, ready=RosterState.READY, cancelled=RosterState.CANCELLED)


async def apply(
    tx: Tx,
    plan: Plan,
    now: datetime,
    days: int,
    *,
    day: date,
    file: str = "",
    by: PersonId | None = None,
    number: int = 0,
) -> int:
    """Apply a plan and keep what undoes it, under the number that is returned, 0 where nothing changed; `number` is its
    draft, none for a file from the command line.

    Raises:
        ValueError: the plan was refused.
    """
    before = await roster.apply(tx, plan, now, days, day=day, by=by)
    if not plan.changes_anything:
        await cancel(tx, number)
        return 0
    return await _applied(tx, orjson.dumps(before).decode(), now, file=file, by=by, number=number, kind=SHOPS)


async def apply_list_of_sites(
    tx: Tx, plan: SitePlan, now: datetime, days: int, *, file: str = "", by: PersonId | None = None, number: int = 0
) -> None:
    """Apply a list of sites and keep what undoes it; `number` as for a roster of shops.

    Raises:
        ValueError: the plan was refused.
    """
    undoes = await apply_sites(tx, plan, now, days, by)
    if plan.changes_anything:
        await _applied(tx, undoes, now, file=file, by=by, number=number, kind=SITES)
    else:
        await cancel(tx, number)


async def _applied(
    tx: Tx, undoes: str, now: datetime, *, file: str, by: PersonId | None, number: int, kind: str
) -> int:
    if not number:
        ready = {"file": file, "state": RosterState.READY, "kind": kind}
        number = int(await tx.value("roster_add", person_id=by, at=now, **ready))
    ready_state, applied = RosterState.READY, RosterState.APPLIED
    ROSTER.check(ready_state, applied)
    values = {"id": number, "at": now, "undoes": undoes}
    if await tx.do("roster_applied", before=ready_state, after=applied, **values) != 1:
        raise Overtaken(f"roster {number} is not {ready_state} any more")
    return number


async def undo(tx: Tx, now: datetime, number: int = 0) -> tuple[Applied, Undone] | None:
    """Take back the last roster that was applied; None when there is none, or when it is not `number`."""
    last = await tx.one(Applied, "roster_last_applied")
    if last is None or not last.before or (number and number != last.id):
        return None
    if last.kind == SITES:
        removed, restored, kept = await take_back_sites(tx, last.before, now)
        done = Undone(removed, restored, kept, (), ())
    else:
        done = await take_back(tx, _BEFORE.validate_json(last.before), last.applied_at, now)
    applied, undone = RosterState.APPLIED, RosterState.UNDONE
    ROSTER.check(applied, undone)
    if await tx.do("roster_undone", id=last.id, at=now, before=applied, after=undone) != 1:
        raise Overtaken(f"roster {last.id} is not {applied} any more")
    return last, done


def site_entries_of(draft: Draft) -> list[SiteEntry]:
    """The rows of a previewed list of sites."""
    return _SITE_ENTRIES.validate_json(draft.entries or "[]")


def entries_of(draft: Draft) -> list[Entry]:
    """The rows of a previewed roster."""
    return _ENTRIES.validate_json(draft.entries or "[]")
