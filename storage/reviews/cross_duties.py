"""Cross review duties (互查): who was drawn to review which shops in a month, and how many are done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from files.dataclass import dataclass
from programme.ids import PersonId, ShopId
from programme.reviews.cross_review import Turn
from programme.reviews.visits import FIVE_WEEKS
from storage.core.tx import Tx


@dataclass(frozen=True, slots=True)
class CrossDuty:
    """One shop of a month (“2026-11”) and the member who looks at it, who is not its own."""

    month: str
    shop_id: ShopId
    member_id: PersonId


@dataclass(frozen=True, slots=True)
class _Row:
    shop: ShopId
    member: PersonId
    street: str
    walk: str
    seen: date | None
    looks: int


def month_of(day: date) -> str:
    return f"{day:%Y-%m}"


async def of(tx: Tx, member_id: PersonId, month: str) -> list[ShopId]:
    """A member's cross reviews of a month: shops in walking order."""
    return [row["shop_id"] for row in await tx.rows("cross_duties_of", member_id=member_id, month=month)]


async def seen(tx: Tx, member_id: PersonId, month: str) -> frozenset[ShopId]:
    """The shops already reviewed this month."""
    rows = await tx.rows("cross_duties_seen", member_id=member_id, month=month)
    return frozenset(row["shop_id"] for row in rows)


async def in_month(tx: Tx, month: str) -> list[CrossDuty]:
    return await tx.all(CrossDuty, "cross_duties_in", month=month)


async def draw(tx: Tx, month: str, drawn: Mapping[ShopId, PersonId]) -> None:
    """Keep a month's draw (shop → member); drawing again changes who looks, never what was seen."""
    await tx.many("cross_duty_add", values=[{"month": month, "shop_id": s, "member_id": m} for s, m in drawn.items()])


async def turns(tx: Tx, day: date) -> list[Turn]:
    """Every linked shop in walking order, with the days since a second person looked: what the monthly draw needs."""
    rows = await tx.all(_Row, "cross_turns", counted_from=day - timedelta(days=FIVE_WEEKS))
    return [Turn(r.shop, r.member, n, (day - r.seen).days if r.seen else None, r.looks) for n, r in enumerate(rows)]
