"""Turns a lead that concerns no shop into a request, so that its reporter is not asked for a shop again and again."""

from __future__ import annotations

from dataclasses import replace

from bot.flow import Flow, Turn
from handlers.requests import filing
from handlers.shared import relations
from programme.findings.lead_state import LeadState
from programme.ids import LeadId
from programme.roles import Action
from storage.findings import leads

flow = Flow("elsewhere")


@flow.step(Action.COMPLETE_LEAD, to=relations.to_lead, refused="engine.answered")
async def make_request(turn: Turn, lead_id: LeadId) -> None:
    """Make a request of the lead's words and photos for its reporter, and end the lead."""
    told = await leads.lead(turn.tx, lead_id)
    if told.state is not LeadState.OPEN or told.routed_at is not None:
        turn.reply(turn.say("engine.answered"))
        return
    ended = replace(told, state=LeadState.ELSEWHERE, judged_at=turn.now, judged_by=turn.me)
    await leads.save(turn.tx, told, ended)
    await filing.take_over(turn, told)
