"""Observations recorded anew without what belongs to no single shop."""

from __future__ import annotations

from bot.flow import Turn
from programme.ids import ObservationId
from storage.appeals import appeals
from storage.findings.findings import Finding
from storage.reviews import evidence
from storage.reviews.evidence import Observation


async def leave_out(turn: Turn, finding: Finding) -> None:
    """Remove the duty from every observation that saw the finding while it ran, by recording each anew without it.

    An appeal against an observation that saw nothing else has what it asked for, and ends.
    """
    for seen in await evidence.observations(turn.tx, finding.shop_id, finding.day, turn.day):
        if seen.facts.get(finding.duty) == 0 and seen.at >= finding.opened_at:
            again = await recorded(turn, seen, {finding.duty})
            if len(seen.facts) == 1:
                await appeals.end_of_look(turn.tx, again, turn.now)


async def recorded(turn: Turn, seen: Observation, duties: set[str]) -> ObservationId:
    """The observation recorded anew without the duties that belong to no single shop; 撤销 does not bring them back."""
    await evidence.undo_observation(turn.tx, seen, turn.now)
    again = await evidence.add_observation(
        turn.tx,
        shop_id=seen.shop_id,
        tenure_id=seen.tenure_id,
        day=seen.day,
        observer_id=seen.observer_id,
        at=seen.at,
        source=seen.source,
        duties=seen.duties,
        facts={d: x for d, x in seen.facts.items() if d not in duties},
        left_out=seen.left_out | duties,
        self_check_id=seen.self_check_id,
        note=seen.note,
    )
    await evidence.hand_on(turn.tx, seen.id, again)
    return again
