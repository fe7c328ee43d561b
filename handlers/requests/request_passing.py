"""转给 and 店门前: a request that is a colleague's to do, and one that is at a shop's door and goes on there as a lead."""

from __future__ import annotations

from dataclasses import replace

from bot.flow import Flow, Turn
from handlers.findings import passed_leads
from handlers.requests import request_desk
from handlers.requests.request_desk import reference, service_of
from handlers.shared import relations
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.duties import Duties
from programme.identity import person_key
from programme.ids import PersonId, ServiceRequestId, ShopId
from programme.requests.request_state import WAITING, RequestState
from programme.roles import Action
from storage.people import covers, people
from storage.people.people import Person
from storage.photos import media
from storage.requests import service_requests
from storage.shops import shops
from texts import Say

flow = Flow("request_passing")

MOST = 8
"""Names or shops offered at a time."""


@flow.step(Action.ANSWER_REQUEST, to=relations.to_service_request)
async def begin_passing(turn: Turn, request_id: ServiceRequestId) -> None:
    turn.edits = False
    turn.reply(turn.say("requests.pass_to_whom"), then=name_colleague(request_id))


@flow.step(Action.ANSWER_REQUEST, to=relations.to_service_request, asks="words")
async def name_colleague(turn: Turn, request_id: ServiceRequestId) -> None:
    """A colleague by name; with several of one name, which."""
    found = [one for one in await colleagues(turn, turn.text) if one.id != turn.me]
    if not found:
        turn.stay()
        turn.reply(turn.say("requests.no_colleague", name=turn.text[:20]), then=name_colleague(request_id))
        return
    branches = await people.branches(turn.tx)
    rows = [
        [Button(f"{one.name} {branches.get(one.branch_id or 0, '')}".strip(), hand_request(request_id, one.id))]
        for one in found[:MOST]
    ]
    turn.reply(turn.say("requests.pass_sure"), buttons=rows, topic=Topic.REQUEST.of(request_id))


async def colleagues(turn: Turn, name: str) -> list[Person]:
    """Everybody of this name who may have a site or a request in hand and can be reached."""
    found: dict[PersonId, Person] = {}
    for role in sorted(covers.ABLE_AT_SITES):
        for one in await people.with_role(turn.tx, role):
            if person_key(one.name) == person_key(name) and await people.is_reachable(turn.tx, one.id):
                found[one.id] = one
    return list(found.values())


@flow.step(Action.ANSWER_REQUEST, to=relations.to_service_request)
async def hand_request(turn: Turn, request_id: ServiceRequestId, person_id: PersonId) -> None:
    """It is on a colleague's desk now, with the promise as it was given."""
    request = await service_requests.request(turn.tx, request_id)
    if request.state not in WAITING or person_id in await service_requests.reporters(turn.tx, request_id):
        turn.reply(turn.say("findings.already_settled"))
        return
    passed = replace(request, keeper_id=person_id)
    await service_requests.save(turn.tx, request, passed, event="passed", by=turn.me, at=turn.now)
    known = await request_desk.shown(turn, passed)
    told = await turn.tell(person_id, lambda say: request_desk.question(say, known, "requests.came"))
    name = (await people.person(turn.tx, person_id)).name
    turn.reply(turn.say("requests.passed" if told else "requests.passed_unheard", name=name))


@flow.step(Action.ANSWER_REQUEST, to=relations.to_service_request)
async def begin_lead(turn: Turn, request_id: ServiceRequestId) -> None:
    turn.edits = False
    turn.reply(turn.say("requests.which_shop"), then=name_shop(request_id))


@flow.step(Action.ANSWER_REQUEST, to=relations.to_service_request, asks="words")
async def name_shop(turn: Turn, request_id: ServiceRequestId) -> None:
    found = await shops.named(turn.tx, turn.text, MOST) if turn.text else []
    if not found:
        turn.stay()
        turn.reply(turn.say("requests.no_shop", words=turn.text[:20]), then=name_shop(request_id))
        return
    rows = [[Button(f"{one.name} {one.address}", choose_duty(request_id, one.id))] for one in found]
    turn.reply(turn.say("requests.lead_sure"), buttons=rows, topic=Topic.REQUEST.of(request_id))


@flow.step(Action.ANSWER_REQUEST, to=relations.to_service_request)
async def choose_duty(turn: Turn, request_id: ServiceRequestId, shop_id: ShopId) -> None:
    """Which of the five duties it is about, where its service does not say so."""
    service = service_of(await service_requests.request(turn.tx, request_id), turn.rules)
    if service and service.duty:
        await make_lead.go(turn, [str(request_id), str(shop_id), service.duty])
        return
    shop = await shops.shop(turn.tx, shop_id)
    duties, language = Duties(turn.rules.duties).applicable(shop.duties), turn.say.language
    rows = [[Button(duty.name(language), make_lead(request_id, shop_id, duty.key))] for duty in duties]
    turn.reply(turn.say("leads.what", shop=shop.name), buttons=rows, topic=Topic.REQUEST.of(request_id))


@flow.step(Action.ANSWER_REQUEST, to=relations.to_service_request)
async def make_lead(turn: Turn, request_id: ServiceRequestId, shop_id: ShopId, duty: str) -> None:
    """A lead in the name of whoever reported it: somebody looks at the door, and they hear what was seen."""
    request = await service_requests.request(turn.tx, request_id)
    if request.state not in WAITING:
        turn.reply(turn.say("findings.already_settled"))
        return
    reporters = await service_requests.reporters(turn.tx, request_id)
    told = await passed_leads.take_over(turn, shop_id, duty, request.text, reporters, request.at)
    await media.move(turn.tx, ("request", request.id), ("lead", told.id))
    ended = replace(request, state=RequestState.LEAD, lead_id=told.id, keeper_id=turn.me, ended_at=turn.now)
    await service_requests.save(turn.tx, request, ended, event=ended.state, by=turn.me, at=turn.now)
    shop = await shops.shop(turn.tx, shop_id)

    def said(say: Say) -> Reply:
        number = reference(request, turn.zone)
        return Reply(say("requests.told_lead", number=number, shop=shop.name), topic=Topic.REQUEST.of(request.id))

    for reporter in reporters:
        await turn.tell(reporter, said)
    turn.reply(turn.say("requests.lead_made", number=reference(request, turn.zone), shop=shop.name))
