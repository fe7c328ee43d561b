"""What a member calls well that was at fault: the fix is seen, and the fault is not taken back."""

from __future__ import annotations

from collections.abc import Collection

from bot.flow import Turn
from bot.language.meanings import MET, Meaning
from handlers.checks.self_check import duties_of
from handlers.findings import recheck
from handlers.shared import relations
from programme.findings.finding_state import FindingState
from programme.roles import Action, may
from storage.findings import findings
from storage.reviews import evidence
from storage.shops.shops import Shop


async def seen_right(
    turn: Turn, place: Shop, meaning: Meaning, facts: dict[str, float]
) -> tuple[dict[str, float], bool]:
    """Close the re-checks that wait for what is called well or put right; what is left of the facts, and whether any closed.

    The others called well that failed earlier that day are put right, and count half.
    """
    is_whole = meaning.intent == MET and not meaning.things
    duties = [d.key for d in duties_of(turn, place)] if is_whole else meaning.things
    closed = await _close(turn, place, duties)
    left = {key: worth for key, worth in facts.items() if key not in closed}
    if meaning.intent == MET and (meaning.things or closed):
        seen = await evidence.observation_of_day(turn.tx, place.id, turn.day, turn.me)
        failed = {key for key, worth in seen.facts.items() if worth == 0} if seen else set()
        left |= dict.fromkeys(failed.intersection(duties) - closed, 0.5)
    return left, bool(closed)


async def _close(turn: Turn, place: Shop, duties: Collection[str]) -> set[str]:
    """The duties whose re-check waited for whoever speaks, and is closed."""
    closed: set[str] = set()
    for finding in await findings.open_at(turn.tx, place.id) if duties else ():
        is_waiting = finding.state is FindingState.FIXED and finding.duty in duties
        if is_waiting and may(turn.roles, Action.CHECK_FIX, await relations.to_finding(turn, finding.id)):
            await recheck.close(turn, finding)
            closed.add(finding.duty)
    return closed
