"""Places of the sample street that are no shop: an estate with a card, a sale site before a shop, and where one parks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from app.demo.sample_street import CARD, COURT, ESTATE, PARK, STALL, WANG, XIANG
from programme.sites.site_kinds import SiteKind
from storage.core.tx import Tx
from storage.people import people
from storage.shops import shops
from storage.sites import cards, sites, stalls
from storage.sites.sites import Site

HALF_SEASON = timedelta(days=45)


async def lay_out(tx: Tx, now: datetime, today: date) -> None:
    """The member looks after all of them; the resident scans the card of the estate, the farmer asks for a pitch."""
    keeper = (await people.named(tx, "member", WANG))[0].id

    def place(kind: SiteKind, name: str) -> Site:
        return replace(sites.blank(kind, name, now), community="南山社区", street="西津路", keeper_id=keeper)

    home = await sites.add(tx, replace(place(SiteKind.ESTATE, ESTATE), street="南山街道"))
    await cards.hang(tx, home, "3栋", now, CARD)
    melons = replace(
        place(SiteKind.STALL, STALL),
        place="津河桥东头",
        hours="6:00-20:00",
        goods="西瓜",
        since=today - HALF_SEASON,
        until=today + HALF_SEASON,
        pitches=6,
    )
    stall = await sites.add(tx, melons)
    await sites.stand_before(tx, stall, [shop.id for shop in await shops.named(tx, XIANG, 1)])
    await stalls.begin_season(tx, replace(melons, id=stall), today)
    for name, hours, spaces in ((PARK, "全天", 60), (COURT, "工作日 18:00-8:00；周末 全天", 25)):
        await sites.add(tx, replace(place(SiteKind.PARKING, name), hours=hours, fee="免费", spaces=spaces))
