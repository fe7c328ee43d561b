"""谁在请假, 销假: who is away now or soon and who stands in, and that somebody is back before their days are over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from bot.flow import Flow, Turn
from bot.language.words.vocabulary import Vocabulary
from handlers.people.leave import call_off_leave, end_leave
from handlers.shared import notify
from handlers.shared.naming import named_in
from handlers.shared.relations import to_person
from messages.reply import Reply
from programme.ids import PersonId
from programme.roles import Action, able, may
from storage.people import covers, people
from storage.people.covers import Cover
from storage.people.people import Person
from texts.days import Weekday

flow = Flow("away")

_GROUPS = Vocabulary("office")
AHEAD = 15
"""Days in which a leave that has not begun is listed."""
TOMORROW = re.compile(_GROUPS.pattern("tomorrow"), re.IGNORECASE)
"""When whoever was away is back, if not today."""


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
            if now == one and may(turn.roles, Action.SEND_ON_LEAVE, await to_person(turn, one.member_id)):
                found[one.id] = one
    return list(found.values())


async def _line(turn: Turn, one: Cover) -> str:
    away, here = await people.person(turn.tx, one.member_id), await people.person(turn.tx, one.cover_id)
    last = Weekday(one.until) if one.until else turn.say("closures.open_end")
    return turn.say("away.line", name=away.name, first=Weekday(one.since), last=last, cover=here.name)


@flow.intent("back", Action.TAKE_LEAVE)
async def said_back(turn: Turn) -> None:
    """“销假”, “我明天不请假了”: the member keeps their own shops again, from today or from tomorrow."""
    back, away = _day_of_return(turn), await _leave_of(turn, turn.me)
    if away is None:
        turn.reply(turn.say("leave.not_away"))
    elif away.since > turn.day:
        await call_off_leave.go(turn, [str(turn.me), away.since.isoformat()])
    else:
        await end_leave(turn, away, back)
        turn.reply(turn.say("leave.back_tomorrow" if back > turn.day else "leave.welcome_back", day=Weekday(back)))


@flow.intent("back_of", Action.SEND_ON_LEAVE)
async def said_back_of(turn: Turn) -> None:
    """“王芳回来上班了”, said by whoever may send her; whoever names no member speaks of themselves."""
    named = (await named_in(turn, turn.text)).members
    if not named and able(turn.roles, Action.TAKE_LEAVE):
        await said_back(turn)
        return
    if not named:
        turn.reply(turn.say("leave.who_is_back"))
        return
    member, away = await _away_of(turn, named)
    if not may(turn.roles, Action.SEND_ON_LEAVE, await to_person(turn, member.id)):
        turn.reply(turn.say("engine.not_yours"))
    elif away is None:
        turn.reply(turn.say("leave.they_were_here", name=member.name))
    elif away.since > turn.day:
        await call_off_leave.go(turn, [str(member.id), away.since.isoformat()])
    else:
        await _bring_back(turn, member, away)


async def _bring_back(turn: Turn, member: Person, away: Cover) -> None:
    back = _day_of_return(turn)
    await end_leave(turn, away, back)
    if member.id != turn.me:
        await notify.tell_all(turn, [member.id], lambda say: Reply(say("leave.yours_ended", day=Weekday(back))))
    turn.reply(turn.say("leave.they_are_back", name=member.name, day=Weekday(back)))


def _day_of_return(turn: Turn) -> date:
    return turn.day + timedelta(days=bool(TOMORROW.search(turn.text)))


async def _away_of(turn: Turn, named: Sequence[Person]) -> tuple[Person, Cover | None]:
    """Whose leave is meant, and which: “李明不用替王芳了” is of her who is away, now or soon."""
    for one in named:
        if away := await _leave_of(turn, one.id):
            return one, away
    return named[0], None


async def _leave_of(turn: Turn, member: PersonId) -> Cover | None:
    """The leave that runs, else the next one: it may be called off before it begins."""
    return await covers.cover_of(turn.tx, member, turn.day) or await covers.next_of(turn.tx, member, turn.day)
