"""A holder's time at a place ends, in chat or by a roster: what ran against them, and what they had asked, ends with it.

Nothing of it counts for whoever comes next, and none of it is forgotten: the place keeps its history.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from storage import people
from storage.tx import Tx

_ENDS = (
    "tenure_findings_note",
    "tenure_findings_end",
    "tenure_help_note",
    "tenure_help_end",
    "tenure_appeals_end",
    "tenure_vetoes_end",
    "titles_end_of_shop",
    "holdings_end",
    "tenure_end",
    "invites_revoke_shop",
)
_AGAIN = (
    "roster_tenure_again",
    "roster_holdings_again",
    "tenure_findings_again",
    "tenure_help_again",
    "tenure_appeals_again",
    "tenure_vetoes_again",
)


@dataclass(frozen=True, slots=True)
class Leaving:
    """One place whose holder's time is about to end.

    `keepers` have a call for help of theirs in hand, `reporters` wait for the end of what they saw there; `topics` is what
    holders and keepers were asked about it and answer no more.
    """

    shop: str
    holders: tuple[int, ...]
    keepers: tuple[int, ...] = ()
    reporters: tuple[int, ...] = ()
    topics: tuple[str, ...] = ()


async def leaving(tx: Tx, shop_ids: Iterable[int]) -> list[Leaving]:
    """Whom it concerns that these holders go: ask before `end`."""
    found = []
    for shop_id in shop_ids:
        name = await tx.value("tenure_place", shop_id=shop_id)
        holders = [row["person_id"] for row in await tx.rows("holders", shop_id=shop_id)]
        keepers = [row["keeper_id"] for row in await tx.rows("tenure_keepers", shop_id=shop_id)]
        if None in keepers:
            keepers += [manager.id for manager in await people.with_role(tx, "manager")]
        known = tuple(dict.fromkeys(k for k in keepers if k is not None))
        topics = tuple(row["topic"] for row in await tx.rows("tenure_topics", shop_id=shop_id))
        reporters = tuple(row["person_id"] for row in await tx.rows("tenure_reporters", shop_id=shop_id))
        found.append(Leaving(str(name), tuple(holders), known, reporters, topics))
    return found


async def end(tx: Tx, shop_ids: Iterable[int], at: datetime) -> None:
    """Their time is over: findings, red lines, calls for help, appeals, title and open codes with it."""
    rows = [{"shop_id": shop_id, "at": at} for shop_id in shop_ids]
    for name in _ENDS:
        await tx.many(name, rows)


async def again(tx: Tx, shop_ids: Collection[int], at: datetime) -> list[Leaving]:
    """It was a mistake: what ended there at that moment goes on; who answers for a place again."""
    rows = [{"shop_id": shop_id, "at": at} for shop_id in shop_ids]
    back: dict[str, list[int]] = defaultdict(list)
    for row in await tx.rows("tenure_holders_then", at=at):
        if row["shop_id"] in shop_ids:
            back[row["name"]].append(row["person_id"])
    for name in _AGAIN:
        await tx.many(name, rows)
    return [Leaving(shop, tuple(holders)) for shop, holders in back.items()]
