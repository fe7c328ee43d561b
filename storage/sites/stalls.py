"""Sale sites (销售点) as they stand on a day, and the shops before which they lie."""

from __future__ import annotations

from datetime import date

from programme.ids import ShopId
from storage.core.tx import Tx
from storage.sites.sites import Site


async def before(tx: Tx, shop_id: ShopId, day: date) -> Site | None:
    """The sale site that is open before a shop on a day."""
    return await tx.one(Site, "stall_before", shop_id=shop_id, day=day)
