"""What a member calls well that was at fault: the fix is seen, and the fault is not taken back."""

from __future__ import annotations

from collections.abc import Collection

from bot.flow import Turn
from handlers.findings import recheck
from handlers.shared import relations
from programme.findings.finding_state import FindingState
from programme.roles import Action, may
from storage.findings import findings
from storage.reviews import evidence
from storage.shops.shops import Shop


async def seen_right(turn: Turn, place: Shop, duties: Collection[str]) -> dict[str, float]:
    """Close the re-checks that wait for these duties; the others that failed earlier that day are put right, and count half."""
    if not duties:
        return {}
    closed = set()
    for finding in await findings.open_at(turn.tx, place.id):
        is_waiting = finding.state is FindingState.FIXED and finding.duty in duties
        if is_waiting and may(turn.roles, Action.CHECK_FIX, await relations.to_finding(turn, finding.id)):
            await recheck.close(turn, finding)
            closed.add(finding.duty)
    seen = await evidence.observation_of_day(turn.tx, place.id, turn.day, turn.me)
    return {key: 0.5 for key, x in seen.facts.items() if x == 0 and key in duties and key not in closed} if seen else {}
