"""Requests (诉求) of people without a code: what they say is filed, and its state is shown by its number."""

from __future__ import annotations

from dataclasses import replace

from bot.flow import Flow, Turn
from handlers.requests import door_reports, filing, merging, request_answers, sending
from handlers.requests.request_desk import reference
from handlers.shared import relations
from messages.reply import Button
from messages.topics import Topic
from programme.ids import ServiceRequestId
from programme.requests.request_state import WAITING, RequestState
from programme.roles import Action, able, may
from storage.requests import service_requests
from storage.requests.help_requests import NOT_SOLVED, SO_SO, SOLVED
from storage.requests.service_requests import BY_REPORTER, About, ServiceRequest

flow = Flow("requests")

SHORTEST = 2
"""Characters of a message that says something."""
NUMBER = r"(?:诉求\s*)?\d\d-(\d{5,9})"


def _is_report(turn: Turn) -> bool:
    """Whether it is words or a photo of somebody without a role; commands have been read before."""
    return not turn.roles and (len(turn.text) >= SHORTEST or bool(turn.attachments))


@flow.when(_is_report, Action.FILE_REQUEST, rank=95)
async def said_something(turn: Turn) -> None:
    if not await door_reports.report(turn, turn.text):
        await filing.file(turn, turn.text)


@flow.step(Action.FOLLOW_REQUEST, to=relations.to_service_request, refused="engine.answered")
async def rate_request(turn: Turn, request_id: ServiceRequestId, mark: int) -> None:
    """解决了, 一般 or 没解决: only whoever reported closes it before its seven days are over, and may open it again in them."""
    request = await service_requests.request(turn.tx, request_id)
    if mark == NOT_SOLVED:
        await _not_solved(turn, request)
    elif request.state is RequestState.DONE and mark in (SOLVED, SO_SO):
        closed = replace(request, state=RequestState.CLOSED, ending=BY_REPORTER, rating=mark)
        await service_requests.save(turn.tx, request, closed, event=closed.state, by=turn.me, at=turn.now)
        sentence = "requests.thanks" if mark == SOLVED else "requests.so_so"
        turn.reply(turn.say(sentence, number=reference(request, turn.zone)))
    else:
        turn.reply(turn.say("engine.answered"))


async def _not_solved(turn: Turn, request: ServiceRequest) -> None:
    """Open again, with a new promise; past its days it is a request of its own that names the old one."""
    if merging.may_be_opened_again(turn, request):
        await sending.open_again(turn, request)
    elif request.ended_at is None or request.state in (RequestState.SAME, RequestState.LEAD):
        turn.reply(turn.say("engine.answered"))
    else:
        words = turn.say("requests.again", number=reference(request, turn.zone), text=request.text)
        await filing.file(turn, words, About(request.service, request.site_id, request.card, request.place))


@flow.intent("my_requests", Action.FILE_REQUEST)
async def said_my_requests(turn: Turn) -> None:
    """我的诉求: what one reported lately, the newest first."""
    mine = await service_requests.of_person(turn.tx, turn.person_id) if turn.person_id else []
    if not mine:
        turn.reply(turn.say("requests.none"))
        return
    lines = [
        turn.say("requests.line", number=reference(one, turn.zone), state=turn.say(f"requests.state_{_key(one)}"))
        for one in mine
    ]
    turn.reply("\n".join([turn.say("requests.mine"), *lines]))


def _key(request: ServiceRequest) -> str:
    return request.state.replace(" ", "_")


@flow.on(NUMBER, Action.FILE_REQUEST, rank=30)
async def said_number(turn: Turn) -> bool:
    """26-00042: where it stands, for whoever reported it and whoever may answer it."""
    request = await service_requests.find(turn.tx, int(turn.match[1])) if turn.match else None
    if request is None or turn.text[-8:] != reference(request, turn.zone)[-8:]:
        return False
    if request.same_as is not None:
        request = await service_requests.request(turn.tx, request.same_as)
    tie = await relations.to_service_request(turn, request)
    if may(turn.roles, Action.FOLLOW_REQUEST, tie):
        _show_mine(turn, request)
        return True
    if able(turn.roles, Action.ANSWER_REQUEST) and may(turn.roles, Action.ANSWER_REQUEST, tie):
        await request_answers.show(turn, request)
        return True
    return False


def _show_mine(turn: Turn, request: ServiceRequest) -> None:
    """Its state, with what may still be said of it."""
    state = turn.say(f"requests.state_{_key(request)}")
    marks = request_answers.marks(turn.say, request.id) if request.state is RequestState.DONE else ()
    if not marks and merging.may_be_opened_again(turn, request):
        marks = (Button(turn.say("help_request.unsolved"), rate_request(request.id, NOT_SOLVED)),)
    text = turn.say("requests.line", number=reference(request, turn.zone), state=state) + sending.link(turn, request)
    then = sending.more(request.id) if request.state in WAITING else ""
    turn.reply(text, buttons=[marks], topic=Topic.REQUEST.of(request.id), then=then)
