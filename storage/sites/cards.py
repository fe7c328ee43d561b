"""服务卡: the printed codes of a site. Opens are counted by card and day, and of nobody."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date, datetime

from files.dataclass import dataclass
from programme.ids import SiteId
from programme.sites.card_codes import is_right, new_code, normal
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


async def hang(tx: Tx, site_id: SiteId, label: str, now: datetime, code: str = "") -> str:
    """A new card at a site; its code, which is `code` only where a sample street is made."""
    while not code or await tx.one(Card, "card_one", code=code) is not None:
        code = new_code(secrets.choice)
    await tx.do("card_add", code=code, site_id=site_id, label=label, made_at=now)
    return code


async def retire(tx: Tx, code: str, now: datetime) -> None:
    """It was taken down; whoever still scans it finds its site."""
    await tx.do("card_retire", code=code, at=now)


async def hang_again(tx: Tx, code: str) -> None:
    """It hangs there again."""
    await tx.do("card_hang_again", code=code)


async def drop(tx: Tx, code: str) -> None:
    """A card that nobody has opened is gone."""
    await tx.do("card_drop", code=code)


async def printed(tx: Tx, codes: Iterable[str], now: datetime) -> None:
    await tx.many("card_printed", [{"code": code, "at": now} for code in codes])


async def unopened(tx: Tx, since: datetime) -> list[Card]:
    """Cards that nobody has opened for so long: somebody should see whether they still hang there."""
    return await tx.all(Card, "cards_unopened", before=since, since=since.date())
