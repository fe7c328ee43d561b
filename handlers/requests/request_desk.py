"""The desk of a request: it reads the question with place, words and photos, and hears what its reporters add."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.flow import Turn
from bot.steps import action
from files.dataclass import dataclass
from handlers.shared import notify
from messages.attachment import Attachment
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.ids import PersonId
from programme.requests.promises import number, promise
from programme.requests.request_state import RequestState
from programme.requests.said_words import said_words
from programme.rules import Rules
from programme.services import Service, Services
from storage.people import people
from storage.photos import media
from storage.requests import desks, service_requests
from storage.requests.service_requests import ServiceRequest
from storage.sites import sites
from texts import Say
from texts.days import Until

WORDS = {
    "answered": RequestState.ANSWERED,
    "done": RequestState.DONE,
    "elsewhere": RequestState.ELSEWHERE,
    "not_found": RequestState.NOT_FOUND,
    "cannot": RequestState.CANNOT,
}
"""What may be said of a request that waits; each with words of one's own."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How it was put to its desk: whether anybody could be asked, and who, if it is one person."""

    is_heard: bool
    keeper: PersonId | None


@dataclass(frozen=True, slots=True)
class Shown:
    """One request as it is put into words, in whatever language."""

    request: ServiceRequest
    number: str
    service: Service | None
    site: str
    said: str
    photos: tuple[Attachment, ...]
    until: Until

    def what(self, say: Say) -> str:
        """垃圾没收、路面脏 · 翠竹苑 3栋: the service and the place, as far as they are known."""
        place = self.request.place
        places = [place] if self.site in place else [self.site, place]
        where = " ".join(part for part in places if part) or say("requests.place_unknown")
        return f"{self.service.name(say.language)} · {where}" if self.service else where


def reference(request: ServiceRequest, zone: ZoneInfo) -> str:
    """Its number, as people quote it: 26-00042."""
    return number(request.at.astimezone(zone).date(), request.id)


def service_of(request: ServiceRequest, rules: Rules) -> Service | None:
    """Its service, unless that is unknown or the programme has dropped it since."""
    return Services(rules.services).by_key(request.service)


def promised_anew(
    request: ServiceRequest, now: datetime, rules: Rules, keeper: PersonId | None = None
) -> ServiceRequest:
    """Open again with a new promise, as if it had come `now` (in the programme's zone); nothing of the last time runs on."""
    promised = promise(now, rules, service_of(request, rules))
    return replace(
        request,
        state=RequestState.OPEN,
        keeper_id=keeper,
        due_at=promised.first_word,
        done_due_at=promised.done,
        late_at=None,
        escalated_at=None,
        answered_at=None,
        ended_at=None,
    )


async def shown(turn: Turn, request: ServiceRequest) -> Shown:
    said = await service_requests.events(turn.tx, request.id)
    words = [e.note for e in said if e.event in ("asked", "added")]
    return Shown(
        request,
        reference(request, turn.zone),
        service_of(request, turn.rules),
        (await sites.site(turn.tx, request.site_id)).name if request.site_id is not None else "",
        said_words(words),
        media.enclosed(await media.of(turn.tx, "request", request.id)),
        Until(request.promised_at.astimezone(turn.zone), turn.day),
    )


async def open_request(turn: Turn, request: ServiceRequest, place: str = "") -> Asked:
    """Put it to whoever has its desk, with the place if it was said."""
    by = request.person_id if place else None
    opened = replace(request, place=place or request.place, state=RequestState.OPEN)
    await service_requests.save(turn.tx, request, opened, event="placed", by=by, at=turn.now, note=place)
    return await ask(turn, opened, "requests.came")


async def open_quietly(turn: Turn, request: ServiceRequest, place: str, of: str) -> None:
    """One of very many: it waits in 待办 like any other, and the managers hear once a day that there is much `of` it."""
    opened = replace(request, place=place or request.place, state=RequestState.OPEN)
    await service_requests.save(turn.tx, request, opened, event="placed", by=None, at=turn.now, note=place)
    for manager in [m.id for m in await people.with_role(turn.tx, "manager") if m.id != request.person_id]:
        key = f"requests:much:{of}:{turn.day}:{manager}"
        await turn.tell(manager, lambda say: Reply(say("requests.much_came")), key=key)


async def ask(turn: Turn, request: ServiceRequest, sentence: str) -> Asked:
    """Its desk reads it; each message has a key, so that nothing is asked twice."""
    desk = await desks.desk(turn.tx, request, Services(turn.rules.services), turn.day)
    known = await shown(turn, request)
    stage = f"request:{request.id}:{sentence}:{request.reopened}:{request.promised_at.timestamp():.0f}"
    reached = [await turn.tell(one, lambda say: question(say, known, sentence), key=f"{stage}:{one}") for one in desk]
    return Asked(any(reached), desk[0] if len(desk) == 1 else None)


def question(say: Say, known: Shown, sentence: str) -> Reply:
    """What is asked, with everything that may be said of it now."""
    request = known.request
    is_question = known.service is not None and known.service.is_question
    words = say(
        sentence,
        number=known.number,
        place=known.what(say),
        text=known.said or say("help_request.no_words"),
        until=known.until,
    )
    if request.phone:
        words += "\n" + say("requests.phone", phone=request.phone)
    kinds = [kind for kind in WORDS if kind != "answered" or request.state is RequestState.OPEN]
    kinds = [kind for kind in kinds if kind in ("answered", "elsewhere")] if is_question else kinds
    rows = [
        (Button(say(f"requests.say_{kind}"), action("request_answers.begin_word", request.id, kind)),) for kind in kinds
    ]
    more = [Button(say("requests.pass_on"), action("request_passing.begin_passing", request.id))]
    if not is_question:
        more.append(Button(say("requests.at_a_shop"), action("request_passing.begin_lead", request.id)))
    topic = Topic.REQUEST.of(request.id)
    return Reply(words, (*rows, tuple(more)), attachments=known.photos, urgent=True, topic=topic)


async def pass_on(
    turn: Turn, request: ServiceRequest, words: str, photos: Sequence[Attachment], sentence: str = "requests.more_came"
) -> None:
    """More words of whoever reported it, to its desk."""
    desk = await desks.desk(turn.tx, request, Services(turn.rules.services), turn.day)
    name = reference(request, turn.zone)

    def told(say: Say) -> Reply:
        text = say(sentence, number=name, text=words or say("help_request.no_words"))
        rows = ((Button(say("requests.open_it"), action("request_answers.show_request", request.id)),),)
        return Reply(text, rows, attachments=tuple(photos), urgent=True, topic=Topic.REQUEST.of(request.id))

    await notify.tell_all(turn, desk, told)
