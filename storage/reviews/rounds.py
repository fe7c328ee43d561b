"""A member's round: what is known of each of their shops, for the list of whom to see first."""

from __future__ import annotations

from datetime import date, datetime

from files.dataclass import dataclass
from programme.ids import PersonId, ShopId
from storage.core.tx import Tx
from storage.ratings import ratings
from storage.shops.linked_shops import LinkedShop


@dataclass(frozen=True, slots=True)
class Stop:
    """One linked shop. `looked`: the day anybody looked last; `fresh`: it has a new holder; `candor` None while unknown."""

    shop_id: ShopId
    number: int
    looked: date | None
    open_findings: int
    asking: int
    fresh: bool
    candor: float | None = None
    looks: int = 0
    """Looks by anybody in the last five weeks."""


async def members(tx: Tx) -> list[PersonId]:
    """Everybody who links to a shop."""
    return [row["member_id"] for row in await tx.rows("round_members")]


async def of(tx: Tx, member_id: PersonId, *, fresh_since: datetime, counted_from: date) -> list[Stop]:
    """In walking order."""
    found = []
    for row in await tx.rows("round_of", member_id=member_id, fresh_since=fresh_since, counted_from=counted_from):
        newest = await ratings.latest(tx, row["shop_id"])
        candor = newest[0].figures.get("candor") if newest else None
        found.append(
            Stop(
                row["shop_id"],
                row["number"],
                date.fromisoformat(row["looked"]) if row["looked"] else None,
                row["open_findings"],
                row["asking"],
                bool(row["fresh"]),
                candor if isinstance(candor, float) else None,
                row["looks"],
            )
        )
    return found


async def left_today(tx: Tx, member: PersonId, day: date) -> list[LinkedShop]:
    """A member's own shops that are open and that they have not looked at today, in walking order."""
    return await tx.all(LinkedShop, "links_left_today", member_id=member, day=day)


async def seen_by(tx: Tx, observer: PersonId, first: date, last: date) -> list[ShopId]:
    """The shops somebody has looked at on these days, each once."""
    return [row["shop_id"] for row in await tx.rows("shops_seen_by", observer=observer, first=first, last=last)]


async def unseen(tx: Tx, since: date) -> list[ShopId]:
    """The shops that nobody has looked at since a day, in walking order."""
    return [row["shop_id"] for row in await tx.rows("shops_unseen", since=since)]


async def least_seen(tx: Tx, counted_from: date, most: int) -> list[ShopId]:
    """The shops with the fewest looks since a day, those longest unseen first among equals."""
    return [row["shop_id"] for row in await tx.rows("shops_least_seen", counted_from=counted_from, most=most)]
