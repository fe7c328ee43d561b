"""点位: places that are no shop, each with somebody who looks after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from programme.identity import compact
from programme.ids import PersonId, SiteId
from programme.sites.site_kinds import SiteKind
from storage.core.tx import Tx


@dataclass(frozen=True, slots=True)
class Site:
    """`place` is where it lies in an office's words; `latitude` and `longitude` are WGS 84.

    `hours`, `fee`, `spaces` are of a car park; `goods`, `since`, `until`, `pitches` of a sale site.
    """

    id: SiteId
    kind: SiteKind
    name: str
    community: str
    street: str
    place: str
    keeper_id: PersonId | None
    branch_id: int | None
    latitude: float | None
    longitude: float | None
    spaces: int | None
    hours: str
    fee: str
    goods: str
    since: date | None
    until: date | None
    pitches: int | None
    note: str
    made_at: datetime


async def site(tx: Tx, site_id: SiteId) -> Site:
    """Raises LookupError when there is no such site."""
    found = await tx.one(Site, "site_one", id=site_id)
    if found is None:
        raise LookupError(f"there is no site {site_id}")
    return found


async def every(tx: Tx) -> list[Site]:
    """All sites, by community and street."""
    return await tx.all(Site, "sites_all")


async def named_in(tx: Tx, words: str) -> list[Site]:
    """The sites whose whole name stands in these words, the longest names only: 翠竹苑东区 before 翠竹苑."""
    said = compact(words)
    found = [one for one in await every(tx) if compact(one.name) in said]
    longest = max((len(compact(one.name)) for one in found), default=0)
    return [one for one in found if len(compact(one.name)) == longest]


async def give_keeper(tx: Tx, site_id: SiteId, keeper_id: PersonId) -> None:
    await tx.do("site_keeper_set", id=site_id, keeper_id=keeper_id)
