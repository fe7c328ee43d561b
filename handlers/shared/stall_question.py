"""“是店家自己的吗？”: asked before a duty is written against a shop that has a legal stall before its door."""

from __future__ import annotations

from collections.abc import Callable

from bot.flow import Turn
from bot.kept import pack
from messages.reply import Button
from messages.topics import Topic
from programme.duties import Duties
from programme.ids import ShopId, SiteId
from programme.sites.stalls import Fault, stall_duty
from storage.shops import shops
from storage.sites import stalls
from storage.sites.sites import Site
from texts import Say
from texts.days import Day


async def asked(turn: Turn, shop_id: ShopId, duty: str, to: Callable[[SiteId, Fault], str], **kept: object) -> bool:
    """Whether it was asked, because a sale site is open before this shop and the duty may be its fault.

    `to` is the action of each answer. The message is kept with the question, as is whatever else is given.
    """
    site = await stalls.before(turn.tx, shop_id, turn.day) if duty == stall_duty(turn.rules.services) else None
    if site is None:
        return False
    shop, known = await shops.shop(turn.tx, shop_id), Duties(turn.rules.duties).by_key(duty)
    rows = [[Button(turn.say(f"stalls.fault_{fault}"), to(site.id, fault))] for fault in Fault]
    text = turn.say("stalls.whose", shop=shop.name, site=called(turn.say, site), duty=known or duty)
    turn.made("stall_question", shop_id)
    turn.reply(text, buttons=rows, topic=Topic.STALL.of(shop_id), kept=pack(turn, **kept))
    return True


def called(say: Say, site: Site) -> str:
    """西津路瓜点（西瓜，到9月20日）: its name, with what is sold there and until when."""
    if site.until is None:
        return say("stalls.called", site=site.name, goods=site.goods) if site.goods else site.name
    key = "stalls.called_until" if site.goods else "stalls.called_season"
    return say(key, site=site.name, goods=site.goods, day=Day(site.until))
