"""服务卡: the printed codes of a site. Opens are counted by card and day, and of nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from programme.ids import SiteId
from programme.sites.card_codes import is_right, normal
from storage.core.tx import Tx


@dataclass(frozen=True, slots=True)
class Card:
    """`label` is where at the site it hangs; one that is retired opens its site all the same."""

    code: str
    site_id: SiteId
    label: str
    made_at: datetime
    printed_at: datetime | None
    retired_at: datetime | None


async def find(tx: Tx, words: str) -> Card | None:
    """The card whose code somebody typed or scanned."""
    code = normal(words)
    return await tx.one(Card, "card_one", code=code) if is_right(code) else None


async def of_site(tx: Tx, site_id: SiteId) -> list[Card]:
    """The cards of a site: those that hang there, then those that were taken down."""
    return await tx.all(Card, "cards_of_site", site_id=site_id)


async def opened(tx: Tx, code: str, day: date) -> None:
    """Count one opening of a card; who opened it is not asked."""
    await tx.do("card_opened", code=code, day=day)
