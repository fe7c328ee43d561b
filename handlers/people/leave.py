"""Leave (请假): a member's shops go to a cover for some days; member, cover and manager are all told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.flow import Flow, Turn
from bot.language.words.vocabulary import Vocabulary
from handlers.people.stand_ins import stand_in_told
from handlers.requests import help_answers
from handlers.shared import notify
from handlers.shared.naming import named_in
from handlers.shared.relations import to_person
from messages.reply import CANCEL, Button, Reply
from messages.topics import Topic
from programme.ids import PersonId
from programme.reviews.rota import cover
from programme.roles import Action, able, may
from programme.spans import LONGEST, Span, span
from storage.people import covers, people
from storage.people.people import Person
from storage.shops import shops
from texts import Say
from texts.days import Weekday

flow = Flow("leave")

_GROUPS = Vocabulary("office")
DAYS = (1, 3, 7)
"""What is offered to somebody who only says 请假."""
MOST_OFFERED = 8
"""Who may stand in, offered at a time."""
AHEAD = 15
"""Days in which a leave that has not begun is looked for."""
LEAVE_WORDS = (
    "帮|给|请个假|请了假|请假|休假|休年假|病假|事假|出差|外出|不在|让|叫|由|替一下|替他|替她|替|顶|要|[,，。]|"
    r"\bis\b|\bgoes\b|\bwill be\b|on leave|\bleave\b"
)
"""What stands around the days of a leave."""
_ONE = timedelta(days=1)
TOMORROW = re.compile(_GROUPS.pattern("tomorrow"), re.IGNORECASE)
"""When whoever was away is back, if not today."""


@flow.intent("leave", Action.TAKE_LEAVE)
async def said_leave(turn: Turn) -> None:
    """“请假 3天”, “请假 3天 李强”, “请假”; “王芳 请假 3天” of somebody else is for those to say who may send her."""
    spoken_of = await _member(turn, (await _named_first(turn, turn.text))[0])
    if spoken_of is not None and spoken_of.id != turn.me:
        turn.reply(turn.say("engine.not_yours"))
        return
    words = turn.words
    meant = span(words, turn.day)
    if not words or meant is None or meant.last is None:
        rows = [[Button(turn.say("leave.days", many=n), take_leave(n)) for n in DAYS]]
        rows.append([Button(turn.say("engine.cancel"), CANCEL)])
        turn.reply(turn.say("leave.how_long"), buttons=rows, topic=Topic.LEAVE)
        return
    await _go(turn, turn.me, meant)


@flow.intent("leave_of", Action.SEND_ON_LEAVE)
async def said_leave_of(turn: Turn) -> None:
    """“王芳 请假 3天”, “王芳明天出差，让李明替一下”: said for somebody else; whoever names no member speaks of themselves."""
    named = (await named_in(turn, turn.text)).members
    name, words = (named[0].name, turn.text) if named else await _named_first(turn, turn.words)
    member = await _member(turn, name)
    if member is None and able(turn.roles, Action.TAKE_LEAVE):
        await said_leave(turn)
        return
    meant = span(_days_of(words, named), turn.day)
    if member is None or not words or meant is None or meant.last is None:
        turn.reply(turn.say("leave.how" if member or not name else "leave.no_member", name=name))
    elif may(turn.roles, Action.SEND_ON_LEAVE, await to_person(turn, member.id)):
        cover = named[1].name if len(named) > 1 else meant.rest
        await _go(turn, member.id, replace(meant, rest=cover))
    else:
        turn.reply(turn.say("engine.not_yours"))


def _days_of(words: str, named: Sequence[Person]) -> str:
    """The words that may tell days: without names, and without those that only ask for the leave."""
    for one in named:
        words = words.replace(one.name, " ")
    return " ".join(re.sub(LEAVE_WORDS, " ", words, flags=re.IGNORECASE).split())


async def _named_first(turn: Turn, words: str) -> tuple[str, str]:
    """The member's name that the words begin with, and the words after it; else the first word and the rest."""
    names = sorted((p.name for p in await people.with_role(turn.tx, "member")), key=len, reverse=True)
    known = next((name for name in names if name and words.startswith(name)), words.split(" ", maxsplit=1)[0])
    return known, words.removeprefix(known).strip()


