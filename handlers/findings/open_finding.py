"""Opening a finding, for every source: an observation, the shop itself, a lead, or a manager's ownership decision."""

from __future__ import annotations

from bot.flow import Turn
from handlers.findings import deadlines
from programme.duties import Duty
from programme.findings.finding_state import FindingState
from programme.ids import LeadId, ObservationId, PersonId, SelfCheckId, ShopId
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
    look: ObservationId | None = None,
    check: SelfCheckId | None = None,
    lead: LeadId | None = None,
    found_by: PersonId | None = None,
    beside: ShopId | None = None,
) -> Finding:
    """Open a finding with the deadline it has if the shop is told as expected; an own report runs from when it is made.

    With a second shop in `beside` its ownership is undecided: it has no clock and counts for neither shop.
    """
    held = await shops.tenure(turn.tx, place.id, turn.now)
    is_own = origin == "self"
    start = turn.incoming.at if is_own else await deadlines.heard(turn, place)
    due = None if beside else await deadlines.due(turn, place, duty.deadline, start)
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
        due_at=due,
        note=note,
        observation_id=look,
        self_check_id=check,
        lead_id=lead,
        state=FindingState.BETWEEN if beside else FindingState.OPEN,
        beside_id=beside,
        told_at=turn.incoming.at if is_own or due is None else None,
    )
    return await findings.finding(turn.tx, number)
