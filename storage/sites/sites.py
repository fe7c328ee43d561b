"""点位: places that are no shop, each with somebody who looks after it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from files.dataclass import dataclass
from programme.identity import compact
from programme.ids import PersonId, ShopId, SiteId
from programme.sites.site_kinds import SiteKind
from storage.core.rows import values_of
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


def blank(kind: SiteKind, name: str, now: datetime) -> Site:
    """A site of which nothing else is known yet."""
    return Site(SiteId(0), kind, name, "", "", "", None, None, None, None, None, "", "", "", None, None, None, "", now)


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


async def add(tx: Tx, made: Site) -> SiteId:
    """A new site; the id of `made` is not looked at."""
    values = values_of(made)
    del values["id"]
    return SiteId(await tx.value("site_add", **values))


async def save(tx: Tx, site: Site) -> None:
    """Keep what has changed of a site."""
    values = values_of(site)
    del values["made_at"]
    await tx.do("site_save", **values)


async def drop(tx: Tx, site_id: SiteId) -> None:
    """A site that was never used is gone, with what it stands before."""
    await tx.do("site_shops_drop", site_id=site_id)
    await tx.do("site_drop", id=site_id)


async def in_use(tx: Tx) -> set[SiteId]:
    """Sites of which anything was reported, or a card of which was opened: these are not taken back."""
    return {SiteId(row["id"]) for row in await tx.rows("sites_in_use")}


async def shops_of(tx: Tx, site_id: SiteId) -> list[ShopId]:
    """The shops before which it lies."""
    return [ShopId(row["shop_id"]) for row in await tx.rows("site_shops_of", site_id=site_id)]


async def stand_before(tx: Tx, site_id: SiteId, shop_ids: Iterable[ShopId]) -> None:
    """The site lies before these shops and no others."""
    await tx.do("site_shops_drop", site_id=site_id)
    await tx.many("site_shop_add", [{"site_id": site_id, "shop_id": shop} for shop in sorted(set(shop_ids))])