@flow.intent("back", Action.TAKE_LEAVE)
async def said_back(turn: Turn) -> None:
    """“销假”, “我明天不请假了”: the member keeps their own shops again, from today or from tomorrow."""
    last = _last_day(turn)
    if await _end(turn, turn.me, last):
        sentence = "leave.welcome_back" if last < turn.day else "leave.back_tomorrow"
        turn.reply(turn.say(sentence, day=Weekday(last + _ONE)))
    elif first := await _next_leave(turn, turn.me):
        await call_off_leave.go(turn, [str(turn.me), first.isoformat()])
    else:
        turn.reply(turn.say("leave.not_away"))


def _last_day(turn: Turn) -> date:
    """The last day of a leave that ends early: today for whoever is back tomorrow."""
    return turn.day if TOMORROW.search(turn.text) else turn.day - _ONE


async def _end(turn: Turn, member: PersonId, last: date) -> bool:
    """End a leave that runs, and tell the cover; False where there is none."""
    away = await covers.cover_of(turn.tx, member, turn.day)
    if away is None:
        return False
    await covers.end(turn.tx, member, last)
    await help_answers.pass_all(turn, member)
    name = (await people.person(turn.tx, member)).name
    await turn.tell(away.cover_id, lambda say: Reply(say("leave.is_back", name=name)))
    return True


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
    member = await _away_of(turn, named)
    if not may(turn.roles, Action.SEND_ON_LEAVE, await to_person(turn, member.id)):
        turn.reply(turn.say("engine.not_yours"))
    elif await _end(turn, member.id, last := _last_day(turn)):
        turn.reply(turn.say("leave.they_are_back", name=member.name, day=Weekday(last + _ONE)))
    elif first := await _next_leave(turn, member.id):
        await call_off_leave.go(turn, [str(member.id), first.isoformat()])
    else:
        turn.reply(turn.say("leave.they_were_here", name=member.name))


async def _away_of(turn: Turn, named: Sequence[Person]) -> Person:
    """Whose leave is meant: “李明不用替王芳了” is of her who is away, now or soon."""
    for one in named:
        if await covers.cover_of(turn.tx, one.id, turn.day) or await _next_leave(turn, one.id):
            return one
    return named[0]


async def _next_leave(turn: Turn, member: PersonId) -> date | None:
    """The first day of a leave that is still to come: it may be called off before it begins."""
    for ahead in range(1, AHEAD):
        day = turn.day + timedelta(days=ahead)
        if await covers.cover_of(turn.tx, member, day):
            return day
    return None


@flow.step(Action.TAKE_LEAVE)
async def take_leave(turn: Turn, many: int) -> None:
    await _go(turn, turn.me, Span(turn.day, turn.day + timedelta(days=min(many, LONGEST) - 1)))


@flow.step(Action.NAME_COVER, to=to_person)
async def choose_stand_in(turn: Turn, member: PersonId, first: date, last: date) -> None:
    """Ask for another cover than the one proposed."""
    team = await covers.team(turn.tx, turn.day)
    here = [h.id for h in team.helpers if not h.away and h.id != member]
    rows = [[Button((await people.person(turn.tx, h)).name, name_stand_in(member, h, first, last))] for h in here]
    turn.reply(turn.say("leave.who" if rows else "leave.nobody_else"), buttons=rows, topic=Topic.LEAVE)


@flow.step(Action.NAME_COVER, to=to_person)
async def name_stand_in(turn: Turn, member: PersonId, stand_in: PersonId, first: date, last: date) -> None:
    await _name(turn, member, stand_in, Span(max(first, turn.day), max(last, turn.day)))


@flow.step(Action.NAME_COVER, to=to_person)
async def call_off_leave(turn: Turn, member: PersonId, first: date) -> None:
    """Cancel a leave that was recorded: cover and member are told, and help requests return to the member."""
    named = await covers.cover_of(turn.tx, member, first)
    await covers.end(turn.tx, member, first - _ONE)
    await help_answers.pass_all(turn, member)
    name = (await people.person(turn.tx, member)).name
    if named:
        await turn.tell(named.cover_id, lambda say: Reply(say("leave.is_back", name=name)))
    if member == turn.me:
        turn.reply(turn.say("leave.called_off"))
        return
    await notify.tell_all(turn, [member], lambda say: Reply(say("leave.yours_called_off", day=Weekday(first))))
    turn.reply(turn.say("leave.theirs_called_off", name=name, day=Weekday(first)))


