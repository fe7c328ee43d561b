"""Known pictures of a shop and its neighbours, to detect a “new” one that was used before."""

from __future__ import annotations

from datetime import datetime

from programme.ids import ShopId
from programme.reviews.anomalies import Picture
from storage.core.tx import Tx
from storage.findings.findings import Finding
from storage.photos import media
from storage.photos.media import Media
from storage.shops import shops

NEXT_DOOR = 3
"""Doors to either side."""


def picture(kept: Media, shop_id: ShopId) -> Picture:
    return Picture(kept.id, shop_id, kept.at, kept.sha256, kept.phash)


async def nearby(tx: Tx, shop_id: ShopId, since: datetime) -> list[Picture]:
    """Every picture with a hash of a shop and the doors beside it since an instant."""
    place = await shops.shop(tx, shop_id)
    street = [s.id for s in await shops.on_street(tx, place.street)]
    here = street.index(shop_id) if shop_id in street else 0
    doors = street[max(here - NEXT_DOOR, 0) : here + NEXT_DOOR + 1]
    return [p for door in doors for p in await tx.all(Picture, "pictures_of_shop", shop_id=door, since=since)]


async def of_problem(tx: Tx, found: Finding) -> list[Media]:
    """The pictures of a finding's source: the observation, self-check or lead."""
    subjects = (
        ("observation", found.observation_id),
        ("self_check", found.self_check_id),
        ("lead", found.lead_id),
    )
    return [kept for subject, number in subjects if number for kept in await media.of(tx, subject, number)]


async def of_fix(tx: Tx, found: Finding) -> list[Media]:
    """The pictures of the last fix."""
    kept = await media.of(tx, "fix", found.id)
    newest = max((m.at for m in kept), default=None)
    return [m for m in kept if m.at == newest]
