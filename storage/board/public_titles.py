"""What anybody may see of titles: no person is in it."""

from __future__ import annotations

from datetime import date, datetime

from files.dataclass import dataclass
from storage.core.tx import Tx


@dataclass(frozen=True, slots=True)
class PublicTitle:
    """All that anybody may know of a title: no person is in it."""

    number: str
    shop: str
    door: str
    street: str
    quarter: str
    state: str
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class PublicNotice:
    shop: str
    door: str
    street: str
    quarter: str
    notice_from: date | None
    notice_until: date | None


@dataclass(frozen=True, slots=True)
class PublicShop:
    shop: str
    door: str
    street: str
    quarter: str
    number: str


async def public_title(tx: Tx, number: str) -> PublicTitle | None:
    return await tx.one(PublicTitle, "public_title", number=number)


async def public_notices(tx: Tx) -> list[PublicNotice]:
    return await tx.all(PublicNotice, "public_notices")


async def public_titles(tx: Tx) -> list[PublicShop]:
    return await tx.all(PublicShop, "public_titles")
