"""What was reported is at no shop's door: it goes on as a request, so that nobody is asked for a shop for ever."""

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
    """A request with the lead's own words and photos, in the name of whoever reported it; the lead ends with it."""
    told = await leads.lead(turn.tx, lead_id)
    if told.state is not LeadState.OPEN or told.routed_at is not None:
        turn.reply(turn.say("engine.answered"))
        return
    ended = replace(told, state=LeadState.ELSEWHERE, judged_at=turn.now, judged_by=turn.me)
    await leads.save(turn.tx, told, ended)
    await filing.take_over(turn, told)
