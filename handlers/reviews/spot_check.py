"""Spot check (抽查): the squad, a secretary or a manager reviews any shop, found by its name or door."""

from __future__ import annotations

from datetime import timedelta

from bot.flow import Flow, Turn
from handlers.reviews import review
from messages.reply import Button
from messages.topics import Topic
from programme.reviews.visits import FIVE_WEEKS
from programme.roles import Action
from storage.reviews import rounds
from storage.shops import shops
from storage.shops.shop_days import open_days
from storage.shops.shops import Shop

flow = Flow("spot_check")


MOST = 8
"""Shops suggested at a time."""


@flow.on(r"(?:抽查|去哪抽查|spot(?: check)?)[。.!！?？]*", Action.SPOT_CHECK, rank=40)
async def said_where_to_check(turn: Turn) -> None:
    """抽查 alone: propose shops with the fewest observations in five weeks, without those closed today."""
    since = turn.day - timedelta(days=FIVE_WEEKS)
    least = [await shops.shop(turn.tx, shop) for shop in await rounds.least_seen(turn.tx, since, 3 * MOST)]
    mine = {place.id for place in await turn.held()}
    here = [place for place in least if place.id not in mine and not await _is_shut(turn, place)][:MOST]
    if not here:
        turn.reply(turn.say("spot_check.nowhere"))
        return
    apart = turn.rules.shops_per_member + 1  # lower numbers mean the shops one looks after oneself
    rows = [[Button(f"{place.name} {place.address}", review.open_review(place.id))] for place in here]
    words = turn.say("spot_check.suggested")
    turn.reply(words, buttons=rows, once=False, topic=Topic.SPOT_CHECK, count_from=apart)


async def _is_shut(turn: Turn, place: Shop) -> bool:
    return not (await open_days(turn.tx, place, turn.day, turn.day)).is_open(turn.day)


@flow.on(r"(?:抽查|spot)\s+(\S.*)", Action.SPOT_CHECK, rank=40)
async def said_spot_check(turn: Turn) -> None:
    words = turn.match[1].strip() if turn.match else ""
    found = await shops.named(turn.tx, words)
    if not found:
        turn.reply(turn.say("spot_check.none", words=words))
        return
    rows = [[Button(f"{place.name} {place.address}", review.open_review(place.id))] for place in found]
    if len(found) == 1:
        await review.open_review.go(turn, [str(found[0].id)])
    else:
        apart = turn.rules.shops_per_member + 1  # lower numbers mean the shops one looks after oneself
        turn.reply(turn.say("spot_check.which"), buttons=rows, once=False, topic=Topic.SPOT_CHECK, count_from=apart)
