"""A camera with several shops before it: whoever stands there says whose it is, or that there is nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.flow import Flow, Turn
from handlers.findings import lead_routing
from handlers.findings import leads as lead_steps
from handlers.intake import site_requests
from handlers.intake.trouble import Trouble
from handlers.requests import request_desk
from handlers.shared import relations
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.findings.lead_state import LeadState
from programme.ids import LeadId, PersonId, ShopId
from programme.roles import Action
from programme.services import Services
from storage.findings import leads
from storage.findings.leads import Lead
from storage.intake import intakes
from storage.people import covers
from storage.photos import media
from storage.shops.shops import Shop
from texts import Say

flow = Flow("at_door")

MOST = 6
"""Shops offered."""


async def ask(turn: Turn, told: Lead, before: Sequence[Shop], seen: Trouble) -> None:
    """Each of them once who looks after one of these shops."""
    asked: dict[PersonId, list[Shop]] = {}
    for place in before[:MOST]:
        for person in await covers.keepers(turn.tx, place.id, turn.day):
            asked.setdefault(person, []).append(place)
    photos = await lead_routing.photos_of(turn, told)
    for person, theirs in asked.items():
        await turn.tell(
            person,
            lambda say, theirs=theirs: replace(_question(say, told, theirs, seen), attachments=photos),  # type: ignore[misc]
        )


def _question(say: Say, told: Lead, theirs: Sequence[Shop], seen: Trouble) -> Reply:
    rows = [(Button(say("intake.it_is", shop=place.name), confirm_shop(told.id, place.id)),) for place in theirs]
    rows.append((Button(say("leads.is_not"), dismiss_lead(told.id, theirs[0].id)),))
    rows.append((Button(say("intake.not_the_shops"), send_elsewhere(told.id)),))
    return Reply(say("intake.whose", what=seen.words(say)), tuple(rows), urgent=True, topic=Topic.LEAD.of(told.id))


@flow.step(Action.LOOK_AT_ALERT, to=relations.to_lead, refused="leads.not_your_own")
async def confirm_shop(turn: Turn, lead_id: LeadId, shop_id: ShopId) -> None:
    """It is this shop's: confirmed as any lead that somebody looked at."""
    told = await leads.lead(turn.tx, lead_id)
    if not await _may(turn, told, shop_id):
        return
    placed = replace(told, shop_id=shop_id, routed_at=turn.now)
    await leads.save(turn.tx, told, placed)
    await lead_steps.confirm_lead.go(turn, [str(lead_id)])


@flow.step(Action.LOOK_AT_ALERT, to=relations.to_lead, refused="leads.not_your_own")
async def dismiss_lead(turn: Turn, lead_id: LeadId, shop_id: ShopId) -> None:
    """Nothing there: it ends, and no shop hears of it."""
    told = await leads.lead(turn.tx, lead_id)
    if await _may(turn, told, shop_id):
        ended = replace(told, state=LeadState.UNFOUNDED, judged_at=turn.now, judged_by=turn.me)
        await leads.save(turn.tx, told, ended)
        turn.reply(turn.say("leads.unfounded_noted"))


async def _may(turn: Turn, told: Lead, shop_id: ShopId) -> bool:
    """Unsettled, and they may look at that shop."""
    if told.judged_at is not None:
        turn.reply(turn.say("findings.already_settled"))
        return False
    if not await relations.may_at(turn, Action.CONFIRM_LEAD, shop_id):
        turn.reply(turn.say("leads.not_your_own"))
        return False
    return True


@flow.step(Action.LOOK_AT_ALERT, to=relations.to_lead, refused="leads.not_your_own")
async def send_elsewhere(turn: Turn, lead_id: LeadId) -> None:
    """It is there and no shop's: a request at the site, and no shop hears of it."""
    told = await leads.lead(turn.tx, lead_id)
    came = await intakes.of_lead(turn.tx, lead_id)
    if came is None or told.judged_at is not None:
        turn.reply(turn.say("findings.already_settled"))
        return
    if told.shop_id is not None and not await relations.may_at(turn, Action.CONFIRM_LEAD, told.shop_id):
        turn.reply(turn.say("leads.not_your_own"))
        return
    ended = replace(told, state=LeadState.ELSEWHERE, judged_at=turn.now, judged_by=turn.me)
    await leads.save(turn.tx, told, ended)
    request = await site_requests.make(turn, came, Services(turn.rules.services).by_key(came.service))
    await media.move(turn.tx, ("lead", told.id), ("request", request.id))
    await intakes.save(turn.tx, came, replace(came, request_id=request.id))
    await request_desk.open_request(turn, request)
    turn.reply(turn.say("intake.went_elsewhere"))
