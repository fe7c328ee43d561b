"""The answers to “是店家自己的吗？”: what is the stall's is out of the look and goes to the keeper of its site as a request."""

from __future__ import annotations

from dataclasses import replace

from bot.edit_rules import Edited
from bot.flow import Flow, Turn
from bot.kept import restore
from handlers.findings import leads as lead_steps
from handlers.findings import reopening
from handlers.intake import at_door
from handlers.requests import request_desk
from handlers.requests.request_desk import reference
from handlers.reviews import review
from handlers.reviews.record import record
from handlers.shared import relations
from handlers.shared.notify import duty_called, tell_all
from messages.reply import Reply
from messages.topics import Topic
from programme.findings.lead_state import LeadState
from programme.ids import FindingId, LeadId, PersonId, ShopId, SiteId
from programme.requests.promises import promise
from programme.requests.request_state import WAITING
from programme.roles import Action
from programme.services import Services
from programme.sites.stalls import STALL, Fault, stall_duty
from storage.delivery import prompts
from storage.delivery.message_effects import Effect
from storage.findings import findings, leads
from storage.findings.leads import Lead
from storage.intake import intakes
from storage.photos import media
from storage.requests import service_requests
from storage.requests.service_requests import About, ServiceRequest
from storage.shops import shops
from storage.shops.shops import Shop
from storage.sites import sites
from storage.sites.sites import Site

flow = Flow("stall_faults")


@flow.step(Action.LOOK, to=relations.to_shop, refused=review.refusal)
async def settle_look(turn: Turn, shop_id: ShopId, site_id: SiteId, fault: Fault) -> None:
    """Record the look as it was said, with the stall's duty in it only where that is the shop's too."""
    kept = restore(turn)
    if not kept:
        turn.reply(turn.say("engine.answered"))
        return
    place, site, duty = await shops.shop(turn.tx, shop_id), await sites.site(turn.tx, site_id), _duty(turn)
    apart = frozenset() if fault.is_shops else frozenset({duty})
    facts = {key: x for key, x in kept["facts"].items() if key not in apart}
    told = await record(turn, place, facts, kept["note"], apart=apart, adds=not kept["ticked"])
    if fault.is_stalls:
        request = await _ask_keeper(turn, site, place, kept["note"], [turn.me])
        key = "stalls.noted_too" if fault.is_shops else "stalls.noted"
        number = reference(request, turn.zone)
        told += "\n" + turn.say(key, duty=duty_called(turn, duty), site=site.name, number=number)
    if kept["ticked"]:
        review.say_recorded(turn, shop_id, told, is_failed=0 in facts.values())
    else:
        review.say_taken(turn, shop_id, told)


@flow.edits.before("stall_question", in_place=True)
async def replace_question(turn: Turn, effect: Effect) -> Edited:
    """The corrected words are handled instead, as long as the question about the first ones is open."""
    if await prompts.close_topic(turn.tx, turn.incoming.sender, Topic.STALL.of(effect.subject_id), turn.now):
        return Edited.ANEW
    turn.reply(turn.say("engine.edit_done"))
    return Edited.STAYS


@flow.step(Action.CONFIRM_LEAD, to=relations.to_lead, refused="leads.not_your_own")
async def settle_lead(turn: Turn, lead_id: LeadId, site_id: SiteId, fault: Fault) -> None:
    """A lead is confirmed only where it is the shop's; what is the stall's goes on as a request of whoever reported it."""
    told = await leads.lead(turn.tx, lead_id)
    if told.judged_at is not None or told.shop_id is None:
        turn.reply(turn.say("findings.already_settled"))
        return
    place, site = await shops.shop(turn.tx, told.shop_id), await sites.site(turn.tx, site_id)
    if not fault.is_shops:
        await _send_elsewhere(turn, told, place, site)
        return
    if fault.is_stalls:
        await _ask_keeper(turn, site, place, told.text, [turn.me])
    await lead_steps.confirm(turn, told)


async def _send_elsewhere(turn: Turn, told: Lead, place: Shop, site: Site) -> None:
    """It ends for the shop; what a camera began is a request of the camera's platform, as at any door."""
    if await intakes.of_lead(turn.tx, told.id) is not None:
        await at_door.send_elsewhere.go(turn, [str(told.id)])
        return
    ended = replace(told, state=LeadState.ELSEWHERE, judged_at=turn.now, judged_by=turn.me)
    await leads.save(turn.tx, told, ended)
    reporters = await leads.reporters(turn.tx, told.id)
    request = await _ask_keeper(turn, site, place, told.text, reporters or [turn.me])
    await media.move(turn.tx, ("lead", told.id), ("request", request.id))
    values = {"site": site.name, "number": reference(request, turn.zone)}
    duty = duty_called(turn, told.duty)
    await tell_all(
        turn, reporters, lambda say: Reply(say("stalls.told_reporter", shop=place.name, duty=duty, **values))
    )
    turn.reply(turn.say("stalls.lead_noted", **values))


@flow.step(Action.REOPEN, to=relations.to_finding)
async def settle_again(turn: Turn, finding_id: FindingId, site_id: SiteId, fault: Fault) -> None:
    """A closed finding is opened again only where it is the shop's."""
    finding = await findings.finding(turn.tx, finding_id)
    if not reopening.in_time(turn, finding):
        return
    place, site = await shops.shop(turn.tx, finding.shop_id), await sites.site(turn.tx, site_id)
    if fault.is_shops:
        await reopening.reopen(turn, finding)
    if fault.is_stalls:
        request = await _ask_keeper(turn, site, place, "", [turn.me])
        key = "stalls.noted_too" if fault.is_shops else "stalls.again_noted"
        turn.reply(turn.say(key, site=site.name, number=reference(request, turn.zone)))


def _duty(turn: Turn) -> str:
    return stall_duty(turn.rules.services)


async def _ask_keeper(turn: Turn, site: Site, place: Shop, words: str, reporters: list[PersonId]) -> ServiceRequest:
    """A request about the stall to whoever looks after its site; one that waits there already only hears more."""
    words = words or turn.say("stalls.whose_fault", shop=place.name)
    for one in await service_requests.at_site(turn.tx, site.id, turn.now):
        if one.service == STALL and one.state in WAITING:
            return await _add(turn, one, words, reporters)
    request = await service_requests.ask(
        turn.tx,
        person_id=reporters[0],
        at=turn.incoming.at,
        text=words,
        promise=promise(turn.local_now, turn.rules, Services(turn.rules.services).by_key(STALL)),
        about=About(STALL, site.id, None, turn.say("stalls.before", site=site.name, shop=place.name)),
    )
    for other in reporters[1:]:
        await service_requests.join(turn.tx, request.id, other, turn.now)
    if turn.attachments:
        await turn.keep("request", request.id)
    await request_desk.open_request(turn, request)
    return request


async def _add(turn: Turn, request: ServiceRequest, words: str, reporters: list[PersonId]) -> ServiceRequest:
    for one in reporters:
        await service_requests.join(turn.tx, request.id, one, turn.now)
    await service_requests.record(turn.tx, request.id, turn.now, turn.me, "added", words)
    photos = await turn.keep("request", request.id) if turn.attachments else ()
    await request_desk.pass_on(turn, request, words, photos)
    return request
