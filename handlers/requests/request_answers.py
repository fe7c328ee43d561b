"""Answering requests (诉求): the handler sends a first answer, then that it is done or why it is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.flow import Flow, Turn
from bot.steps import action
from handlers.requests import request_desk
from handlers.requests.request_desk import WORDS, reference, service_of
from handlers.shared import preview, relations, todo
from handlers.shared.todo import Due
from messages.attachment import Attachment
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.ids import PersonId, ServiceRequestId
from programme.requests.request_state import HONEST_ENDS, WAITING, RequestState
from programme.roles import Action, may
from storage.people import people
from storage.requests import service_requests
from storage.requests.help_requests import NOT_SOLVED, SO_SO, SOLVED
from storage.requests.service_requests import SYSTEMS, ServiceRequest
from texts import Say
from texts.days import Until

flow = Flow("request_answers")


async def show(turn: Turn, request: ServiceRequest) -> None:
    """Show one request: with its answers while it is open, else its state only."""
    if request.state not in WAITING:
        turn.reply(turn.say(f"requests.state_{request.state.replace(' ', '_')}"))
        return
    known = await request_desk.shown(turn, request)
    asked = request_desk.question(turn.say, known, "requests.came")
    turn.reply(asked.text, buttons=asked.buttons, attachments=known.photos, topic=asked.topic)


@flow.step(Action.ANSWER_REQUEST, to=relations.to_service_request)
async def show_request(turn: Turn, request_id: ServiceRequestId) -> None:
    await show(turn, await service_requests.request(turn.tx, request_id))


@flow.step(Action.ANSWER_REQUEST, to=relations.to_service_request)
async def begin_word(turn: Turn, request_id: ServiceRequestId, kind: str) -> None:
    turn.edits = False
    turn.reply(turn.say(f"requests.write_{kind}"), then=send_word(request_id, kind))


@flow.step(Action.ANSWER_REQUEST, to=relations.to_service_request, asks="words")
async def send_word(turn: Turn, request_id: ServiceRequestId, kind: str) -> None:
    """Show the answer as a preview before it goes to the reporter."""
    if not turn.text and not turn.attachments:
        turn.stay()
        return
    preview.show_first(
        turn, turn.say("requests.reporter"), deliver_word(request_id, kind), begin_word(request_id, kind)
    )


@flow.step(Action.ANSWER_REQUEST, to=relations.to_service_request)
async def deliver_word(turn: Turn, request_id: ServiceRequestId, kind: str) -> None:
    """Send the previewed answer and save the new state, unless somebody else has done so; a question ends when answered."""
    if not preview.agreed(turn):
        return
    request, state = await service_requests.request(turn.tx, request_id), WORDS[kind]
    service = service_of(request, turn.rules)
    if service and service.is_question and state is RequestState.ANSWERED:
        state = RequestState.DONE
    if request.state not in WAITING or (state is RequestState.ANSWERED and request.state is not RequestState.OPEN):
        turn.reply(turn.say("findings.already_settled"))
        return
    photos = await turn.keep("request_answer", request_id) if turn.attachments else ()
    moved = replace(
        request,
        state=state,
        keeper_id=turn.me,
        late_at=None,
        answered_at=request.answered_at or turn.now,
        ended_at=None if state is RequestState.ANSWERED else turn.now,
        title=request.title or (service.zh if service else ""),
    )
    await service_requests.save(turn.tx, request, moved, event=state, by=turn.me, at=turn.now, note=turn.text)
    told = await _tell_reporters(turn, moved, kind, photos)
    await _what_next(turn, moved, told=told)


async def _what_next(turn: Turn, request: ServiceRequest, *, told: bool) -> None:
    """Whether they were reached; of what is done how it was solved, its public title, and who looks where nobody was told."""
    untold = "requests.system_reads" if request.source in SYSTEMS else "requests.not_reached"
    lines = [turn.say("requests.sent" if told else untold)]
    if not told and request.phone:
        lines = [turn.say("requests.ring", phone=request.phone)]
    if request.state is not RequestState.DONE:
        turn.reply("\n".join(lines))
        return
    if not told:
        await _ask_to_look(turn, request)
    title = request.title or turn.say("requests.untitled")
    lines.append(turn.say("requests.title_is", title=title, number=reference(request, turn.zone)))
    turn.reply("\n".join(lines))


async def _ask_to_look(turn: Turn, request: ServiceRequest) -> None:
    """Nobody can be asked whether it helped: a manager who has not done it looks."""
    known = await request_desk.shown(turn, request)

    def asked(say: Say) -> Reply:
        text = say("requests.look", number=known.number, place=known.what(say), text=turn.text)
        rows = (
            (
                Button(say("requests.look_good"), action("request_titles.confirm_end", request.id, True)),
                Button(say("requests.look_bad"), action("request_titles.confirm_end", request.id, False)),
            ),
        )
        return Reply(text, rows, topic=Topic.REQUEST.of(request.id))

    for manager in await people.with_role(turn.tx, "manager"):
        if manager.id != turn.me:
            await turn.tell(manager.id, asked)


async def _tell_reporters(turn: Turn, request: ServiceRequest, kind: str, photos: Sequence[Attachment]) -> bool:
    """The sentence for each state; only DONE says that it was fixed."""
    service = service_of(request, turn.rules)
    is_answer = bool(service and service.is_question and kind == "answered")

    def told(say: Say) -> Reply:
        words = say(
            "requests.told_reply" if is_answer else f"requests.told_{kind}",
            number=reference(request, turn.zone),
            text=turn.text or say("help_request.no_words"),
            until=Until(request.done_due_at.astimezone(turn.zone), turn.day),
        )
        rows: tuple[Button, ...] = marks(say, request.id) if request.state is RequestState.DONE else ()
        if request.state in HONEST_ENDS:
            rows = (Button(say("requests.still_there"), _rate(request.id, NOT_SOLVED)),)
        return Reply(
            words, (rows,) if rows else (), attachments=tuple(photos), urgent=True, topic=Topic.REQUEST.of(request.id)
        )

    reporters: list[PersonId] = await service_requests.reporters(turn.tx, request.id)
    return any([await turn.tell(reporter, told) for reporter in reporters])


async def solve(turn: Turn, request_id: ServiceRequestId, words: str) -> bool:
    """Somebody beside its desk solved it: whoever reported hears so and says whether it is. False when it was settled."""
    request = await service_requests.request(turn.tx, request_id)
    if request.state not in WAITING or turn.me in await service_requests.reporters(turn.tx, request_id):
        return False
    service = service_of(request, turn.rules)
    moved = replace(
        request,
        state=RequestState.DONE,
        keeper_id=turn.me,
        late_at=None,
        answered_at=request.answered_at or turn.now,
        ended_at=turn.now,
        title=request.title or (service.zh if service else ""),
    )
    await service_requests.save(turn.tx, request, moved, event=moved.state, by=turn.me, at=turn.now, note=words)
    turn.incoming = replace(turn.incoming, text=words)
    if not await _tell_reporters(turn, moved, "done", ()):
        await _ask_to_look(turn, moved)
    return True


def marks(say: Say, request_id: ServiceRequestId) -> tuple[Button, ...]:
    """What whoever reported says of what was done."""
    names = (("solved", SOLVED), ("half", SO_SO), ("unsolved", NOT_SOLVED))
    return tuple(Button(say(f"help_request.{key}"), _rate(request_id, mark)) for key, mark in names)


def _rate(request_id: ServiceRequestId, mark: int) -> str:
    return action("requests.rate_request", request_id, mark)


@todo.adds
async def to_do(turn: Turn) -> list[Due]:
    """Requests on one's own desk; a manager sees every one that waits."""
    found = []
    for request in await service_requests.in_states(turn.tx, *sorted(WAITING)):
        if not may(turn.roles, Action.ANSWER_REQUEST, await relations.to_service_request(turn, request)):
            continue
        late = turn.now > request.promised_at
        until = Until(request.promised_at.astimezone(turn.zone), turn.day)
        key = "todo.request_late" if late else "todo.request"
        line = turn.say(key, number=reference(request, turn.zone), until=until)
        found.append(Due(line, show_request(request.id), 0 if late else 1))
    return found
