"""Sites and cards for stories."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from programme.ids import PersonId, SiteId
from programme.sites.site_kinds import SiteKind
from storage.sites import cards, sites
from tests.player import Player
from tests.town import Town


async def a_site(
    town: Town, name: str = "翠竹苑", keeper: Player | None = None, *, kind: SiteKind = SiteKind.ESTATE, **more: Any
) -> SiteId:
    """A site with somebody who looks after it."""
    blank = sites.blank(kind, name, town.clock())
    keeper_id = PersonId(keeper.person_id) if keeper else None
    made = replace(blank, keeper_id=keeper_id, community="南山社区", street="南山街道", **more)
    return await town.database.write(lambda tx: sites.add(tx, made))


async def a_card(town: Town, site_id: SiteId, label: str = "3栋") -> str:
    """A card that hangs there; its code."""
    return await town.database.write(lambda tx: cards.hang(tx, site_id, label, town.clock()))
