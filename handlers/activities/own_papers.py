"""时长证明 and 我的日历: what somebody takes away for themselves, free and at once."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.flow import Flow, Turn
from handlers.shared import relations
from messages.reply import Button
from messages.topics import Topic
from programme.activities.activity_state import ActivityKind
from programme.ids import ActivityId
from programme.roles import Action
from storage.activities import activities, calendars, hour_papers
from storage.operations import runs
from storage.people import people

flow = Flow("own_papers")

JOB = "activity-papers"
LONGEST_NAME = 20


@flow.intent("hours_paper", Action.SIGN_UP)
async def said_hours_paper(turn: Turn) -> None:
    """时长证明: of all that is sure; whoever has no name here is asked for the one that is to stand on it."""
    if turn.person_id is None or not await hour_papers.sure(turn.tx, turn.me, turn.now):
        turn.reply(turn.say("claims.none"))
    elif not (await people.person(turn.tx, turn.me)).name:
        turn.reply(turn.say("activities.paper_name"), then=send_paper_name())
    else:
        await _give(turn)


@flow.step(Action.SIGN_UP, asks="words")
async def send_paper_name(turn: Turn) -> None:
    name = " ".join(turn.text.split())
    if not name or len(name) > LONGEST_NAME or turn.person_id is None:
        turn.reply(turn.say("activities.name_how", most=LONGEST_NAME), then=send_paper_name())
        return
    await people.call(turn.tx, turn.me, name)
    await _give(turn)


async def _give(turn: Turn) -> None:
    paper = await hour_papers.give(turn.tx, turn.me, turn.now)
    await runs.ask(turn.tx, JOB, "", turn.me, paper.made_at)
    turn.reply(turn.say("activities.paper_comes"))


@flow.intent("poster", Action.PLAN_ACTIVITY)
async def said_poster(turn: Turn) -> None:
    """“海报 3”: drawn again, as it is planned now."""
    number = re.search(r"\d{1,9}", turn.words)
    one = await activities.find(turn.tx, int(number[0])) if number else None
    if one is None or one.kind is not ActivityKind.VOLUNTEER:
        turn.reply(turn.say("activities.poster_how"))
        return
    await take_poster.go(turn, [str(one.id)])


@flow.step(Action.CHANGE_ACTIVITY, to=relations.to_activity)
async def take_poster(turn: Turn, activity_id: ActivityId) -> None:
    one = await activities.activity(turn.tx, activity_id)
    await activities.save(turn.tx, one, replace(one, poster_asked_at=turn.now))
    await runs.ask(turn.tx, JOB, "", turn.me, turn.now)
    turn.reply(turn.say("activities.poster_comes"))


@flow.intent("my_calendar", Action.SIGN_UP)
async def said_my_calendar(turn: Turn) -> None:
    """我的日历: the address of one's own feed, for the phone's calendar."""
    if turn.person_id is None or not turn.address:
        turn.reply(turn.say("activities.no_calendar"))
        return
    await _show(turn, await calendars.secret_of(turn.tx, turn.me, turn.now))


@flow.step(Action.SIGN_UP)
async def change_calendar(turn: Turn) -> None:
    """Another address; the one before shows nothing any more."""
    if turn.person_id is not None:
        await _show(turn, await calendars.secret_of(turn.tx, turn.me, turn.now, anew=True))


async def _show(turn: Turn, secret: str) -> None:
    link = f"{turn.address}/calendar/{secret}.ics"
    rows = [[Button(turn.say("activities.another_calendar"), change_calendar())]]
    turn.reply(turn.say("activities.calendar", link=link), buttons=rows, topic=Topic.CALENDAR)
