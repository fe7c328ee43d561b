"""谁在请假: who of the members is away now or soon, and who stands in."""

from __future__ import annotations

from datetime import timedelta

from bot.flow import Flow, Turn
from handlers.people.leave import AHEAD
from handlers.shared import relations
from programme.roles import Action, may
from storage.people import covers, people
from storage.people.covers import Cover
from texts.days import Weekday

flow = Flow("away")


@flow.intent("on_leave", Action.SEND_ON_LEAVE)
async def said_on_leave(turn: Turn) -> None:
    """“谁在请假”, “李明请假了谁替他”: of a secretary's branch, or all."""
    lines = [await _line(turn, one) for one in await _coming(turn)]
    turn.reply("\n".join([turn.say("away.head"), *lines]) if lines else turn.say("away.nobody"))


async def _coming(turn: Turn) -> list[Cover]:
    """Each leave of now or of the next days once, the newest word of it."""
    found: dict[int, Cover] = {}
    for ahead in range(AHEAD):
        day = turn.day + timedelta(days=ahead)
        for one in await covers.on(turn.tx, day):
            now = await covers.cover_of(turn.tx, one.member_id, day)
            if now == one and may(turn.roles, Action.SEND_ON_LEAVE, await relations.to_person(turn, one.member_id)):
                found[one.id] = one
    return list(found.values())


async def _line(turn: Turn, one: Cover) -> str:
    away, here = await people.person(turn.tx, one.member_id), await people.person(turn.tx, one.cover_id)
    last = Weekday(one.until) if one.until else turn.say("closures.open_end")
    return turn.say("away.line", name=away.name, first=Weekday(one.since), last=last, cover=here.name)
