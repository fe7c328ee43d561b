"""记时长: after the end the host ticks who came; minutes can be put right, people added. Nobody is noted as absent."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from bot.flow import Flow, Turn
from handlers.activities.claims import ask_seconds, tell_noted
from handlers.shared import relations
from messages.reply import Button, Pick
from messages.topics import Topic
from programme.activities.activity_state import ActivityState, PartState
from programme.activities.time_given import Given, Noting, hours, impossible, noting, read_minutes
from programme.ids import ActivityId, PartId, PersonId
from programme.roles import Action
from storage.activities import activities, parts
from storage.activities.activities import Activity
from storage.activities.parts import Part
from storage.people import people

flow = Flow("noting")

AT_ONCE = 12
"""Names of one message."""


@flow.intent("note_hours", Action.PLAN_ACTIVITY)
async def said_note_hours(turn: Turn) -> None:
    """“记时长 3”."""
    number = re.search(r"\d{1,9}", turn.words)
    one = await activities.find(turn.tx, int(number[0])) if number else None
    if one is None:
        turn.reply(turn.say("noting.how"))
        return
    await ask_who_came.go(turn, [str(one.id)])


@flow.step(Action.CHANGE_ACTIVITY, to=relations.to_activity)
async def ask_who_came(turn: Turn, activity_id: ActivityId) -> None:
    """The list of who signed up, to be ticked."""
    one = await activities.activity(turn.tx, activity_id)
    if not _may_note(turn, one):
        return
    signed = await parts.of(turn.tx, one.id, PartState.SIGNED, PartState.WAITING)
    if not signed:
        await _sum_up(turn, one)
        return
    options = tuple([await name_of(turn, part) for part in signed])
    pick = Pick(options, turn.say("noting.submit"), note_came(one.id, ",".join(str(part.id) for part in signed)))
    text = turn.say("noting.who_came", number=one.id, title=one.title, hours=hours(one.minutes))
    turn.reply(text, pick=pick, topic=Topic.ACTIVITY.of(one.id))


def _may_note(turn: Turn, one: Activity) -> bool:
    """Whether hours of it can be noted now; why not is said."""
    when = noting(one.ends_at, turn.now)
    if one.state is ActivityState.CALLED_OFF:
        turn.reply(turn.say("activities.is_off"))
    elif when in (Noting.EARLY, Noting.TOO_LATE):
        turn.reply(turn.say(f"noting.{when}"))
    else:
        return True
    return False


async def name_of(turn: Turn, part: Part) -> str:
    """A name for the host's eyes; whoever gave none is told apart by the order of signing up."""
    name = (await people.person(turn.tx, part.person_id)).name if part.person_id is not None else ""
    return name or turn.say("noting.nameless", number=part.id)


@flow.step(Action.CHANGE_ACTIVITY, to=relations.to_activity)
async def note_came(turn: Turn, activity_id: ActivityId, listed: str) -> None:
    """Whoever was ticked came, for the whole time."""
    one = await activities.activity(turn.tx, activity_id)
    if not _may_note(turn, one):
        return
    numbers = [PartId(int(number)) for number in listed.split(",")]
    there = {part.id: part for part in await parts.of(turn.tx, one.id)}
    ticked = [there[numbers[n]] for n in turn.picked if n < len(numbers) and numbers[n] in there]
    wrong = [await _note(turn, one, part.person_id, one.minutes) for part in ticked]
    await _sum_up(turn, one, *wrong)


async def _note(turn: Turn, one: Activity, person: PersonId | None, minutes: int) -> str:
    """Note it, or say why that cannot be."""
    if person is not None:
        others = [
            replace(given, begins=given.begins.astimezone(turn.zone))
            for given in await parts.given_by(turn.tx, person, one.id)
        ]
        if why := impossible(Given(one.begins_at.astimezone(turn.zone), minutes), others):
            return turn.say(f"noting.{why}", name=(await people.person(turn.tx, person)).name)
    sure = noting(one.ends_at, turn.now) is Noting.ALONE
    await parts.note(turn.tx, one, person, minutes, by=turn.me, now=turn.now, sure=sure)
    return ""


async def _sum_up(turn: Turn, one: Activity, *before: str) -> None:
    """Who came, and what can still be put right."""
    came = await parts.of(turn.tx, one.id, PartState.CAME)
    names = [turn.say("noting.one", name=await name_of(turn, part), hours=hours(part.minutes or 0)) for part in came]
    said = turn.say("noting.came" if came else "noting.nobody", many=len(came), names="、".join(names))
    rows = [
        [Button(turn.say("noting.left_early"), ask_minutes(one.id))] if came else [],
        [Button(turn.say("noting.more"), ask_more(one.id))],
        [Button(turn.say("noting.all_right"), close_activity(one.id))],
    ]
    text = "\n".join(filter(None, (*before, said)))
    turn.reply(text, buttons=rows, once=False, topic=Topic.ACTIVITY.of(one.id))


