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
from programme.shops.opening_hours import hours, open_days
from storage.people import covers
from storage.shops import shops
from storage.shops.shops import Shop
from texts.days import Weekdays

flow = Flow("shop_hours")


@flow.intent("hours", Action.SET_HOURS)
async def said_hours(turn: Turn) -> None:
    """“营业时间 7:30-21:00”."""
    found = hours(turn.words)
    mine = await turn.held()
    if found is None:
        turn.reply(turn.say("shop_hours.how"))
        return
    opens, closes = (f"{t:%H:%M}" for t in found)
    if len(mine) == 1:
        await _set_hours(turn, mine[0], opens, closes)
        return
    rows = [[Button(place.name, set_hours(place.id, opens, closes))] for place in mine]
    turn.reply(turn.say("closures.which_shop"), buttons=rows, topic=Topic.SHOP_HOURS)


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
    await _set_hours(turn, await shops.shop(turn.tx, shop_id), opens, closes)


@flow.step(Action.SET_HOURS, to=holding, refused="self_check.not_mine")
async def set_open_days(turn: Turn, shop_id: ShopId, days: str) -> None:
    await _set_days(turn, await shops.shop(turn.tx, shop_id), tuple(map(int, days)))


async def _set_hours(turn: Turn, place: Shop, opens: str, closes: str) -> None:
    await shops.set_hours(turn.tx, place.id, time.fromisoformat(opens), time.fromisoformat(closes))
    turn.reply(turn.say("shop_hours.noted", shop=place.name, opens=opens, closes=closes))


async def _set_days(turn: Turn, place: Shop, days: tuple[int, ...]) -> None:
    await shops.set_open_days(turn.tx, place.id, days)
    rest = Weekdays(tuple(d for d in range(1, 8) if d not in days))
    key = "shop_hours.rests" if rest.days else "shop_hours.every_day"
    turn.reply(turn.say(key, shop=place.name, days=rest))
    keepers = await covers.keepers(turn.tx, place.id, turn.day, but=(turn.me,))
    await notify.tell_all(turn, keepers, lambda say: Reply(say(key, shop=place.name, days=rest)))
