"""Filing a request: it is saved before anything is asked, and the next messages are added to it."""

from __future__ import annotations

from dataclasses import replace

from bot.flow import Flow, Turn
from handlers.requests import guide_question, merging, request_desk, sending
from handlers.requests.request_desk import reference
from handlers.shared import relations
from handlers.shared.remarks import is_something_else
from messages.attachment import Attachment
from messages.reply import Button
from messages.topics import Topic
from programme.ids import ServiceRequestId
from programme.requests import left_phone
from programme.requests.promises import ADDED_MOST, CARD_MOST, PHOTOS_MOST, WORDS_MOST, is_much, promise
from programme.requests.request_state import WAITING, RequestState
from programme.roles import Action
from programme.services import Services
from storage.findings.leads import Lead
from storage.people import people
from storage.photos import media
from storage.requests import service_requests
from storage.requests.service_requests import CARD, CHAT, NOTHING_KNOWN, About, ServiceRequest
from storage.sites import sites

flow = Flow("filing")


async def file(turn: Turn, words: str, about: About = NOTHING_KNOWN, *, is_answered: bool = False) -> None:
    """Save a request, and route it as soon as its place is known.

    A question that a guide answers is answered by it first, unless `is_answered` says that it was not enough.
    """
    if turn.person_id is None:
        turn.person_id = await people.add(turn.tx, name="", now=turn.now, language=turn.incoming.language[:2])
    words = words[:WORDS_MOST]
    about = await understood(turn, words, about)
    if not is_answered and await guide_question.asked(turn, words, about):
        return
    words, phone = left_phone.taken_out(words)
    at, service = turn.incoming.at, Services(turn.rules.services).by_key(about.service)
    request = await service_requests.ask(
        turn.tx,
        person_id=turn.me,
        at=at,
        text=words,
        promise=promise(at.astimezone(turn.zone), turn.rules, service),
        about=about,
        source=CARD if about.card else CHAT,
        phone=phone,
    )
    turn.made("request", (await service_requests.events(turn.tx, request.id))[0].id)
    await keep_photos(turn, request.id)
    if of := await _much(turn, about):
        await request_desk.open_quietly(turn, request, "", of)
        turn.reply(turn.say("requests.much", number=reference(request, turn.zone)), then=add_to_request(request.id))
    elif about.site_id is not None or about.place:
        await merging.go_on(turn, request)
    else:
        _ask_where(turn, request)


async def without_phone(turn: Turn, request: ServiceRequest, words: str) -> tuple[ServiceRequest, str]:
    """Words that are added or corrected, to their limit; a telephone among them is kept with the request instead."""
    plain, phone = left_phone.taken_out(words[:WORDS_MOST])
    return (await service_requests.keep_phone(turn.tx, request, phone) if phone else request), plain


async def keep_photos(turn: Turn, request_id: ServiceRequestId) -> tuple[Attachment, ...]:
    """Keep what was sent along, nine of one request in all; whoever sends more is told."""
    if not turn.attachments:
        return ()
    room = max(0, PHOTOS_MOST - len(await media.of(turn.tx, "request", request_id)))
    if len(turn.attachments) > room:
        turn.reply(turn.say("requests.photos_most", most=PHOTOS_MOST))
    return await turn.keep("request", request_id, most=room)


async def understood(turn: Turn, words: str, about: About) -> About:
    """The service and the site that the words name, where nobody has said them yet."""
    guessed = Services(turn.rules.services).guess(words)
    if not about.service and guessed and not guessed.of_shops:
        about = replace(about, service=guessed.key)
    if about.site_id is None and len(named := await sites.named_in(turn.tx, f"{words} {about.place}")) == 1:
        about = replace(about, site_id=named[0].id)
    return about


async def _much(turn: Turn, about: About) -> str:
    """Of whom or of which card so much comes that it is kept without a message for each; empty when it does not."""
    said = await service_requests.lately(turn.tx, turn.me, turn.now)
    if is_much(said.waiting, said.reported):
        return str(turn.me)
    if about.card and await service_requests.by_card(turn.tx, about.card, turn.now) > CARD_MOST:
        return about.card
    return ""


def _ask_where(turn: Turn, request: ServiceRequest) -> None:
    rows = [[Button(turn.say("requests.no_place"), merging.send_request(request.id))]]
    due = sending.until(turn, request.due_at)
    text = turn.say("requests.where", number=reference(request, turn.zone), until=due)
    turn.reply(text, buttons=rows, topic=Topic.REQUEST.of(request.id), then=place_request(request.id))


