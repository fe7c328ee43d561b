"""A corrected or cancelled 反映: the lead is withdrawn, and whoever was asked to look hears that they need not go."""

from __future__ import annotations

from dataclasses import replace

from bot.edit_rules import Edited
from bot.flow import Flow, Turn
from handlers.findings.leads import name_place, route
from handlers.shared import notify, relations
from handlers.shared.notify import duty_called
from messages.reply import Reply
from messages.topics import Topic
from programme.findings.lead_state import LeadState
from programme.ids import LeadId
from programme.roles import Action
from storage.delivery import prompts
from storage.delivery.message_effects import Effect
from storage.findings import leads
from storage.findings.leads import Lead
from storage.people import covers
from storage.shops import shops
from storage.shops.shops import Shop

flow = Flow("lead_edit")


@flow.edits.before("lead")
async def replace_lead(turn: Turn, effect: Effect) -> Edited:
    """Withdraw it while nobody has been there to look; afterwards it stays as it was judged."""
    told = await leads.lead(turn.tx, LeadId(effect.subject_id))
    if (
        told.state in (LeadState.UNFOUNDED, LeadState.ELSEWHERE)
        or told.judged_by is not None
        or await _first_is_judged(turn, told)
    ):
        turn.reply(turn.say("leads.edit_too_late"))
        return Edited.STAYS
    await _withdraw(turn, told)
    return Edited.ANEW


@flow.step(Action.COMPLETE_LEAD, to=relations.to_lead, refused="engine.answered")
async def withdraw_lead(turn: Turn, lead_id: LeadId) -> None:
    """Cancelled while its shop or its duty was asked for: nobody was sent, and nobody is. Whoever was only asked in place of
    the one who reported it withdraws nothing.
    """
    told = await leads.lead(turn.tx, lead_id)
    if told.person_id != turn.me:
        turn.reply(turn.say("engine.cancelled"))
    elif told.state is LeadState.OPEN and told.routed_at is None:
        await _withdraw(turn, told)
        turn.reply(turn.say("leads.cancelled"))
    else:
        turn.reply(turn.say("engine.answered"))


name_place.called_off_by(withdraw_lead, Topic.LEAD)


async def _first_is_judged(turn: Turn, told: Lead) -> bool:
    """Whether somebody was there for the lead that was reported before this one."""
    return told.same_as is not None and (await leads.lead(turn.tx, told.same_as)).judged_by is not None


async def _withdraw(turn: Turn, told: Lead) -> None:
    gone = replace(
        told, state=LeadState.WITHDRAWN, same_as=None, finding_id=None, judged_at=turn.now, judged_by=turn.me
    )
    await leads.save(turn.tx, told, gone)
    if turn.step.startswith("leads.") and turn.step.endswith(f" {told.id}"):
        turn.step = ""
    await prompts.close_topic(turn.tx, turn.incoming.sender, Topic.LEAD, turn.now)
    if told.state is LeadState.OPEN and told.routed_at is not None and told.shop_id is not None:
        await _call_off(turn, told, await shops.shop(turn.tx, told.shop_id))


async def _call_off(turn: Turn, told: Lead, place: Shop) -> None:
    """Tell whoever was asked to look; if others have reported the same, the earliest of them is looked at instead."""
    asked = await covers.keepers(turn.tx, place.id, turn.day, but=await leads.reporters(turn.tx, told.id))
    await notify.put_away(turn, asked, Topic.LEAD.of(told.id))
    duty = duty_called(turn, told.duty)
    followers = await leads.same_as(turn.tx, told.id)
    if not followers:
        await notify.tell_all(turn, asked, lambda say: Reply(say("leads.called_off", shop=place.name, duty=duty)))
        return
    first, *others = followers
    opened = replace(first, state=LeadState.OPEN, same_as=None, routed_at=turn.now)
    await leads.save(turn.tx, first, opened)
    for other in others:
        await leads.save(turn.tx, other, replace(other, same_as=first.id))
    await route(turn, opened, place)
