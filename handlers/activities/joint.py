"""联合执法: planned with the open requests of the site in view, closed with four totals and what it solved."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from bot.flow import Flow, Turn
from bot.kept import pack
from handlers.activities import planning
from handlers.requests import request_answers
from handlers.requests.request_desk import reference, service_of
from handlers.shared import preview, relations
from messages.reply import CANCEL, Button, Pick
from messages.topics import Topic
from programme.activities.activity_state import ActivityKind, ActivityState
from programme.activities.joint import JointTotals, read_totals, unpacked
from programme.activities.plan import LONGEST_HOURS, LONGEST_TITLE, MOST_PLACES, as_typed, read_plan
from programme.ids import ActivityId, ServiceRequestId
from programme.requests.request_state import WAITING
from programme.roles import Action, may
from storage.activities import activities, branch_rounds
from storage.activities.activities import Activity
from storage.photos import media
from storage.requests import service_requests
from storage.requests.service_requests import ServiceRequest
from storage.sites import sites
from texts.days import Hours

flow = Flow("joint")

LASTS = timedelta(hours=2)
"""Where nobody says when it ends."""
SHOWN = 10
"""The longest waiting requests that are listed before it is planned; afterwards all of them can be ticked."""


@flow.intent("joint", Action.PLAN_ACTIVITY)
async def said_joint(turn: Turn) -> None:
    """“联合执法 翠竹苑 周三 9点 消防 住建 物业”."""
    await _show(turn, turn.words)


@flow.step(Action.PLAN_ACTIVITY, asks="words")
async def send_joint(turn: Turn) -> None:
    await _show(turn, turn.text)


async def _show(turn: Turn, words: str) -> None:
    """Read it back with what people have asked for there."""
    plan = read_plan(words, turn.local_now, lasts=LASTS)
    if not words or plan.wrong:
        most = {"hours": LONGEST_HOURS, "title": LONGEST_TITLE, "places": MOST_PLACES}
        said = turn.say(f"planning.{plan.wrong}", **most) + "\n" if words else ""
        turn.reply(said + turn.say("joint.how"), then=send_joint())
        return
    turn.incoming = replace(turn.incoming, text=as_typed(plan))
    begins, ends = planning.moments(turn, plan)
    named = await sites.named_in(turn.tx, plan.place)
    asked = await _open_requests(turn, named[0].id) if len(named) == 1 else []
    lines = [turn.say("joint.shown", when=Hours(begins, ends), place=plan.place, parties=plan.title)]
    lines.append(turn.say("joint.asked" if asked else "joint.none_asked", many=len(asked)))
    lines += [await _line(turn, one) for one in asked[:SHOWN]]
    lines += [turn.say("joint.more", many=len(asked) - SHOWN)] if len(asked) > SHOWN else []
    rows = [[Button(turn.say("joint.yes"), keep_joint())], [Button(turn.say("engine.cancel"), CANCEL)]]
    turn.made("preview", 0)
    turn.reply("\n".join(lines), buttons=rows, topic=Topic.PREVIEW, kept=pack(turn))


async def _open_requests(turn: Turn, site_id: object) -> list[ServiceRequest]:
    """What waits at the site, the longest waiting first."""
    waiting = await service_requests.in_states(turn.tx, *sorted(WAITING))
    return [one for one in waiting if one.site_id == site_id]


async def _line(turn: Turn, one: ServiceRequest) -> str:
    service = service_of(one, turn.rules)
    what = service.name(turn.say.language) if service else one.text[:20]
    return turn.say("joint.request", number=reference(one, turn.zone), what=what)


@flow.step(Action.PLAN_ACTIVITY)
async def keep_joint(turn: Turn) -> None:
    """It stands; nobody but the host is told: it is published afterwards, never before."""
    if not preview.agreed(turn):
        return
    plan = read_plan(turn.text, turn.local_now)
    if plan.wrong:
        await _show(turn, turn.text)
        return
    one = await planning.keep(turn, plan, ActivityKind.JOINT)
    turn.reply(turn.say("joint.kept", number=one.id))


@flow.intent("joint_result", Action.PLAN_ACTIVITY)
async def said_result(turn: Turn) -> None:
    """“联合办结 5 当场整改 16+30+19 劝导 6”: then the requests it solved are ticked."""
    found = re.match(r"\s*(\d{1,9})\s+(.*)", turn.words, re.DOTALL)
    one = await activities.find(turn.tx, int(found[1])) if found else None
    totals = read_totals(found[2]) if found else None
    if one is None or one.kind is not ActivityKind.JOINT or totals is None:
        turn.reply(turn.say("joint.result_how"))
    elif not may(turn.roles, Action.CHANGE_ACTIVITY, await relations.to_activity(turn, one)):
        turn.reply(turn.say("engine.not_yours"))
    elif one.ended_at is not None or turn.now < one.begins_at:
        turn.reply(turn.say("findings.already_settled" if one.ended_at else "noting.early"))
    else:
        if turn.attachments:
            await turn.keep("activity", one.id)
        await _ask_solved(turn, one, totals)


async def _ask_solved(turn: Turn, one: Activity, totals: JointTotals) -> None:
    """Every open request of the site can be ticked, however many there are."""
    asked = await _open_requests(turn, one.site_id) if one.site_id is not None else []
    if not asked:
        await _close(turn, one, totals, [])
        return
    options = tuple([await _line(turn, each) for each in asked])
    numbers = ",".join(str(each.id) for each in asked)
    pick = Pick(options, turn.say("joint.submit"), settle_joint(one.id, totals.packed(), numbers))
    turn.reply(turn.say("joint.solved"), pick=pick, topic=Topic.ACTIVITY.of(one.id))


@flow.step(Action.CHANGE_ACTIVITY, to=relations.to_activity)
async def settle_joint(turn: Turn, activity_id: ActivityId, totals: str, listed: str) -> None:
    """Close it with its totals; the reporters of what was ticked hear that it is done."""
    one = await activities.activity(turn.tx, activity_id)
    if one.ended_at is not None:
        turn.reply(turn.say("findings.already_settled"))
        return
    numbers = [ServiceRequestId(int(number)) for number in listed.split(",")]
    await _close(turn, one, unpacked(totals), [numbers[n] for n in turn.picked if n < len(numbers)])


async def _close(turn: Turn, one: Activity, totals: JointTotals, solved: list[ServiceRequestId]) -> None:
    many = 0
    for number in solved:
        many += await request_answers.solve(turn, number, turn.say("joint.solved_by", place=one.place))
    over = (
        one
        if one.state is ActivityState.OVER
        else await activities.save(turn.tx, one, replace(one, state=ActivityState.OVER))
    )
    await activities.save(turn.tx, over, replace(over, state=ActivityState.CLOSED, ended_at=turn.now))
    await branch_rounds.note_totals(turn.tx, one.id, totals, many)
    left = len(await _open_requests(turn, one.site_id)) if one.site_id is not None else 0
    values = {"advised": totals.advised, "fixed": totals.fixed, "limited": totals.limited, "passed": totals.passed}
    said = turn.say("joint.closed", number=one.id, matters=totals.matters, solved=many, left=left, **values)
    photos = sum(each.kind == "photo" for each in await media.of(turn.tx, "activity", one.id))
    turn.reply(said + (f"\n{turn.say('joint.photos', many=photos)}" if photos else ""))
