"""What the office asks in passing of days and months: which shops are closed today, who reviews whose shops."""

from __future__ import annotations

from collections import defaultdict

from bot.flow import Flow, Turn
from handlers.shared import relations
from handlers.shared.naming import named_in
from programme.ids import PersonId, ShopId
from programme.roles import Action, may
from storage.people import people
from storage.reviews import cross_duties
from storage.shops import shop_names, shops
from texts.days import Names, Weekday

flow = Flow("passing")

MOST = 20
"""Shops, or members, told at a time."""


@flow.intent("shut_shops", Action.SEE_BOARD)
async def said_shut_shops(turn: Turn) -> None:
    """“有哪些店歇业了”: those closed today, with their last day."""
    streets = (await named_in(turn, turn.text)).streets
    lines = []
    for place in await shop_names.every(turn.tx):
        shut = await shops.closures(turn.tx, place.id, turn.day, turn.day)
        if not shut or (streets and place.street not in streets):
            continue
        if may(turn.roles, Action.SEE_BOARD, await relations.to_shop(turn, place.id)):
            last = Weekday(shut[-1].until) if shut[-1].until else turn.say("closures.open_end")
            lines.append(turn.say("passing.shut_line", shop=place.name, door=place.address, last=last))
    head = turn.say("passing.shut" if lines else "passing.none_shut", many=len(lines))
    turn.reply("\n".join([head, *lines[:MOST]]))


@flow.intent("cross_plan", Action.SEE_BOARD)
async def said_cross_plan(turn: Turn) -> None:
    """“下个月的互查怎么安排的”: who was drawn for which shops this month, and when the next are drawn."""
    month = cross_duties.month_of(turn.day)
    drawn: dict[PersonId, list[ShopId]] = defaultdict(list)
    for duty in await cross_duties.in_month(turn.tx, month):
        drawn[duty.member_id].append(duty.shop_id)
    lines, seen = [], 0
    for member, theirs in drawn.items():
        done = len(await cross_duties.seen(turn.tx, member, month))
        names = Names(tuple([(await shops.shop(turn.tx, shop)).name for shop in theirs]))
        name = (await people.person(turn.tx, member)).name
        lines.append(turn.say("passing.cross_line", name=name, shops=names, seen=done, many=len(theirs)))
        seen += done
    many = sum(map(len, drawn.values()))
    head = turn.say("passing.cross_head", many=many, seen=seen) if drawn else turn.say("passing.cross_none")
    turn.reply("\n".join([head, *sorted(lines)[:MOST], turn.say("passing.cross_when")]))
