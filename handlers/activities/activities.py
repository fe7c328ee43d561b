"""活动 and 报名: the next volunteer days as a list, a place in one tap, and a waiting list that moves up by itself."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.flow import Flow, Turn
from handlers.activities import planning
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.activities.activity_state import ActivityKind, ActivityState, PartState, on_signing
from programme.ids import ActivityId
from programme.roles import Action, able
from storage.activities import activities, parts
from storage.activities.activities import Activity
from storage.board import public_activities
from storage.board.public_activities import JointNotice
from storage.people import people
from storage.sites import cards
from texts import Say
from texts.days import Day, Hours

flow = Flow("activities")

SHOWN = 6
"""Activities of one list."""
DONE = 2
"""Joint enforcements told of a site."""
LATELY = timedelta(days=90)
LONGEST_NAME = 20


def hours_of(turn: Turn, one: Activity) -> Hours:
    return Hours(one.begins_at.astimezone(turn.zone), one.ends_at.astimezone(turn.zone))


@flow.intent("activities", Action.SIGN_UP)
async def said_activities(turn: Turn) -> None:
    """“活动”: the next ones; with a day and hours behind it: a new one."""
    if turn.words and able(turn.roles, Action.PLAN_ACTIVITY):
        planning.show_plan(turn, turn.words)
        return
    found = (await activities.coming(turn.tx, ActivityKind.VOLUNTEER, turn.now))[:SHOWN]
    how = f"\n{turn.say('planning.how')}" if able(turn.roles, Action.PLAN_ACTIVITY) else ""
    if not found:
        turn.reply(turn.say("activities.none") + how)
        return
    lines = [turn.say("activities.head"), *[await line(turn, one) for one in found]]
    rows = [[Button(turn.say("activities.sign_up", number=one.id), take_place(one.id), one.id)] for one in found]
    turn.reply("\n".join(lines) + how, buttons=rows, once=False, topic=Topic.ACTIVITY)


@flow.step(Action.SIGN_UP)
async def show_from_card(turn: Turn, code: str) -> None:
    """From a service card: the next days, those at its site first, and what joint enforcement did there lately."""
    card = await cards.find(turn.tx, code)
    here = card.site_id if card else None
    found = await activities.coming(turn.tx, ActivityKind.VOLUNTEER, turn.now)
    shown = sorted(found, key=lambda one: one.site_id != here)[:SHOWN]
    lines = [turn.say("activities.head"), *[await line(turn, one) for one in shown]]
    done = await public_activities.joint(turn.tx, turn.now - LATELY, here) if here is not None else []
    rows = [[Button(turn.say("activities.sign_up", number=one.id), take_place(one.id), one.id)] for one in shown]
    text = "\n".join(lines) if shown else turn.say("activities.none")
    text += "".join(f"\n{_done(turn, one)}" for one in done[:DONE])
    turn.reply(text, buttons=rows, once=False, topic=Topic.ACTIVITY)


def _done(turn: Turn, one: JointNotice) -> str:
    day = Day(one.begins_at.astimezone(turn.zone).date())
    figures = {"fixed": one.fixed, "advised": one.advised, "limited": one.limited, "passed": one.passed}
    return turn.say("joint.was_here", day=day, matters=one.matters, **figures)


async def line(turn: Turn, one: Activity) -> str:
    """One activity of a list, with how many places are left."""
    signed = len(await parts.of(turn.tx, one.id, PartState.SIGNED))
    room = "open" if one.places is None else "left" if one.places > signed else "full"
    left = turn.say(f"activities.{room}", many=(one.places or 0) - signed)
    values = {"number": one.id, "when": hours_of(turn, one), "place": one.place, "title": one.title}
    return turn.say("activities.line", left=left, **values)


async def said_one(turn: Turn, words: str) -> Activity | None:
    """The activity whose number stands in the words; without a number the only one that is coming."""
    if number := re.search(r"\d{1,9}", words):
        return await activities.find(turn.tx, int(number[0]))
    found = await activities.coming(turn.tx, ActivityKind.VOLUNTEER, turn.now)
    return found[0] if len(found) == 1 else None


@flow.intent("sign_up", Action.SIGN_UP)
async def said_sign_up(turn: Turn) -> None:
    """“报名 3”; without a number the list."""
    one = await said_one(turn, turn.words)
    await (take_place.go(turn, [str(one.id)]) if one else said_activities(turn))


@flow.on(r"join-(\d{1,9})", Action.SIGN_UP, rank=20)
async def scanned(turn: Turn) -> bool:
    """The code of a poster, said by whoever scans it."""
    one = await activities.find(turn.tx, int(turn.match[1])) if turn.match else None
    if one is None:
        return False
    await take_place.go(turn, [str(one.id)])
    return True


@flow.step(Action.SIGN_UP)
async def take_place(turn: Turn, activity_id: ActivityId) -> None:
    """A place, or a turn on the waiting list; whoever has no name here is asked for one, which may be left out."""
    one = await activities.find(turn.tx, activity_id)
    if one is None or one.kind is not ActivityKind.VOLUNTEER:
        turn.reply(turn.say("activities.no_such"))
        return
    if one.state is not ActivityState.PLANNED or one.begins_at <= turn.now:
        turn.reply(turn.say("activities.is_off" if one.state is ActivityState.CALLED_OFF else "activities.is_over"))
        return
    if turn.person_id is None:
        turn.person_id = await people.add(turn.tx, name="", now=turn.now, language=turn.incoming.language[:2])
    before = await parts.mine(turn.tx, one.id, turn.me)
    state = before.state if before else on_signing(one.places, len(await parts.of(turn.tx, one.id, PartState.SIGNED)))
    if before is None:
        await parts.sign(turn.tx, one.id, turn.me, state, turn.now)
    text = turn.say(f"activities.is_{state}", number=one.id, when=hours_of(turn, one), place=one.place, title=one.title)
    rows = [[Button(turn.say("activities.not_coming"), give_up_place(one.id))]]
    is_nameless = not (await people.person(turn.tx, turn.me)).name
    if is_nameless:
        text += f"\n{turn.say('activities.your_name')}"
    then = name_self() if is_nameless else ""
    turn.reply(text, buttons=rows, topic=Topic.ACTIVITY.of(one.id), then=then)


@flow.step(Action.SIGN_UP, asks="words")
async def name_self(turn: Turn) -> None:
    """How the host may call them, and what a certificate says."""
    name = " ".join(turn.text.split())
    if not name or len(name) > LONGEST_NAME or turn.person_id is None:
        turn.reply(turn.say("activities.name_how", most=LONGEST_NAME), then=name_self())
        return
    await people.call(turn.tx, turn.me, name)
    turn.reply(turn.say("activities.named", name=name))


@flow.intent("sign_off", Action.SIGN_UP)
async def said_sign_off(turn: Turn) -> None:
    """“不去 3”."""
    one = await said_one(turn, turn.words)
    if one is None:
        turn.reply(turn.say("activities.which_off"))
        return
    await give_up_place.go(turn, [str(one.id)])


@flow.step(Action.SIGN_UP)
async def give_up_place(turn: Turn, activity_id: ActivityId) -> None:
    """Their place is free, and goes to whoever has waited longest; that they do not come is not kept."""
    one = await activities.find(turn.tx, activity_id)
    part = await parts.mine(turn.tx, activity_id, turn.me) if one and turn.person_id is not None else None
    if one is None or part is None or part.state is PartState.CAME:
        turn.reply(turn.say("activities.not_signed"))
        return
    await parts.leave(turn.tx, part.id)
    if one.state is ActivityState.PLANNED and one.begins_at > turn.now:
        await tell_moved_up(turn, one)
    turn.reply(turn.say("activities.left_it", number=one.id))


async def tell_moved_up(turn: Turn, one: Activity) -> None:
    """Whoever has waited longest has a place now, and hears of it."""
    values = {"number": one.id, "when": hours_of(turn, one), "place": one.place, "title": one.title}

    def moved(say: Say) -> Reply:
        row = (Button(say("activities.not_coming"), give_up_place(one.id)),)
        return Reply(say("activities.moved_up", **values), (row,), urgent=True, topic=Topic.ACTIVITY.of(one.id))

    for person in await parts.move_up(turn.tx, one):
        await turn.tell(person, moved, best_before=one.begins_at)


@flow.intent("activity_news", Action.SIGN_UP)
async def said_news(turn: Turn) -> None:
    """订活动: hear of each new volunteer day once."""
    if turn.person_id is None:
        turn.person_id = await people.add(turn.tx, name="", now=turn.now, language=turn.incoming.language[:2])
    await activities.want_news(turn.tx, turn.me)
    turn.reply(turn.say("activities.news_on"))


@flow.intent("no_activity_news", Action.SIGN_UP)
async def said_no_news(turn: Turn) -> None:
    had = turn.person_id is not None and await activities.want_no_news(turn.tx, turn.me)
    turn.reply(turn.say("activities.news_off" if had else "activities.news_none"))