async def _go(turn: Turn, member: PersonId, meant: Span) -> None:
    """Begin the leave with the named cover, else the member with fewest shops in the same grid, else a manager."""
    named = await _stand_in(turn, meant.rest) if meant.rest else None
    if named is None and (name := stand_in_told(turn.text)):
        named = await _stand_in(turn, name)
        if named is None:
            await _ask_stand_in(turn, member, meant, name)
            return
    if named is not None and named.id != member and await covers.cover_of(turn.tx, named.id, turn.day) is None:
        await _name(turn, member, named.id, meant)
        return
    found = await next_best(turn, member, meant.first)
    if found is None:
        turn.reply(turn.say("leave.nobody"))
    else:
        await _name(turn, member, found, meant)


async def _stand_in(turn: Turn, name: str) -> Person | None:
    """The member of that name, or the manager."""
    managers = await people.named(turn.tx, "manager", name)
    return await _member(turn, name) or (managers[0] if len(managers) == 1 else None)


async def _ask_stand_in(turn: Turn, member: PersonId, meant: Span, name: str) -> None:
    """Whoever was named is no member who can stand in: say so, and offer those who can; nothing is recorded yet."""
    best, team = await next_best(turn, member, meant.first), await covers.team(turn.tx, meant.first)
    others = [h.id for h in team.helpers if not h.away and h.id not in (member, best)]
    found = [await people.person(turn.tx, who) for who in [best, *others] if who is not None][:MOST_OFFERED]
    last = meant.last or meant.first
    rows = [[Button(one.name, name_stand_in(member, one.id, meant.first, last))] for one in found]
    rows.append([Button(turn.say("engine.cancel"), CANCEL)])
    turn.reply(turn.say("leave.no_stand_in", name=name), buttons=rows, topic=Topic.LEAVE)


async def next_best(turn: Turn, member: PersonId, first: date, *, but: PersonId | None = None) -> PersonId | None:
    """The available member with fewest shops, else a manager; None where there is nobody at all."""
    team = await covers.team(turn.tx, first)
    taken = {link.shop_id for link in await shops.links(turn.tx, member)}
    helpers = [h for h in team.helpers if h.id != but]
    managers = [m.id for m in await people.with_role(turn.tx, "manager") if m.id not in (member, but)]
    return cover(member, helpers, team.loads, taken) or next(iter(managers), None)


async def _name(turn: Turn, member: PersonId, stand_in: PersonId, meant: Span) -> None:
    if meant.last is None:
        return
    away, here = await people.person(turn.tx, member), await people.person(turn.tx, stand_in)
    before = await covers.cover_of(turn.tx, member, meant.first)
    turn.made("leave", await covers.name(turn.tx, member, stand_in, meant.first, meant.last))
    many = len(await shops.links(turn.tx, member))
    first, last = Weekday(meant.first), Weekday(meant.last)

    def told(say: Say, sentence: str) -> Reply:
        return Reply(say(sentence, name=away.name, cover=here.name, many=many, first=first, last=last))

    await notify.tell_all(turn, [stand_in], lambda say: told(say, "leave.you_cover"))
    if before and before.cover_id != stand_in:
        await notify.tell_all(turn, [before.cover_id], lambda say: Reply(say("leave.not_you", name=away.name)))
    others = [m.id for m in await people.with_role(turn.tx, "manager") if m.id != stand_in]
    others += [member] if member != turn.me else []
    await notify.tell_all(turn, others, lambda say: told(say, "leave.somebody_covers"))
    await help_answers.pass_all(turn, member)
    turn.reply(
        turn.say("leave.arranged", name=away.name, cover=here.name, many=many, first=first, last=last),
        buttons=[
            [
                Button(turn.say("leave.other"), choose_stand_in(member, meant.first, meant.last)),
                Button(turn.say("leave.never_mind"), call_off_leave(member, meant.first)),
            ]
        ],
        once=False,
        topic=Topic.LEAVE,
    )


async def _member(turn: Turn, name: str) -> Person | None:
    """The one member with that name."""
    named = await people.named(turn.tx, "member", name)
    return named[0] if len(named) == 1 else None


@flow.edits.after("leave")
async def take_back_leave(turn: Turn, cover_id: int) -> None:
    """The edited message no longer says these days: whoever was to cover hears it, unless they still do on other days."""
    named = await covers.take_back(turn.tx, cover_id)
    if named is None:
        return
    await help_answers.pass_all(turn, named.member_id)
    if not any(c.member_id == named.member_id for c in await covers.of_stand_in(turn.tx, named.cover_id, turn.day)):
        name = (await people.person(turn.tx, named.member_id)).name
        await notify.tell_all(turn, [named.cover_id], lambda say: Reply(say("leave.not_you", name=name)))
