"""诉求: whoever speaks without a code is heard. What they say is kept first, then they are asked where it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.flow import Flow, Turn
from handlers.requests import request_answers
from handlers.shared import relations
from messages.reply import Button
from messages.topics import Topic
from programme.ids import ServiceRequestId
from programme.requests.promises import ADDED_MOST, is_much, may_reopen, number, promise
from programme.requests.request_state import HONEST_ENDS, WAITING, RequestState
from programme.roles import Action, able, may
from storage.findings.leads import Lead
from storage.people import people
from storage.photos import media
from storage.requests import service_requests
from storage.requests.help_requests import NOT_SOLVED, SO_SO, SOLVED
from storage.requests.service_requests import BY_REPORTER, ServiceRequest
from texts.days import Until

flow = Flow("requests")

SHORTEST = 2
"""Characters of a message that says something."""
NUMBER = r"(?:诉求\s*)?\d\d-(\d{5,9})"


def _is_report(turn: Turn) -> bool:
    """Words or a photo of somebody we know nothing of, which are no command: those are read before."""
    return not turn.roles and (len(turn.text) >= SHORTEST or bool(turn.attachments))


@flow.when(_is_report, Action.FILE_REQUEST, rank=95)
async def said_something(turn: Turn) -> None:
    await _file(turn, turn.text)


async def _file(turn: Turn, words: str, place: str = "") -> None:
    """Keep it, whoever says it, and only then ask where."""
    if turn.person_id is None:
        turn.person_id = await people.add(turn.tx, name="", now=turn.now, language=turn.incoming.language[:2])
    at = turn.incoming.at
    request = await service_requests.ask(
        turn.tx, person_id=turn.me, at=at, text=words, promise=promise(at.astimezone(turn.zone), turn.rules)
    )
    turn.made("request", (await service_requests.events(turn.tx, request.id))[0].id)
    if turn.attachments:
        await turn.keep("request", request.id)
    said = await service_requests.lately(turn.tx, turn.me, turn.now)
    if is_much(said.waiting, said.reported):
        await request_answers.open_quietly(turn, request, place)
        turn.reply(turn.say("requests.much", number=_name(turn, request)), then=add_to_request(request.id))
    elif place:
        await _send(turn, request, place)
    else:
        _ask_where(turn, request)


def _ask_where(turn: Turn, request: ServiceRequest) -> None:
    rows = [[Button(turn.say("requests.no_place"), send_request(request.id))]]
    text = turn.say("requests.where", number=_name(turn, request), until=_until(turn, request.due_at))
    turn.reply(text, buttons=rows, topic=Topic.REQUEST.of(request.id), then=place_request(request.id))


async def take_over(turn: Turn, told: Lead) -> None:
    """A lead at no shop: its words and photos go on here; whoever reported it and is speaking is asked where it is."""
    asked = promise(turn.local_now, turn.rules)
    reporter = told.person_id or turn.me
    request = await service_requests.ask(
        turn.tx, person_id=reporter, at=turn.now, text=told.text or told.place, promise=asked
    )
    await media.move(turn.tx, ("lead", told.id), ("request", request.id))
    if reporter == turn.me:
        _ask_where(turn, request)
        return
    await request_answers.open_request(turn, request, "", turn.local_now)
    turn.reply(turn.say("requests.made", number=_name(turn, request)))


def _name(turn: Turn, request: ServiceRequest) -> str:
    return number(request.at.astimezone(turn.zone).date(), request.id)


def _until(turn: Turn, moment: datetime) -> Until:
    return Until(moment.astimezone(turn.zone), turn.day)


@flow.step(Action.FOLLOW_REQUEST, to=relations.to_service_request, refused="engine.answered", asks="words")
async def place_request(turn: Turn, request_id: ServiceRequestId) -> None:
    """Where it is, in their words; a photo belongs to it too."""
    request = await service_requests.request(turn.tx, request_id)
    if request.state is not RequestState.ASKING:
        await _say_more(turn, request)
        return
    if turn.attachments:
        await turn.keep("request", request.id)
    if not turn.text:
        turn.stay()
        turn.reply(turn.say("requests.where_still"), then=place_request(request_id))
        return
    turn.made("request_place", request.id)
    await _send(turn, request, turn.text)


@flow.step(Action.FOLLOW_REQUEST, to=relations.to_service_request, refused="engine.answered")
async def send_request(turn: Turn, request_id: ServiceRequestId) -> None:
    """They cannot say where, or have said it already: it goes on as it is."""
    request = await service_requests.request(turn.tx, request_id)
    if request.state is RequestState.ASKING:
        await _send(turn, request, "")
    else:
        turn.reply(turn.say("engine.answered"))


async def _send(turn: Turn, request: ServiceRequest, place: str) -> None:
    """To the managers; whoever reported hears by when, and where to look."""
    asked = await request_answers.open_request(turn, request, place, turn.local_now)
    lines = turn.say(
        "requests.taken" if asked else "requests.nobody",
        number=_name(turn, request),
        until=_until(turn, request.due_at),
    )
    turn.reply(lines + _link(turn, request), then=add_to_request(request.id))


def _link(turn: Turn, request: ServiceRequest) -> str:
    return "\n" + turn.say("requests.link", link=f"{turn.address}/r/{request.token}") if turn.address else ""


@flow.step(Action.FOLLOW_REQUEST, to=relations.to_service_request, refused="engine.answered")
async def add_to_request(turn: Turn, request_id: ServiceRequestId) -> None:
    """Whatever they say next belongs to it, as long as somebody works on it."""
    await _say_more(turn, await service_requests.request(turn.tx, request_id))


async def _say_more(turn: Turn, request: ServiceRequest) -> None:
    if request.state not in WAITING:
        await _file(turn, turn.text)
        return
    event = await service_requests.record(turn.tx, request.id, turn.now, turn.me, "added", turn.text)
    turn.made("request", event)
    photos = await turn.keep("request", request.id) if turn.attachments else ()
    if (await service_requests.lately(turn.tx, turn.me, turn.now)).added <= ADDED_MOST:
        await request_answers.pass_on(turn, request, turn.text, photos)
    rows = [[Button(turn.say("help_request.another"), make_another_request(request.id, event))]] if turn.text else []
    text = turn.say("requests.added", number=_name(turn, request))
    turn.reply(text, buttons=rows, topic=Topic.REQUEST.of(request.id), then=add_to_request(request.id))


@flow.step(Action.FOLLOW_REQUEST, to=relations.to_service_request, refused="engine.answered")
async def make_another_request(turn: Turn, request_id: ServiceRequestId, event: int) -> None:
    """It was not about the same thing: a request of its own."""
    said = next((e for e in await service_requests.events(turn.tx, request_id) if e.id == event), None)
    if said is None:
        turn.reply(turn.say("engine.answered"))
        return
    await _file(turn, said.note)


@flow.step(Action.FOLLOW_REQUEST, to=relations.to_service_request, refused="engine.answered")
async def rate_request(turn: Turn, request_id: ServiceRequestId, mark: int) -> None:
    """解决了, 一般 or 没解决: only whoever reported closes it before its seven days are over, and may open it again in them."""
    request = await service_requests.request(turn.tx, request_id)
    if mark == NOT_SOLVED:
        await _reopen(turn, request)
    elif request.state is RequestState.DONE and mark in (SOLVED, SO_SO):
        closed = replace(request, state=RequestState.CLOSED, ending=BY_REPORTER, rating=mark)
        await service_requests.save(turn.tx, request, closed, event=closed.state, by=turn.me, at=turn.now)
        turn.reply(turn.say("requests.thanks" if mark == SOLVED else "requests.so_so", number=_name(turn, request)))
    else:
        turn.reply(turn.say("engine.answered"))


def _may_reopen(turn: Turn, request: ServiceRequest) -> bool:
    """Within seven days of its end, however it ended."""
    if request.state not in (RequestState.DONE, RequestState.CLOSED, *HONEST_ENDS) or request.ended_at is None:
        return False
    return may_reopen(request.ended_at.astimezone(turn.zone).date(), turn.day, turn.rules)


async def _reopen(turn: Turn, request: ServiceRequest) -> None:
    """Open again, with a new promise; past its days it is a request of its own that names the old one."""
    if request.state in (RequestState.ASKING, *WAITING):
        turn.reply(turn.say("engine.answered"))
        return
    if not _may_reopen(turn, request):
        await _file(turn, turn.say("requests.again", number=_name(turn, request), text=request.text), request.place)
        return
    promised = promise(turn.incoming.at.astimezone(turn.zone), turn.rules)
    again = replace(
        request,
        state=RequestState.OPEN,
        keeper_id=None,
        rating=NOT_SOLVED,
        due_at=promised.first_word,
        done_due_at=promised.done,
        late_at=None,
        answered_at=None,
        ended_at=None,
        ending="",
        reopened=request.reopened + 1,
    )
    await service_requests.save(turn.tx, request, again, event="reopened", by=turn.me, at=turn.now)
    await request_answers.ask(turn, again, turn.local_now, "requests.came_again")
    text = turn.say("requests.reopened", number=_name(turn, request), until=_until(turn, again.due_at))
    turn.reply(text, then=add_to_request(request.id))


@flow.intent("my_requests", Action.FILE_REQUEST)
async def said_my_requests(turn: Turn) -> None:
    """我的诉求: what one reported lately, the newest first."""
    mine = await service_requests.of_person(turn.tx, turn.person_id) if turn.person_id else []
    if not mine:
        turn.reply(turn.say("requests.none"))
        return
    lines = [
        turn.say("requests.line", number=_name(turn, one), state=turn.say(f"requests.state_{_key(one)}"))
        for one in mine
    ]
    turn.reply("\n".join([turn.say("requests.mine"), *lines]))


def _key(request: ServiceRequest) -> str:
    return request.state.replace(" ", "_")


@flow.on(NUMBER, Action.FILE_REQUEST, rank=30)
async def said_number(turn: Turn) -> bool:
    """26-00042: where it stands, for whoever reported it and whoever may answer it."""
    request = await service_requests.find(turn.tx, int(turn.match[1])) if turn.match else None
    if request is None or turn.text[-8:] != _name(turn, request)[-8:]:
        return False
    tie = await relations.to_service_request(turn, request)
    if may(turn.roles, Action.FOLLOW_REQUEST, tie):
        _show_mine(turn, request)
        return True
    if able(turn.roles, Action.ANSWER_REQUEST):
        await request_answers.show(turn, request)
        return True
    return False


def _show_mine(turn: Turn, request: ServiceRequest) -> None:
    """Its state, with what may still be said of it."""
    state = turn.say(f"requests.state_{_key(request)}")
    marks = request_answers.marks(turn.say, request.id) if request.state is RequestState.DONE else ()
    if not marks and _may_reopen(turn, request):
        marks = (Button(turn.say("help_request.unsolved"), rate_request(request.id, NOT_SOLVED)),)
    text = turn.say("requests.line", number=_name(turn, request), state=state) + _link(turn, request)
    then = add_to_request(request.id) if request.state in WAITING else ""
    turn.reply(text, buttons=[marks], topic=Topic.REQUEST.of(request.id), then=then)