@flow.step(Action.CHANGE_ACTIVITY, to=relations.to_activity)
async def ask_minutes(turn: Turn, activity_id: ActivityId) -> None:
    turn.reply(turn.say("noting.minutes_how"), then=set_minutes(activity_id))


@flow.step(Action.CHANGE_ACTIVITY, to=relations.to_activity, asks="words")
async def set_minutes(turn: Turn, activity_id: ActivityId) -> None:
    """“张三 早走1小时”, “张三 60分钟”."""
    one = await activities.activity(turn.tx, activity_id)
    minutes = read_minutes(turn.text, one.minutes)
    named = [part for part in await parts.of(turn.tx, one.id, PartState.CAME) if await _is_named(turn, part)]
    if minutes is None or not named or not 0 < minutes <= one.minutes:
        wrong = "no_minutes" if minutes is None else "no_such_name" if not named else "more_than_whole"
        turn.reply(turn.say(f"noting.{wrong}", hours=hours(one.minutes)), then=set_minutes(activity_id))
        return
    if len(named) > 1:
        rows = [[Button(f"{await name_of(turn, part)} {part.id}", set_minutes_of(part.id, minutes))] for part in named]
        turn.reply(turn.say("noting.which"), buttons=rows, topic=Topic.ACTIVITY.of(one.id))
        return
    await set_minutes_of.go(turn, [str(named[0].id), str(minutes)])


async def _is_named(turn: Turn, part: Part) -> bool:
    return await name_of(turn, part) in turn.text


@flow.step(Action.CHANGE_ACTIVITY, to=relations.to_part)
async def set_minutes_of(turn: Turn, part_id: PartId, minutes: int) -> None:
    part = await parts.part(turn.tx, part_id)
    one = await activities.activity(turn.tx, part.activity_id)
    if not _may_note(turn, one):
        return
    sure = noting(one.ends_at, turn.now) is Noting.ALONE
    await parts.change(turn.tx, part, min(minutes, one.minutes), by=turn.me, now=turn.now, sure=sure)
    await _sum_up(turn, one)


@flow.step(Action.CHANGE_ACTIVITY, to=relations.to_activity)
async def ask_more(turn: Turn, activity_id: ActivityId) -> None:
    turn.reply(turn.say("noting.more_how"), then=add_more(activity_id))


@flow.step(Action.CHANGE_ACTIVITY, to=relations.to_activity, asks="words")
async def add_more(turn: Turn, activity_id: ActivityId) -> None:
    """Whoever came without signing up: by the name they have here; whoever has none counts without one."""
    one = await activities.activity(turn.tx, activity_id)
    if not _may_note(turn, one):
        return
    names = Counter([name for name in re.split(r"[\s,，、;；和]+", turn.text) if name][:AT_ONCE])
    told = [await _add(turn, one, name, times) for name, times in names.items()]
    await _sum_up(turn, one, *told)


async def _add(turn: Turn, one: Activity, name: str, times: int) -> str:
    """Add one person; what is to be said of it."""
    found = await parts.called(turn.tx, name)
    if len(found) > 1 or times > 1:
        return turn.say("noting.several", name=name)
    if not found:
        await _note(turn, one, None, one.minutes)
        return turn.say("noting.unknown", name=name, number=one.id)
    known = await parts.mine(turn.tx, one.id, found[0])
    if known is not None and known.state is PartState.CAME:
        return turn.say("noting.twice", name=name)
    return await _note(turn, one, found[0], one.minutes)


@flow.step(Action.CHANGE_ACTIVITY, to=relations.to_activity)
async def close_activity(turn: Turn, activity_id: ActivityId) -> None:
    """It is closed, and everybody hears what was noted for them; what was noted late waits for a second person."""
    one = await activities.activity(turn.tx, activity_id)
    if not _may_note(turn, one):
        return
    if one.state is not ActivityState.CLOSED:
        over = one if one.state is ActivityState.OVER else replace(one, state=ActivityState.OVER)
        await activities.save(turn.tx, one, over)
        one = await activities.save(turn.tx, over, replace(over, state=ActivityState.CLOSED, ended_at=turn.now))
    await parts.forget_others(turn.tx, one.id)
    came = await parts.of(turn.tx, one.id, PartState.CAME)
    for part in came:
        await tell_noted(turn, one, part)
    late = await ask_seconds(turn, one, came)
    given = sum(part.minutes or 0 for part in came)
    values = {"number": one.id, "many": len(came), "length": hours(one.minutes), "given": hours(given)}
    turn.reply(turn.say("noting.closed", **values) + (f"\n{turn.say('noting.waits')}" if late else ""))
