"""A look that fails a shop with a legal sale site before its door: whose it is, is asked before anything is recorded."""

from __future__ import annotations

from bot.flow import Turn
from bot.steps import action
from handlers.shared import stall_question
from programme.sites.stalls import stall_duty
from storage.shops.shops import Shop


async def asks_whose(turn: Turn, place: Shop, facts: dict[str, float], note: str, *, ticked: bool = False) -> bool:
    """Whether it was asked, which it is only where the duty that a stall may look like is among what was not met.

    `ticked`: in a checklist, after which further choices are offered.
    """
    duty = stall_duty(turn.rules.services)
    return duty in facts and await stall_question.asked(
        turn,
        place.id,
        duty,
        lambda site, fault: action("stall_faults.settle_look", place.id, site, fault),
        facts=facts,
        note=note,
        ticked=ticked,
    )
