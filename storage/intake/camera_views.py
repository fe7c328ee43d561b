"""What a camera looks at: its site, and the shops that stand before it."""

from __future__ import annotations

from programme.ids import ShopId, SiteId
from storage.core.tx import Tx


async def site_of(tx: Tx, camera: str) -> SiteId | None:
    """The site that bears the camera's name."""
    found = await tx.value("camera_site", name=camera)
    return None if found is None else SiteId(found)


async def shops_before(tx: Tx, site_id: SiteId) -> list[ShopId]:
    """The shops a site stands before, in walking order."""
    return [ShopId(row["shop_id"]) for row in await tx.rows("shops_before_site", site_id=site_id)]


async def shop_names(tx: Tx) -> list[str]:
    """The names of all shops, to be looked for in words."""
    return [str(row["name"]) for row in await tx.rows("shop_names_now")]
