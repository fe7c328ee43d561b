"""Sale sites (销售点) as they stand on a day, and the shops before which they lie."""

from __future__ import annotations

from datetime import date

from programme.ids import ShopId, SiteId
from programme.sites.site_kinds import SiteKind
from programme.sites.stalls import is_open
from storage.core.tx import Tx
from storage.sites.sites import Site


async def before(tx: Tx, shop_id: ShopId, day: date) -> Site | None:
    """The sale site that is open before a shop on a day."""
    return await tx.one(Site, "stall_before", shop_id=shop_id, day=day)


async def of_kind(tx: Tx, kind: SiteKind) -> list[Site]:
    """All sites of a kind, by where they lie."""
    return await tx.all(Site, "sites_of_kind", kind=kind)


async def open_on(tx: Tx, day: date) -> list[Site]:
    """The sale sites that are open on a day."""
    return [one for one in await of_kind(tx, SiteKind.STALL) if is_open(one.since, one.until, day)]


async def begin_season(tx: Tx, site: Site, day: date) -> bool:
    """The season has begun; False when that is known."""
    since = site.since or site.made_at.date()
    return await tx.value("season_open", site_id=site.id, since=since, day=day) is not None


async def end_season(tx: Tx, site_id: SiteId, day: date) -> bool:
    """The season is over; False when none was running."""
    return await tx.do("season_close", site_id=site_id, day=day) > 0
