"""A resident's request turned out to be at a shop's door: it goes on as a lead of everybody who reported it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.flow import Turn
from handlers.findings import lead_routing
from programme.ids import PersonId, ShopId
from storage.findings import leads
from storage.findings.leads import Lead
from storage.shops import shops
from storage.shops.shops import Shop


async def take_over(
    turn: Turn, shop_id: ShopId, duty: str, words: str, reporters: Sequence[PersonId], at: datetime
) -> Lead:
    """One lead for each who reported it; somebody is asked to look at the first, and the others are the same."""
    first, *others = [
        await leads.report(
            turn.tx,
            shop_id=shop_id,
            place=words[:60],
            duty=duty,
            day=at.astimezone(turn.zone).date(),
            at=at,
            source="resident",
            person_id=reporter,
            text=words,
        )
        for reporter in reporters
    ]
    await lead_routing.settle(turn, first, await shops.shop(turn.tx, shop_id))
    for other in others:
        await leads.settle(turn.tx, other, turn.now)
    return first


async def report_at_door(turn: Turn, shop: Shop, duty: str, words: str) -> lead_routing.Routed:
    """Somebody without a role names a shop and what is wrong at its door: a lead, and somebody is asked to look."""
    told = await leads.report(
        turn.tx,
        shop_id=shop.id,
        place=words[:60],
        duty=duty,
        day=turn.day,
        at=turn.incoming.at,
        source="resident",
        person_id=turn.me,
        text=words,
    )
    if turn.attachments:
        await turn.keep("lead", told.id)
    return await lead_routing.settle(turn, told, shop)
