"""The other side of 诉求: a manager reads it, says the first word, then that it is done, or honestly why it is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.flow import Flow, Turn
from bot.post import Post
from bot.steps import action
from handlers.shared import notify, photo_checks, preview, relations, todo
from handlers.shared.todo import Due
from messages.attachment import Attachment
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.ids import ServiceRequestId
from programme.requests.promises import number
from programme.requests.request_state import HONEST_ENDS, WAITING, RequestState
from programme.roles import Action, may
from storage.people import people
from storage.photos import media
from storage.requests import service_requests
from storage.requests.help_requests import NOT_SOLVED, SO_SO, SOLVED
from storage.requests.service_requests import ServiceRequest
from texts import Say
from texts.days import Until

flow = Flow("request_answers")

WORDS = {
    "answered": RequestState.ANSWERED,
    "done": RequestState.DONE,
    "elsewhere": RequestState.ELSEWHERE,
    "not_found": RequestState.NOT_FOUND,
    "cannot": RequestState.CANNOT,
}
"""What may be said of a request that waits; each with words of one's own."""


async def open_request(post: Post, request: ServiceRequest, place: str, now: datetime) -> bool:
    """Put it to the managers, with the place if it was said; whether there is any. `now` is in the programme's zone."""
    opened = replace(request, place=place, state=RequestState.OPEN)
    await service_requests.save(
        post.tx, request, opened, event="placed", by=request.person_id if place else None, at=now, note=place
    )
    return await ask(post, opened, now, "requests.came")


async def open_quietly(turn: Turn, request: ServiceRequest, place: str) -> None:
    """One of very many: it waits in 待办 like any other, and the managers hear once a day that there is much."""
    opened = replace(request, place=place, state=RequestState.OPEN)
    await service_requests.save(turn.tx, request, opened, event="placed", by=None, at=turn.now, note=place)
    for manager in [m.id for m in await people.with_role(turn.tx, "manager") if m.id != request.person_id]:
        key = f"requests:much:{request.person_id}:{turn.day}:{manager}"
        await turn.tell(manager, lambda say: Reply(say("requests.much_came")), key=key)


async def ask(post: Post, request: ServiceRequest, now: datetime, sentence: str) -> bool:
    """Every manager reads it but whoever reported it; each message has a key, so that a job may say it as well."""
    text = await _said(post, request)
    photos = photo_checks.enclosed(await media.of(post.tx, "request", request.id))
    managers = [m.id for m in await people.with_role(post.tx, "manager") if m.id != request.person_id]
    reached = [
        await post.tell(
            manager,
            lambda say: _question(say, request, text, sentence, photos, now),
            key=f"request:{request.id}:{sentence}:{request.reopened}:{request.promised_at.timestamp():.0f}:{manager}",
        )
        for manager in managers
    ]
    return any(reached)


async def _said(post: Post, request: ServiceRequest) -> str:
    said = await service_requests.events(post.tx, request.id)
    return "\n".join([e.note for e in said if e.event in ("asked", "added") and e.note][-3:])


def _question(
    say: Say, request: ServiceRequest, text: str, sentence: str, photos: Sequence[Attachment], now: datetime
) -> Reply:
    words = say(
        sentence,
        number=number(request.at.astimezone(now.tzinfo).date(), request.id),
        place=request.place or say("requests.place_unknown"),
        text=text or say("help_request.no_words"),
        until=Until(request.promised_at.astimezone(now.tzinfo), now.date()),
    )
    kinds = [kind for kind in WORDS if kind != "answered" or request.state is RequestState.OPEN]
    rows = tuple((Button(say(f"requests.say_{kind}"), begin_word(request.id, kind)),) for kind in kinds)
    topic = Topic.REQUEST.of(request.id)
    return Reply(words, rows, attachments=tuple(photos), urgent=True, topic=topic)


async def show(turn: Turn, request: ServiceRequest) -> None:
    """One request again: to be answered while it waits, else only its state."""
    if request.state not in WAITING:
        turn.reply(turn.say(f"requests.state_{request.state.replace(' ', '_')}"))
        return
    photos = photo_checks.enclosed(await media.of(turn.tx, "request", request.id))
    shown = _question(turn.say, request, await _said(turn, request), "requests.came", photos, turn.local_now)
    turn.reply(shown.text, buttons=shown.buttons, attachments=photos, topic=shown.topic)


