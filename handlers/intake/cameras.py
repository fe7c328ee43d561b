"""Cameras and their desk: how often each was right, a rest for one that is mostly wrong, who is on duty at night."""

from __future__ import annotations

from datetime import timedelta

from bot.flow import Flow, Turn
from programme.intake.truth import Truth
from programme.roles import Action
from programme.services import Services
from storage.intake import intakes
from texts.days import Day

flow = Flow("cameras")

MOST_DAYS = 366
MOST_LISTED = 30


@flow.on(r"值班|我值班|on duty", Action.GO_ON_DUTY, rank=36)
async def said_on_duty(turn: Turn) -> None:
    """From now on alerts come at night as well."""
    await intakes.begin_duty(turn.tx, turn.me, turn.now)
    turn.reply(turn.say("intake.on_duty"))


@flow.on(r"下班|下班了|我下班了|off duty", Action.GO_ON_DUTY, rank=36)
async def said_off_duty(turn: Turn) -> None:
    await intakes.end_duty(turn.tx, turn.me)
    turn.reply(turn.say("intake.off_duty"))


@flow.on(r"告警|看告警|摄像头|alerts|cameras", Action.SORT_INTAKE, rank=36)
async def said_alerts(turn: Turn) -> None:
    """Per camera and kind: of what somebody judged, how much was so. Never a rate per person."""
    found = await intakes.truths(turn.tx)
    if not found:
        turn.reply(turn.say("intake.truth_none"))
        return
    lines = [turn.say("intake.truth_head"), *(_line(turn, one) for _, one in found[:MOST_LISTED])]
    wrong = dict.fromkeys(one.camera for _, one in found if one.is_mostly_wrong)
    lines += [turn.say("intake.truth_rest", camera=camera) for camera in wrong]
    turn.reply("\n".join(lines))


def _line(turn: Turn, one: Truth) -> str:
    service = Services(turn.rules.services).by_key(one.service)
    called = service.name(turn.say.language) if service else turn.say("intake.something")
    if not one.judged:
        return turn.say("intake.truth_unseen", camera=one.camera, service=called, alerts=one.alerts)
    return turn.say(
        "intake.truth_line",
        camera=one.camera,
        service=called,
        alerts=one.alerts,
        judged=one.judged,
        confirmed=one.confirmed,
        share=f"{100 * one.share:.1f}",
    )


@flow.on(r"(?:停|rest)\s+(\S{1,100})\s+(\d{1,3})\s*(?:天|days?)", Action.REST_CAMERA, rank=34)
async def said_rest(turn: Turn) -> bool:
    """“停 C12 30天”: what it sends is kept and told to nobody."""
    if turn.match is None:
        return False
    days = max(1, min(int(turn.match[2]), MOST_DAYS))
    cameras = await intakes.cameras(turn.tx, turn.match[1])
    for source, camera in cameras:
        await intakes.give_rest(turn.tx, source, camera, turn.now + timedelta(days=days), turn.me)
    if not cameras:
        turn.reply(turn.say("intake.no_camera", camera=turn.match[1]))
    else:
        day = (turn.local_now + timedelta(days=days)).date()
        turn.reply(turn.say("intake.resting", camera=cameras[0][1], day=Day(day)))
    return True


@flow.on(r"(?:恢复|resume)\s+(\S{1,100})", Action.REST_CAMERA, rank=70)
async def said_resume(turn: Turn) -> bool:
    """“恢复 C12”; what is no camera's name was meant otherwise."""
    cameras = await intakes.cameras(turn.tx, turn.match[1]) if turn.match else []
    for source, camera in cameras:
        await intakes.give_rest(turn.tx, source, camera, turn.now, turn.me)
    if cameras:
        turn.reply(turn.say("intake.not_resting", camera=cameras[0][1]))
    return bool(cameras)
