"""Where somebody is, as far as a message says it: the place they sent, or the words of a street."""

from __future__ import annotations

from bot.flow import Turn
from handlers.requests import filing
from messages.attachment import Medium
from programme.ids import SiteId
from programme.sites.coordinates import GCJ02, WGS84, to_wgs84
from programme.sites.nearby import by_nearness
from storage.sites import cards, sites
from storage.sites.sites import Site

NEAREST = 3
"""Sites named in one answer."""
_CHINESE_MAPS = ("wecom", "kefu")
"""Channels whose places are those of the maps in China."""


def point_of(turn: Turn) -> tuple[float, float] | None:
    """The place that came with the message, in WGS 84."""
    for one in turn.attachments:
        latitude, comma, longitude = one.ref.partition(",")
        if one.kind is Medium.PLACE and comma:
            system = GCJ02 if turn.incoming.sender.channel in _CHINESE_MAPS else WGS84
            return to_wgs84(float(latitude), float(longitude), system)
    return None


async def point_of_card(turn: Turn, code: str) -> tuple[float, float] | None:
    """Where a card hangs."""
    card = await cards.find(turn.tx, code)
    return await point_of_site(turn, card.site_id) if card else None


async def point_of_site(turn: Turn, site_id: SiteId) -> tuple[float, float] | None:
    site = await sites.site(turn.tx, site_id)
    return None if site.latitude is None or site.longitude is None else (site.latitude, site.longitude)


async def near(turn: Turn, found: list[Site], words: str = "", point: tuple[float, float] | None = None) -> list[Site]:
    """The nearest first: to the place that came or `point`, else to a site, street or community that is named."""
    here = point_of(turn) or point
    if here is None and words:
        named = await sites.named_in(turn.tx, words)
        here = await point_of_site(turn, named[0].id) if named else None
    return by_nearness(found, here, words)


async def take_otherwise(turn: Turn) -> None:
    """What is no place: from a resident a matter of its own, as ever; colleagues and shops have their own ways to say it."""
    if turn.roles:
        turn.reply(turn.say("stalls.no_place"))
    else:
        await filing.file(turn, turn.text)