@flow.step(Action.ANSWER_REQUEST, to=relations.to_service_request)
async def show_request(turn: Turn, request_id: ServiceRequestId) -> None:
    await show(turn, await service_requests.request(turn.tx, request_id))


@flow.step(Action.ANSWER_REQUEST, to=relations.to_service_request)
async def begin_word(turn: Turn, request_id: ServiceRequestId, kind: str) -> None:
    turn.edits = False
    turn.reply(turn.say(f"requests.write_{kind}"), then=send_word(request_id, kind))


@flow.step(Action.ANSWER_REQUEST, to=relations.to_service_request, asks="words")
async def send_word(turn: Turn, request_id: ServiceRequestId, kind: str) -> None:
    """The words are shown once before they go to whoever reported it."""
    if not turn.text and not turn.attachments:
        turn.stay()
        return
    preview.show_first(
        turn, turn.say("requests.reporter"), deliver_word(request_id, kind), begin_word(request_id, kind)
    )


@flow.step(Action.ANSWER_REQUEST, to=relations.to_service_request)
async def deliver_word(turn: Turn, request_id: ServiceRequestId, kind: str) -> None:
    """One step up the ladder, unless somebody else was quicker."""
    if not preview.agreed(turn):
        return
    request, state = await service_requests.request(turn.tx, request_id), WORDS[kind]
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
    )
    await service_requests.save(turn.tx, request, moved, event=state, by=turn.me, at=turn.now, note=turn.text)
    told = await _tell_reporter(turn, moved, kind, photos)
    turn.reply(turn.say("requests.sent" if told else "requests.not_reached"))


async def _tell_reporter(turn: Turn, request: ServiceRequest, kind: str, photos: Sequence[Attachment]) -> bool:
    """Each end has its own sentence; no sentence says that it is fixed unless it was."""

    def told(say: Say) -> Reply:
        words = say(
            f"requests.told_{kind}",
            number=number(request.at.astimezone(turn.zone).date(), request.id),
            text=turn.text or say("help_request.no_words"),
            until=Until(request.done_due_at.astimezone(turn.zone), turn.day),
        )
        rows: tuple[Button, ...] = marks(say, request.id) if request.state is RequestState.DONE else ()
        if request.state in HONEST_ENDS:
            rows = (Button(say("requests.still_there"), _rate(request.id, NOT_SOLVED)),)
        return Reply(
            words, (rows,) if rows else (), attachments=tuple(photos), urgent=True, topic=Topic.REQUEST.of(request.id)
        )

    return await turn.tell(request.person_id, told)


def marks(say: Say, request_id: ServiceRequestId) -> tuple[Button, ...]:
    """What whoever reported says of what was done."""
    names = (("solved", SOLVED), ("half", SO_SO), ("unsolved", NOT_SOLVED))
    return tuple(Button(say(f"help_request.{key}"), _rate(request_id, mark)) for key, mark in names)


def _rate(request_id: ServiceRequestId, mark: int) -> str:
    return action("requests.rate_request", request_id, mark)


async def pass_on(
    turn: Turn, request: ServiceRequest, words: str, photos: Sequence[Attachment], sentence: str = "requests.more_came"
) -> None:
    """More words of whoever reported it, to who has it in hand."""
    name = number(request.at.astimezone(turn.zone).date(), request.id)
    asked = [request.keeper_id] if request.keeper_id else [m.id for m in await people.with_role(turn.tx, "manager")]

    def told(say: Say) -> Reply:
        text = say(sentence, number=name, text=words or say("help_request.no_words"))
        rows = ((Button(say("requests.open_it"), show_request(request.id)),),)
        return Reply(text, rows, attachments=tuple(photos), urgent=True, topic=Topic.REQUEST.of(request.id))

    await notify.tell_all(turn, asked, told)


@todo.adds
async def to_do(turn: Turn) -> list[Due]:
    """Requests that wait for a manager."""
    found = []
    for request in await service_requests.in_states(turn.tx, *sorted(WAITING)):
        if not may(turn.roles, Action.ANSWER_REQUEST, await relations.to_service_request(turn, request)):
            continue
        late = turn.now > request.promised_at
        name = number(request.at.astimezone(turn.zone).date(), request.id)
        until = Until(request.promised_at.astimezone(turn.zone), turn.day)
        key = "todo.request_late" if late else "todo.request"
        found.append(Due(turn.say(key, number=name, until=until), show_request(request.id), 0 if late else 1))
    return found
