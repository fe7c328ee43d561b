"""Sites and cards for stories."""

from __future__ import annotations

from programme.ids import PersonId, SiteId
from programme.sites.site_kinds import SiteKind
from storage.core.tx import Tx
from storage.sites import cards, sites
from storage.sites.sites import Site
from tests.player import Player
from tests.town import Town


async def a_site(
    town: Town, name: str = "翠竹苑", keeper: Player | None = None, *, kind: SiteKind = SiteKind.ESTATE, **more: object
) -> SiteId:
    """A site with somebody who looks after it."""
    keeper_id = PersonId(keeper.person_id) if keeper else None
    plain: dict[str, object] = {
        "community": "南山社区",
        "street": "南山街道",
        "place": "",
        "branch_id": None,
        "latitude": None,
        "longitude": None,
        "spaces": None,
        "hours": "",
        "fee": "",
        "goods": "",
        "since": None,
        "until": None,
        "pitches": None,
        "note": "",
        **more,
    }
    made = Site(id=SiteId(0), kind=kind, name=name, keeper_id=keeper_id, made_at=town.clock(), **plain)  # type: ignore[arg-type]
    return await town.database.write(lambda tx: sites.add(tx, made))


async def a_card(town: Town, site_id: SiteId, label: str = "3栋") -> str:
    """A card that hangs there; its code."""

    async def hang(tx: Tx) -> str:
        return await cards.hang(tx, site_id, label, town.clock())

    return await town.database.write(hang)
