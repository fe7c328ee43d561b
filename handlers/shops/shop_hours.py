"""Opening hours (营业时间) and weekly days of rest of a shop, so that it is not asked while it is closed."""

from __future__ import annotations

from datetime import time

from bot.flow import Flow, Turn
from handlers.shared import notify
from handlers.shared.relations import holding
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.ids import ShopId
from programme.roles import Action
from programme.shops.opening_hours import ALL_DAY, Opening, open_days, opening
from storage.people import covers
from storage.shops import shops
from storage.shops.shops import Shop
from texts.days import Weekdays

flow = Flow("shop_hours")

UNSAID = "-"
"""How an action says that a time is not known yet."""


@flow.intent("hours", Action.SET_HOURS)
async def said_hours(turn: Turn) -> None:
    """“营业时间改成9点到21点”, “早八点到晚十点”, “8:00-22:00”; the word alone asks for them."""
    await _take(turn, opening(turn.text) or Opening())


@flow.step(Action.SET_HOURS, asks="shop")
async def take_hours(turn: Turn, opens: str, closes: str) -> bool:
    """The times that were asked for, or the one of them that was still missing; what means something else is no answer."""
    said = opening(turn.text) or Opening()
    if said == Opening() and turn.reading.is_understood:
        return False
    if opens != UNSAID and said.closes is None:
        said = Opening(closes=said.opens)
    known = Opening(*(time.fromisoformat(t) if t != UNSAID else None for t in (opens, closes)))
    await _take(turn, Opening(said.opens or known.opens, said.closes or known.closes))
    return True


async def _take(turn: Turn, said: Opening) -> None:
    """Record the hours; whatever is neither said nor known of the shop is asked for."""
    mine = await turn.held()
    if said == Opening():
        turn.reply(turn.say("shop_hours.how"), then=take_hours(UNSAID, UNSAID))
    elif len(mine) == 1:
        await _set_hours(turn, mine[0], said)
    else:
        rows = [[Button(place.name, set_hours(place.id, _word(said.opens), _word(said.closes)))] for place in mine]
        turn.reply(turn.say("closures.which_shop"), buttons=rows, topic=Topic.SHOP_HOURS)


def _word(when: time | None) -> str:
    """A time as one word of an action."""
    return UNSAID if when is None else f"{when:%H:%M}"


@flow.intent("weekly_rest", Action.SET_HOURS)
async def said_rest(turn: Turn) -> None:
    """“周一休息”, “天天开门”."""
    days = open_days(turn.text) or ()
    mine = await turn.held()
    if len(mine) == 1:
        await _set_days(turn, mine[0], days)
        return
    said = "".join(map(str, days))
    rows = [[Button(place.name, set_open_days(place.id, said))] for place in mine]
    turn.reply(turn.say("closures.which_shop"), buttons=rows, topic=Topic.SHOP_HOURS)


@flow.step(Action.SET_HOURS, to=holding, refused="self_check.not_mine")
async def set_hours(turn: Turn, shop_id: ShopId, opens: str, closes: str) -> None:
    said = Opening(*(time.fromisoformat(t) if t != UNSAID else None for t in (opens, closes)))
    await _set_hours(turn, await shops.shop(turn.tx, shop_id), said)


@flow.step(Action.SET_HOURS, to=holding, refused="self_check.not_mine")
async def set_open_days(turn: Turn, shop_id: ShopId, days: str) -> None:
    await _set_days(turn, await shops.shop(turn.tx, shop_id), tuple(map(int, days)))


async def _set_hours(turn: Turn, place: Shop, said: Opening) -> None:
    known = Opening() if Opening(place.opens, place.closes) == ALL_DAY else Opening(place.opens, place.closes)
    opens, closes = said.opens or known.opens, said.closes or known.closes
    if opens is None or closes is None:
        missing = "shop_hours.closes_when" if closes is None else "shop_hours.opens_when"
        turn.reply(turn.say(missing, shop=place.name), then=take_hours(_word(opens), _word(closes)))
        return
    await shops.set_hours(turn.tx, place.id, opens, closes)
    noted = "shop_hours.all_day" if Opening(opens, closes) == ALL_DAY else "shop_hours.noted"
    turn.reply(turn.say(noted, shop=place.name, opens=_word(opens), closes=_word(closes)))


async def _set_days(turn: Turn, place: Shop, days: tuple[int, ...]) -> None:
    await shops.set_open_days(turn.tx, place.id, days)
    rest = Weekdays(tuple(d for d in range(1, 8) if d not in days))
    key = "shop_hours.rests" if rest.days else "shop_hours.every_day"
    turn.reply(turn.say(key, shop=place.name, days=rest))
    keepers = await covers.keepers(turn.tx, place.id, turn.day, but=(turn.me,))
    await notify.tell_all(turn, keepers, lambda say: Reply(say(key, shop=place.name, days=rest)))
