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
from storage.people.covers import Cover
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
_BESIDE = re.compile(
    rf"{_GROUPS.pattern('beside_leave', 'zh')}|[,，。]|\b{_GROUPS.pattern('beside_leave', 'en')}\b", re.IGNORECASE
)
"""What stands around the days of a leave."""


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
    acts = stand_in_told(turn.text)
    named = sorted((await named_in(turn, turn.text)).members, key=lambda one: one.name == acts)  # who stands in is last
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
    return " ".join(_BESIDE.sub(" ", words).split())


async def _named_first(turn: Turn, words: str) -> tuple[str, str]:
    """The member's name that the words begin with, and the words after it; else the first word and the rest."""
    names = sorted((p.name for p in await people.with_role(turn.tx, "member")), key=len, reverse=True)
    known = next((name for name in names if name and words.startswith(name)), words.split(" ", maxsplit=1)[0])
    return known, words.removeprefix(known).strip()


@flow.step(Action.TAKE_LEAVE)
async def take_leave(turn: Turn, many: int) -> None:
    await _go(turn, turn.me, Span(turn.day, turn.day + timedelta(days=min(many, LONGEST) - 1)))


@flow.step(Action.NAME_COVER, to=to_person)
async def choose_stand_in(turn: Turn, member: PersonId, first: date, last: date) -> None:
    """Ask for another cover than the one proposed."""
    if last < turn.day:
        turn.reply(turn.say("leave.over"))
    else:
        await _offer(turn, member, Span(first, last), turn.say("leave.who"))


@flow.step(Action.NAME_COVER, to=to_person)
async def name_stand_in(turn: Turn, member: PersonId, stand_in: PersonId, first: date, last: date) -> None:
    if last < turn.day:
        turn.reply(turn.say("leave.over"))
    else:
        await _name(turn, member, stand_in, Span(max(first, turn.day), last))


@flow.step(Action.NAME_COVER, to=to_person)
async def call_off_leave(turn: Turn, member: PersonId, first: date) -> None:
    """Cancel a leave that was recorded, the days that are over apart: whoever did not say so hears it."""
    named = await covers.cover_of(turn.tx, member, first)
    begins = max(first, turn.day)
    if named is None or not await end_leave(turn, named, begins):
        turn.reply(turn.say("leave.over"))
    elif member == turn.me:
        turn.reply(turn.say("leave.called_off"))
    else:
        name = (await people.person(turn.tx, member)).name
        await notify.tell_all(turn, [member], lambda say: Reply(say("leave.yours_called_off", day=Weekday(begins))))
        turn.reply(turn.say("leave.theirs_called_off", name=name, day=Weekday(begins)))


async def end_leave(turn: Turn, away: Cover, back: date) -> bool:
    """The member is back on that day: the cover hears it, and help requests return. False where it was over before."""
    if away.until and away.until < back:
        return False
    await covers.end(turn.tx, away, back)
    await help_answers.pass_all(turn, away.member_id)
    name, sentence = (await people.person(turn.tx, away.member_id)).name, "leave.is_back"
    sentence = "leave.back_from" if back > turn.day or away.since >= turn.day else sentence
    await turn.tell(away.cover_id, lambda say: Reply(say(sentence, name=name, day=Weekday(back))))
    return True


async def _go(turn: Turn, member: PersonId, meant: Span) -> None:
    """Begin the leave with the named cover, else the member with fewest shops in the same grid, else a manager."""
    named = await _stand_in(turn, meant.rest) if meant.rest else None
    name = stand_in_told(turn.text)
    named = named or (await _stand_in(turn, name) if name else None)
    if named is None and name:
        await _offer(turn, member, meant, turn.say("leave.no_stand_in", name=name))
    elif named is not None and await covers.cover_of(turn.tx, named.id, meant.first):
        await _offer(turn, member, meant, turn.say("leave.stand_in_away", name=named.name))
    elif named is not None and named.id != member:
        await _name(turn, member, named.id, meant)
    elif found := await next_best(turn, member, meant.first):
        await _name(turn, member, found, meant)
    else:
        turn.reply(turn.say("leave.nobody"))


async def _stand_in(turn: Turn, name: str) -> Person | None:
    """The member of that name, or the manager."""
    managers = await people.named(turn.tx, "manager", name)
    return await _member(turn, name) or (managers[0] if len(managers) == 1 else None)


async def _offer(turn: Turn, member: PersonId, meant: Span, words: str) -> None:
    """Offer those who can stand in, the one who fits best first; nothing is recorded before a tap."""
    best, team = await next_best(turn, member, meant.first), await covers.team(turn.tx, meant.first)
    others = [h.id for h in team.helpers if not h.away and h.id not in (member, best)]
    found = [await people.person(turn.tx, who) for who in [best, *others] if who is not None][:MOST_OFFERED]
    last = meant.last or meant.first
    rows = [[Button(one.name, name_stand_in(member, one.id, meant.first, last))] for one in found]
    rows.append([Button(turn.say("engine.cancel"), CANCEL)])
    turn.reply(words if found else turn.say("leave.nobody"), buttons=rows if found else [], topic=Topic.LEAVE)


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
