"""The end of a ballot: who is chosen, who is not, whose tie is left to be decided; every vote is forgotten with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from files.dataclass import dataclass
from programme.honours.ballot_count import Count, counted, outcome
from programme.honours.ballot_state import BallotState
from programme.honours.honour_state import HonourState
from storage.core.tx import Tx
from storage.honours import ballots, honours
from storage.honours.ballots import Ballot


@dataclass(frozen=True, slots=True)
class Ended:
    """Names by branch and name; `tied` are those whose last place is not ours to give."""

    kind: str
    is_valid: bool
    elected: tuple[str, ...]
    tied: tuple[str, ...]


async def end(tx: Tx, one: Ballot, count: Count, now: datetime) -> Ended:
    """End it with this count; what is kept of the count is how many papers there were."""
    standing = await honours.candidates(tx, one.id)
    result = outcome(count, one.eligible, one.most)
    state = BallotState.COUNTED if result.is_valid else BallotState.VOID
    ended = replace(one, state=state, ended_at=now, issued=count.issued, returned=count.returned, valid=count.valid)
    await ballots.save(tx, one, ended)
    for at, candidate in enumerate(standing):
        honour = await honours.honour(tx, candidate.id)
        if not result.is_valid or at in result.tied:
            after = replace(honour, ballot_id=None)
        else:
            chosen = at in result.elected
            after = replace(honour, state=HonourState.CHOSEN if chosen else HonourState.PASSED_OVER)
        await honours.save(tx, honour, after)
    names = [candidate.name for candidate in standing]
    elected, tied = tuple(names[at] for at in sorted(result.elected)), tuple(names[at] for at in sorted(result.tied))
    return Ended(one.kind, result.is_valid, elected, tied)


async def end_by_page(tx: Tx, one: Ballot, now: datetime) -> Ended:
    """Count the papers that were put in."""
    standing = await honours.candidates(tx, one.id)
    papers = await ballots.papers(tx, one.id)
    return await end(tx, one, counted(papers, await ballots.taken(tx, one.id), len(standing), one.most), now)