async def take_over(turn: Turn, told: Lead) -> None:
    """Make a request of a lead that concerns no shop; ask for the place if its reporter is the one speaking."""
    reporter, words = told.person_id or turn.me, told.text or told.place
    about = await understood(turn, words, NOTHING_KNOWN)
    asked = promise(turn.local_now, turn.rules, Services(turn.rules.services).by_key(about.service))
    request = await service_requests.ask(
        turn.tx, person_id=reporter, at=turn.now, text=words, promise=asked, about=about
    )
    await media.move(turn.tx, ("lead", told.id), ("request", request.id))
    if reporter != turn.me:
        await request_desk.open_request(turn, request)
        turn.reply(turn.say("requests.made", number=reference(request, turn.zone)))
    elif about.site_id is None:
        _ask_where(turn, request)
    else:
        await merging.go_on(turn, request)


@flow.step(Action.FOLLOW_REQUEST, to=relations.to_service_request, refused="engine.answered", asks="words")
async def place_request(turn: Turn, request_id: ServiceRequestId) -> None:
    """Take the place in words, with any photo."""
    request = await service_requests.request(turn.tx, request_id)
    if request.state is not RequestState.ASKING:
        await say_more(turn, request)
        return
    await keep_photos(turn, request.id)
    if not turn.text:
        turn.stay()
        turn.reply(turn.say("requests.where_still"), then=place_request(request_id))
        return
    turn.made("request_place", request.id)
    request, words = await without_phone(turn, request, turn.text)
    named = await sites.named_in(turn.tx, words)
    placed = replace(request, place=words, site_id=named[0].id if len(named) == 1 else request.site_id)
    await service_requests.save(turn.tx, request, placed, event="placed", by=turn.me, at=turn.now, note=words)
    await merging.go_on(turn, placed)


@flow.step(Action.FOLLOW_REQUEST, to=relations.to_service_request, refused="engine.answered")
async def add_to_request(turn: Turn, request_id: ServiceRequestId) -> None:
    """Add the next message to the request while it is open, unless it is something else."""
    request = await service_requests.request(turn.tx, request_id)
    if not await is_something_else(turn, request.text):
        await say_more(turn, request)


async def say_more(turn: Turn, request: ServiceRequest) -> None:
    """Add words to an open request; after its end, file them as a new one."""
    if request.state not in WAITING:
        await file(turn, turn.text)
        return
    request, words = await without_phone(turn, request, turn.text)
    event = await service_requests.record(turn.tx, request.id, turn.now, turn.me, "added", words)
    turn.made("request", event)
    photos = await keep_photos(turn, request.id)
    if (await service_requests.lately(turn.tx, turn.me, turn.now)).added <= ADDED_MOST:
        await request_desk.pass_on(turn, request, turn.text, photos)
    rows = [[Button(turn.say("help_request.another"), make_another_request(request.id, event))]] if turn.text else []
    said = turn.say("help_request.quoted", text=words) if words else ""
    text = turn.say("requests.added", said=said, number=reference(request, turn.zone))
    turn.reply(text, buttons=rows, topic=Topic.REQUEST.of(request.id), then=add_to_request(request.id))


@flow.step(Action.FOLLOW_REQUEST, to=relations.to_service_request, refused="engine.answered")
async def make_another_request(turn: Turn, request_id: ServiceRequestId, event: int) -> None:
    """Take the added words out of the request and make them one of their own."""
    request = await service_requests.request(turn.tx, request_id)
    said = next((e for e in await service_requests.events(turn.tx, request_id) if e.id == event), None)
    if said is None or not said.note:
        turn.reply(turn.say("engine.answered"))
        return
    await service_requests.correct(turn.tx, said, "")
    await request_desk.pass_on(turn, request, said.note, (), "requests.taken_out_came")
    turn.reply(turn.say("requests.taken_out", text=said.note, number=reference(request, turn.zone)))
    await file(turn, said.note)


@flow.step(Action.FOLLOW_REQUEST, to=relations.to_service_request, refused="engine.answered", asks="words")
async def add_words(turn: Turn, request_id: ServiceRequestId) -> None:
    """The sentence that was asked for, for a request that waits."""
    await say_more(turn, await service_requests.request(turn.tx, request_id))


@flow.step(Action.FOLLOW_REQUEST, to=relations.to_service_request, refused="engine.answered")
async def begin_more(turn: Turn, request_id: ServiceRequestId) -> None:
    """补一句: ask for the sentence."""
    turn.reply(turn.say("requests.write_more"), then=add_words(request_id))
