"""Links of a whole street at once: what a proposal needs, and the history of a shop's members and holders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime

from files.dataclass import dataclass
from programme.ids import PersonId, ShopId
from programme.reviews.rota import Place, Proposal, numbers, propose
from storage.core.tx import Tx
from storage.people import covers
from storage.shops import shops
from storage.shops.shops import Link


@dataclass(frozen=True, slots=True)
class Linked:
    """One time of one member at a shop."""

    name: str
    number: int
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Held:
    """One tenure of a shop; the holder is not named."""

    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class _Place:
    id: ShopId
    street: str
    walk: str
    grid_id: int


async def current(tx: Tx) -> list[Link]:
    return await tx.all(Link, "links_current")


async def history(tx: Tx, shop_id: ShopId) -> list[Linked]:
    """Every member a shop has had, the earliest first."""
    return await tx.all(Linked, "links_history", shop_id=shop_id)


async def holders(tx: Tx, shop_id: ShopId) -> list[Held]:
    return await tx.all(Held, "tenures_history", shop_id=shop_id)


async def proposal(tx: Tx, day: date, most: int) -> Proposal:
    """Members for the shops that have none, along the street; what is linked stays."""
    names = {grid.id: grid.name for grid in await shops.grids(tx)}
    found = await tx.all(_Place, "places_current")
    places = [Place(p.id, names[p.grid_id], (p.street, p.walk)) for p in found]
    team = await covers.team(tx, day)
    return propose(places, team.helpers, {link.shop_id: link.member_id for link in await current(tx)}, most)


async def link_all(tx: Tx, new: Mapping[ShopId, PersonId], most: int, now: datetime) -> None:
    """Link shops (shop → member) under the members' free numbers, in the order they come.

    Raises:
        ValueError: a member would have more than `most`.
    """
    by_member: dict[PersonId, list[ShopId]] = defaultdict(list)
    for shop, member in new.items():
        by_member[member].append(shop)
    for member, joining in by_member.items():
        kept = {link.shop_id: link.number for link in await shops.links(tx, member)}
        given = numbers(kept, joining, most)
        for shop in joining:
            if shop not in kept:
                await shops.link_to(tx, shop, member, given[shop], now)
