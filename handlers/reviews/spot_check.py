"""Spot check (抽查): the squad, a secretary or a manager reviews any shop, found by its name or door."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from bot.flow import Flow, Turn
from bot.language.meanings import Meaning, Reading
from bot.language.words.vocabulary import Vocabulary
from handlers.reviews import review
from handlers.shared.naming import named_in, shop_said
from messages.reply import Button
from messages.topics import Topic
from programme.ids import ShopId
from programme.reviews.visits import FIVE_WEEKS
from programme.roles import Action, able
from storage.reviews import rounds
from storage.shops import shops
from storage.shops.shop_days import open_days
from storage.shops.shops import Shop

flow = Flow("spot_check")

_GROUPS = Vocabulary("office")

ASKING = re.compile(_GROUPS.pattern("which"), re.IGNORECASE)
"""What somebody says who names no shop but asks for one."""
MOST = 8
"""Shops suggested at a time."""
_READ = 20_000
"""Shops among which those of a street are looked for."""


@flow.intent("spot_check", Action.SPOT_CHECK)
async def said_spot_check(turn: Turn) -> None:
    """“抽查 李记面馆”, “去李记面馆抽查一下”; 抽查 alone asks where to go."""
    named = await named_in(turn, turn.text)
    if named.shops or (turn.words and not named.streets and not ASKING.search(turn.text)):
        await _check_shop(turn, named.shops[0].name if len(named.shops) == 1 else turn.words)
    else:
        await _suggest_shops(turn, named.streets)


async def _suggest_shops(turn: Turn, streets: Sequence[str]) -> None:
    """Propose shops with the fewest observations in five weeks, without those closed today; of a street where one is named."""
    since = turn.day - timedelta(days=FIVE_WEEKS)
    order = await _of_streets(turn, await rounds.least_seen(turn.tx, since, _READ if streets else 3 * MOST), streets)
    mine = {place.id for place in await turn.held()}
    least = [await shops.shop(turn.tx, shop) for shop in order[: 3 * MOST] if shop not in mine]
    here = [place for place in least if not await _is_shut(turn, place)][:MOST]
    if not here:
        turn.reply(turn.say("spot_check.nowhere"))
        return
    apart = turn.rules.shops_per_member + 1  # lower numbers mean the shops one looks after oneself
    rows = [[Button(f"{place.name} {place.address}", review.open_review(place.id))] for place in here]
    words = turn.say("spot_check.suggested")
    turn.reply(words, buttons=rows, once=False, topic=Topic.SPOT_CHECK, count_from=apart)


async def _of_streets(turn: Turn, found: list[ShopId], streets: Sequence[str]) -> list[ShopId]:
    """Those of the streets that are named; all where none is."""
    there = {place.id for street in streets for place in await shops.on_street(turn.tx, street)}
    return [shop for shop in found if shop in there] if streets else found


@flow.intent("unseen", Action.SPOT_CHECK)
async def said_unseen(turn: Turn) -> None:
    """“谁还没走访”: the shops nobody has looked at this week, of a street where one is named; people are not counted against
    each other, and of a shop or a member that is named it is told how it stands."""
    named = await named_in(turn, turn.text)
    if (named.members or named.shops) and able(turn.roles, Action.SEE_BOARD):
        await turn.carry_out(turn, Reading("", (Meaning("about"),)))
        return
    monday = turn.day - timedelta(days=turn.day.weekday())
    unseen = await _of_streets(turn, await rounds.unseen(turn.tx, monday), named.streets)
    if not unseen:
        turn.reply(turn.say("spot_check.all_seen"))
        return
    first = [await shops.shop(turn.tx, shop) for shop in unseen[:MOST]]
    apart = turn.rules.shops_per_member + 1  # lower numbers mean the shops one looks after oneself
    rows = [[Button(f"{place.name} {place.address}", review.open_review(place.id))] for place in first]
    words = turn.say("spot_check.unseen", many=len(unseen), shown=len(first))
    turn.reply(words, buttons=rows, once=False, topic=Topic.SPOT_CHECK, count_from=apart)


async def _is_shut(turn: Turn, place: Shop) -> bool:
    return not (await open_days(turn.tx, place, turn.day, turn.day)).is_open(turn.day)


async def _check_shop(turn: Turn, words: str) -> None:
    found, _ = await shop_said(turn, words)
    if not found:
        turn.reply(turn.say("spot_check.none", words=words))
        return
    rows = [[Button(f"{place.name} {place.address}", review.open_review(place.id))] for place in found]
    if len(found) == 1:
        await review.open_review.go(turn, [str(found[0].id)])
    else:
        apart = turn.rules.shops_per_member + 1  # lower numbers mean the shops one looks after oneself
        turn.reply(turn.say("spot_check.which"), buttons=rows, once=False, topic=Topic.SPOT_CHECK, count_from=apart)
