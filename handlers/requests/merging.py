"""Duplicate requests: at a known site the reporter is asked whether it is one that is open or was closed lately."""

from __future__ import annotations

from datetime import timedelta

from bot.flow import Flow, Turn
from handlers.requests import request_desk, sending
from handlers.requests.request_desk import reference
from handlers.shared import relations
from messages.reply import Button
from messages.topics import Topic
from programme.ids import ServiceRequestId
from programme.requests.promises import may_reopen
from programme.requests.request_state import ENDED, WAITING, RequestState
from programme.roles import Action
from programme.services import ASK
from storage.requests import service_requests
from storage.requests.service_requests import ServiceRequest
from texts.days import Day

flow = Flow("merging")


async def go_on(turn: Turn, request: ServiceRequest) -> None:
    """Its site may be known: ask whether it is one that runs, or one that was not put right; else it goes to its desk."""
    like = await _like(turn, request)
    if like is None:
        await sending.send(turn, request)
        return
    runs = like.state in WAITING
    rows = [
        [Button(turn.say("requests.is_same" if runs else "requests.is_not_solved"), confirm_same(request.id, like.id))],
        [Button(turn.say("requests.is_another"), send_request(request.id))],
    ]
    moment = like.at if runs or like.ended_at is None else like.ended_at
    text = turn.say(
        "requests.ask_same" if runs else "requests.ask_not_solved",
        number=reference(request, turn.zone),
        what=(await request_desk.shown(turn, request)).what(turn.say),
        day=Day(moment.astimezone(turn.zone).date()),
        state=turn.say(f"requests.state_{like.state.replace(' ', '_')}"),
    )
    turn.reply(text, buttons=rows, topic=Topic.REQUEST.of(request.id))


async def _like(turn: Turn, request: ServiceRequest) -> ServiceRequest | None:
    """The request it may be the same as: the first that waits, else the last that may be opened again."""
    if request.site_id is None or request.service in ("", ASK):
        return None
    days = timedelta(days=turn.rules.deadlines.reopen_days + 1)
    there = await service_requests.at_site(turn.tx, request.site_id, turn.now - days)
    alike = [one for one in there if one.service == request.service and one.id != request.id]
    runs = [one for one in alike if one.state in WAITING]
    ended = [one for one in alike if one.state in ENDED and may_be_opened_again(turn, one)]
    return runs[0] if runs else (ended[-1] if ended else None)


def may_be_opened_again(turn: Turn, request: ServiceRequest) -> bool:
    """Within seven days of its end, however it ended."""
    if request.state not in ENDED or request.ended_at is None:
        return False
    return may_reopen(request.ended_at.astimezone(turn.zone).date(), turn.day, turn.rules)


@flow.step(Action.FOLLOW_REQUEST, to=relations.to_service_request, refused="engine.answered")
async def confirm_same(turn: Turn, request_id: ServiceRequestId, other_id: ServiceRequestId) -> None:
    """It is the same: one more reporter, whose words and photos go to whoever is at it; or the other is opened again."""
    request = await service_requests.request(turn.tx, request_id)
    other = await service_requests.request(turn.tx, other_id)
    if request.state not in (RequestState.ASKING, *WAITING) or other.state in (RequestState.SAME, RequestState.LEAD):
        turn.reply(turn.say("engine.answered"))
        return
    photos = (await request_desk.shown(turn, request)).photos
    await service_requests.merge(turn.tx, request, other, by=turn.me, at=turn.now)
    await service_requests.record(turn.tx, other.id, turn.now, turn.me, "added", request.text)
    if other.state in WAITING:
        await request_desk.pass_on(turn, other, request.text, photos)
        text = turn.say(
            "requests.joined", number=reference(other, turn.zone), until=sending.until(turn, other.promised_at)
        )
        then = sending.more(other.id)
        turn.reply(text + sending.link(turn, request), then=then)
    elif may_be_opened_again(turn, other):
        await sending.open_again(turn, other)
    else:
        turn.reply(turn.say("engine.answered"))


@flow.step(Action.FOLLOW_REQUEST, to=relations.to_service_request, refused="engine.answered")
async def send_request(turn: Turn, request_id: ServiceRequestId) -> None:
    """They cannot say where, or it is not the same as the other: it goes on as it is."""
    request = await service_requests.request(turn.tx, request_id)
    if request.state is RequestState.ASKING:
        await sending.send(turn, request)
    else:
        turn.reply(turn.say("engine.answered"))
