"""A finding begins here, wherever it came from: a look, the shop itself, a lead, or a manager who said whose it is."""

from __future__ import annotations

from bot.flow import Turn
from handlers.findings import deadlines
from programme.duties import Duty
from programme.findings.finding_state import FindingState
from storage.findings import findings
from storage.findings.findings import Finding
from storage.shops import shops
from storage.shops.shops import Shop


async def open_one(
    turn: Turn,
    place: Shop,
    duty: Duty,
    *,
    origin: str,
    note: str = "",
    look: int | None = None,
    check: int | None = None,
    lead: int | None = None,
    found_by: int | None = None,
    beside: int | None = None,
) -> Finding:
    """A finding with its deadline. With a shop `beside` this one it is of one of the two: no clock, it counts for neither."""
    held = await shops.tenure(turn.tx, place.id, turn.now)
    number = await findings.open_one(
        turn.tx,
        shop_id=place.id,
        tenure_id=held.id,
        duty=duty.key,
        origin=origin,
        found_by=found_by or turn.me,
        day=turn.day,
        at=turn.incoming.at,
        kind=duty.deadline,
        due_at=None if beside else await deadlines.due(turn, place, duty),
        note=note,
        observation_id=look,
        self_check_id=check,
        lead_id=lead,
        state=FindingState.BETWEEN if beside else FindingState.OPEN,
        beside_id=beside,
    )
    return await findings.finding(turn.tx, number)
