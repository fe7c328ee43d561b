"""A volunteer day planned in one line, read back before it stands; another day or place, or calling it off, is told."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from bot.flow import Flow, Turn
from bot.kept import pack
from bot.passing import activity_news
from bot.steps import action
from handlers.shared import preview, relations
from messages.reply import CANCEL, Button, Reply
from messages.topics import Topic
from programme.activities.activity_state import ActivityKind, ActivityState, PartState
from programme.activities.plan import LONGEST_HOURS, LONGEST_TITLE, MOST_PLACES, Plan, as_typed, read_plan
from programme.ids import ActivityId, PersonId
from programme.roles import Action, may
from storage.activities import activities, parts
from storage.activities.activities import Activity
from storage.sites import sites
from texts.days import Hours

flow = Flow("planning")

NEW = ActivityId(0)
"""Stands for an activity that is still to be kept."""


def show_plan(turn: Turn, words: str, changed: ActivityId = NEW) -> None:
    """Read it back as it will be announced, or say what is missing."""
    plan = read_plan(words, turn.local_now)
    if plan.wrong or plan.day is None or plan.begins is None or plan.ends is None:
        most = {"hours": LONGEST_HOURS, "title": LONGEST_TITLE, "places": MOST_PLACES}
        turn.reply(turn.say(f"planning.{plan.wrong}", **most), then=send_plan(changed))
        return
    turn.incoming = replace(turn.incoming, text=as_typed(plan))
    begins, ends = moments(turn, plan)
    many = turn.say("planning.places", many=plan.places) if plan.places else turn.say("planning.no_limit")
    shown = turn.say("planning.shown", when=Hours(begins, ends), place=plan.place, title=plan.title, places=many)
    keep = Button(turn.say("planning.yes"), keep_plan(changed))
    rows = [
        [keep],
        [Button(turn.say("preview.change"), rewrite_plan(changed)), Button(turn.say("engine.cancel"), CANCEL)],
    ]
    turn.made("preview", 0)
    turn.reply(shown, buttons=rows, topic=Topic.PREVIEW, kept=pack(turn))


@flow.step(Action.PLAN_ACTIVITY, asks="words")
async def send_plan(turn: Turn, changed: ActivityId) -> None:
    show_plan(turn, turn.text, changed)


@flow.step(Action.PLAN_ACTIVITY)
async def rewrite_plan(turn: Turn, changed: ActivityId) -> None:
    turn.reply(turn.say("planning.how"), then=send_plan(changed))


@flow.step(Action.PLAN_ACTIVITY)
async def keep_plan(turn: Turn, changed: ActivityId) -> None:
    """Keep it as it was read back: a new one is announced, a changed one is told to whoever signed up."""
    if not preview.agreed(turn):
        return
    plan = read_plan(turn.text, turn.local_now)
    if plan.wrong:
        show_plan(turn, turn.text, changed)
    elif changed == NEW:
        await _announce(turn, await keep(turn, plan, ActivityKind.VOLUNTEER))
    else:
        await _change(turn, await activities.activity(turn.tx, changed), plan)


def moments(turn: Turn, plan: Plan) -> tuple[datetime, datetime]:
    if plan.day is None or plan.begins is None or plan.ends is None:
        raise ValueError("a plan that is kept has a day and hours")
    zone = turn.zone
    return datetime.combine(plan.day, plan.begins, zone), datetime.combine(plan.day, plan.ends, zone)


async def keep(turn: Turn, plan: Plan, kind: ActivityKind) -> Activity:
    """A new one of this kind, hosted by whoever is speaking."""
    begins, ends = moments(turn, plan)
    named = await sites.named_in(turn.tx, plan.place)
    return await activities.plan(
        turn.tx,
        Activity(
            id=NEW,
            kind=kind,
            title=plan.title,
            place=plan.place,
            site_id=named[0].id if len(named) == 1 else None,
            branch_id=turn.known.branch_id if turn.known else None,
            host_id=turn.me,
            begins_at=begins,
            ends_at=ends,
            places=plan.places,
            state=ActivityState.PLANNED,
            changes=0,
            made_at=turn.now,
            ended_at=None,
        ),
    )


def _values(turn: Turn, one: Activity) -> dict[str, object]:
    return activity_news.values_of(one, turn.local_now)


async def _announce(turn: Turn, one: Activity) -> None:
    """Once to those who want to hear of new ones, as the one unsolicited message of their day."""
    values = _values(turn, one)
    await activity_news.announce(turn, one, turn.rules, turn.local_now)
    rows = [
        [Button(turn.say("planning.poster"), action("own_papers.take_poster", one.id))],
        [Button(turn.say("planning.call_off"), call_off(one.id))],
    ]
    turn.reply(turn.say("planning.kept", **values), buttons=rows, once=False, topic=Topic.ACTIVITY.of(one.id))


@flow.intent("change_activity", Action.PLAN_ACTIVITY)
async def said_change(turn: Turn) -> None:
    """“改活动 3 周日 9点到11点 西津路 文明劝导”: read back like a new one."""
    found = re.match(r"\s*(\d{1,9})\s*(.*)", turn.words, re.DOTALL)
    one = await activities.find(turn.tx, int(found[1])) if found else None
    if one is None or found is None or one.state is not ActivityState.PLANNED:
        turn.reply(turn.say("planning.change_how"))
    elif not may(turn.roles, Action.CHANGE_ACTIVITY, await relations.to_activity(turn, one)):
        turn.reply(turn.say("engine.not_yours"))
    elif found[2]:
        show_plan(turn, found[2], one.id)
    else:
        turn.reply(turn.say("planning.how"), then=send_plan(one.id))


async def _change(turn: Turn, one: Activity, plan: Plan) -> None:
    """Another day, hour or place; more places move the waiting list up."""
    is_theirs = may(turn.roles, Action.CHANGE_ACTIVITY, await relations.to_activity(turn, one))
    if one.state is not ActivityState.PLANNED or not is_theirs:
        turn.reply(turn.say("findings.already_settled"))
        return
    begins, ends = moments(turn, plan)
    named = await sites.named_in(turn.tx, plan.place)
    after = replace(
        one,
        title=plan.title,
        place=plan.place,
        site_id=named[0].id if len(named) == 1 else None,
        begins_at=begins,
        ends_at=ends,
        places=plan.places,
        changes=one.changes + 1,
    )
    await activities.save(turn.tx, one, after)
    if (begins, ends, after.place) != (one.begins_at, one.ends_at, one.place):
        await _tell_signed(turn, after, "planning.changed")
    for person in await parts.move_up(turn.tx, after):
        values = _values(turn, after)
        await turn.tell(person, lambda say: Reply(say("activities.moved_up", **values), urgent=True))  # noqa: B023
    turn.reply(turn.say("planning.kept_change", **_values(turn, after)))


async def _tell_signed(turn: Turn, one: Activity, sentence: str) -> None:
    """Whoever has a place or waits for one hears it."""
    values = _values(turn, one)
    signed = await parts.of(turn.tx, one.id, PartState.SIGNED, PartState.WAITING)
    for person in [part.person_id for part in signed if part.person_id not in (None, turn.me)]:
        await _tell(turn, person, values, sentence)


async def _tell(turn: Turn, person: PersonId | None, values: dict[str, object], sentence: str) -> None:
    if person is not None:
        await turn.tell(person, lambda say: Reply(say(sentence, **values), urgent=True))


@flow.intent("call_off", Action.PLAN_ACTIVITY)
async def said_call_off(turn: Turn) -> None:
    """“取消活动 3”."""
    number = re.search(r"\d{1,9}", turn.words)
    one = await activities.find(turn.tx, int(number[0])) if number else None
    if one is None:
        turn.reply(turn.say("planning.call_off_how"))
        return
    await call_off.go(turn, [str(one.id)])


@flow.step(Action.CHANGE_ACTIVITY, to=relations.to_activity)
async def call_off(turn: Turn, activity_id: ActivityId) -> None:
    """Ask once: many people may be told."""
    one = await activities.activity(turn.tx, activity_id)
    if one.ended_at is not None:
        turn.reply(turn.say("findings.already_settled"))
        return
    many = len(await parts.of(turn.tx, one.id))
    row = [
        Button(turn.say("planning.call_off_yes"), end_plan(one.id)),
        Button(turn.say("planning.call_off_no"), CANCEL),
    ]
    turn.reply(
        turn.say("planning.call_off_sure", many=many, **_values(turn, one)),
        buttons=[row],
        topic=Topic.ACTIVITY.of(one.id),
    )


@flow.step(Action.CHANGE_ACTIVITY, to=relations.to_activity)
async def end_plan(turn: Turn, activity_id: ActivityId) -> None:
    """It does not take place: whoever signed up hears it, and sees it in their calendar for a month."""
    one = await activities.activity(turn.tx, activity_id)
    if one.ended_at is not None:
        turn.reply(turn.say("findings.already_settled"))
        return
    off = replace(one, state=ActivityState.CALLED_OFF, changes=one.changes + 1, ended_at=turn.now)
    await activities.save(turn.tx, one, off)
    await _tell_signed(turn, off, "planning.is_off")
    turn.reply(turn.say("planning.called_off", number=one.id))
