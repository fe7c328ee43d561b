"""代报, 合并 and 挂账: a request written down for somebody on the telephone, two made one, and what cannot be done now."""

from __future__ import annotations

import re

from bot.flow import Flow, Turn
from handlers.requests import filing, request_desk, sending
from handlers.requests.request_desk import promised_anew, reference
from handlers.shared import relations
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.ids import ServiceRequestId
from programme.requests import left_phone
from programme.requests.promises import promise
from programme.requests.request_state import WAITING, RequestState
from programme.roles import Action, may
from programme.services import Services
from storage.people import people
from storage.requests import service_requests
from storage.requests.service_requests import CALL, NOTHING_KNOWN, ServiceRequest
from texts import Say

flow = Flow("request_office")

MOST = 20
"""Lines of a list."""
_TWO = re.compile(r"\s*\d\d-(\d{5,9})\s*(?:和|与|到|,|，|、|\s)\s*\d\d-(\d{5,9})\s*")


@flow.intent("file_for", Action.FILE_FOR_RESIDENT)
async def said_file_for(turn: Turn) -> None:
    """“代报 翠竹苑 路灯坏了 13800001111”: in the name of whoever rang, who gives the number of the telephone to the handler."""
    words, phone = left_phone.taken_out(" ".join(turn.words.split()))
    if len(words) < left_phone.SHORTEST or words.lstrip("+").replace("-", "").isdecimal():
        turn.reply(turn.say("requests.file_for_how"))
        return
    about = await filing.understood(turn, words, NOTHING_KNOWN)
    caller = await people.add(turn.tx, name="", now=turn.now)
    service = Services(turn.rules.services).by_key(about.service)
    request = await service_requests.ask(
        turn.tx,
        person_id=caller,
        at=turn.incoming.at,
        text=words,
        promise=promise(turn.incoming.at.astimezone(turn.zone), turn.rules, service),
        about=about,
        source=CALL,
        phone=phone,
        by=turn.me,
    )
    await filing.keep_photos(turn, request.id)
    await request_desk.open_request(turn, request)
    known = await request_desk.shown(turn, request)
    text = turn.say(
        "requests.filed_for", number=known.number, what=known.what(turn.say), until=sending.until(turn, request.due_at)
    )
    turn.reply(text + sending.link(turn, request))


@flow.intent("merge", Action.MERGE_REQUESTS)
async def said_merge(turn: Turn) -> None:
    """“合并 26-00042 26-00040”: the older one goes on, and everybody who reported either hears its end."""
    numbers = _TWO.fullmatch(turn.words)
    found = [await service_requests.find(turn.tx, int(n)) for n in numbers.groups()] if numbers else []
    known = sorted((one for one in found if one is not None), key=lambda one: one.id)
    if len(known) < 2 or known[0].id == known[1].id:  # noqa: PLR2004 two are merged
        turn.reply(turn.say("requests.merge_how"))
        return
    older, newer = known
    if older.state not in WAITING or newer.state not in (RequestState.ASKING, *WAITING):
        turn.reply(turn.say("requests.merge_ended"))
        return
    await service_requests.merge(turn.tx, newer, older, by=turn.me, at=turn.now)
    await service_requests.record(turn.tx, older.id, turn.now, newer.person_id, "added", newer.text)
    numbers_said = {"number": reference(newer, turn.zone), "into": reference(older, turn.zone)}

    def told(say: Say) -> Reply:
        return Reply(say("requests.merged_told", **numbers_said), topic=Topic.REQUEST.of(older.id))

    for reporter in await service_requests.reporters(turn.tx, newer.id):
        await turn.tell(reporter, told)
    turn.reply(turn.say("requests.merged", **numbers_said))


@flow.intent("shelved", Action.SEE_SHELVED)
async def said_shelved(turn: Turn) -> None:
    """挂账: everything of which it was said that it cannot be done now, the oldest first, each to be taken up again."""
    shelved = [
        one for one in await service_requests.in_states(turn.tx, RequestState.CANNOT) if await _is_mine(turn, one)
    ]
    if not shelved:
        turn.reply(turn.say("requests.shelved_none"))
        return
    lines, rows = [turn.say("requests.shelved_head", many=len(shelved))], []
    for one in shelved[:MOST]:
        known = await request_desk.shown(turn, one)
        line = turn.say("requests.shelved_line", number=known.number, what=known.what(turn.say))
        lines.append(line)
        rows.append([Button(line[:60], take_up_request(one.id))])
    turn.reply("\n".join(lines), buttons=rows, once=False, listed=True)


async def _is_mine(turn: Turn, request: ServiceRequest) -> bool:
    return may(turn.roles, Action.SEE_SHELVED, await relations.to_service_request(turn, request))


@flow.step(Action.SEE_SHELVED, to=relations.to_service_request)
async def take_up_request(turn: Turn, request_id: ServiceRequestId) -> None:
    """It can be done now: open again with a new promise, on its desk, and whoever reported it hears so."""
    request = await service_requests.request(turn.tx, request_id)
    if request.state is not RequestState.CANNOT:
        turn.reply(turn.say("findings.already_settled"))
        return
    again = promised_anew(request, turn.local_now, turn.rules, keeper=turn.me)
    await service_requests.save(turn.tx, request, again, event="taken up", by=turn.me, at=turn.now)
    known = await request_desk.shown(turn, again)

    def told(say: Say) -> Reply:
        return Reply(
            say("requests.taken_up", number=known.number, until=known.until), topic=Topic.REQUEST.of(request.id)
        )

    for reporter in await service_requests.reporters(turn.tx, request_id):
        await turn.tell(reporter, told)
    asked = request_desk.question(turn.say, known, "requests.came")
    turn.reply(asked.text, buttons=asked.buttons, attachments=known.photos, topic=asked.topic)
