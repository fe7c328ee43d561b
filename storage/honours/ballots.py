"""Ballots (推选): two tellers' counts, or sealed envelopes. Nothing kept here joins a voter to a paper."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from datetime import datetime
from hashlib import sha256

from files.dataclass import dataclass
from messages.errors import Overtaken
from programme.honours.ballot_count import Count
from programme.honours.ballot_state import BALLOT, BallotState, BallotWay
from programme.ids import BallotId, PersonId
from storage.core.states import save_state
from storage.core.tx import Tx

_APART = " "


@dataclass(frozen=True, slots=True)
class Ballot:
    """`eligible` is how many may vote; `issued`, `returned`, `valid` are known when it has ended.

    `branch_id` None: all members vote."""

    id: BallotId
    kind: str
    way: BallotWay
    most: int
    eligible: int
    made_by: PersonId
    made_at: datetime
    ends_at: datetime | None
    state: BallotState
    issued: int | None
    returned: int | None
    valid: int | None
    drawn_at: datetime | None
    ended_at: datetime | None
    branch_id: int | None


@dataclass(frozen=True, slots=True)
class OnRoll:
    """Somebody's line on the roll, found by their link."""

    ballot_id: BallotId
    person_id: PersonId
    took: bool


@dataclass(frozen=True, slots=True)
class TookPart:
    """Who was eligible, and whether they took an envelope; never what was in it, nor when."""

    name: str
    took: bool


async def add(
    tx: Tx,
    kind: str,
    way: BallotWay,
    most: int,
    eligible: int,
    *,
    by: PersonId,
    at: datetime,
    ends_at: datetime | None,
    branch_id: int | None = None,
) -> Ballot:
    BALLOT.check_first(BallotState.OPEN)
    made = await tx.value(
        "ballot_add",
        kind=kind,
        way=way,
        most=most,
        eligible=eligible,
        made_by=by,
        made_at=at,
        ends_at=ends_at,
        state=BallotState.OPEN,
        branch_id=branch_id,
    )
    return await ballot(tx, BallotId(made))


async def find(tx: Tx, number: int) -> Ballot | None:
    return await tx.one(Ballot, "ballot_one", id=number)


async def ballot(tx: Tx, ballot_id: BallotId) -> Ballot:
    """Raises LookupError when there is no such ballot."""
    found = await find(tx, ballot_id)
    if found is None:
        raise LookupError(f"there is no ballot {ballot_id}")
    return found


async def save(tx: Tx, before: Ballot, after: Ballot) -> None:
    """Save the new state; once it has ended, every vote is gone.

    Raises:
        ForbiddenTransition: it cannot go there from where it is.
        Overtaken: it is not in the state of `before` any more.
    """
    await save_state(tx, BALLOT, "ballot_save", before, after)
    if after.state is not BallotState.OPEN:
        for name in ("teller_counts_drop", "papers_drop", "envelopes_drop", "sealed_drop_all"):
            await tx.do(name, ballot_id=after.id)


async def open_ones(tx: Tx) -> list[Ballot]:
    return await tx.all(Ballot, "ballots_in", state=BallotState.OPEN)


async def name_tellers(tx: Tx, ballot_id: BallotId, people: Collection[PersonId]) -> None:
    """Who is to count its papers; without anybody named, whoever does not stand may."""
    await tx.many("ballot_teller_add", [{"ballot_id": ballot_id, "teller_id": one} for one in people])


async def tellers(tx: Tx, ballot_id: BallotId) -> list[PersonId]:
    return [PersonId(row["teller_id"]) for row in await tx.rows("ballot_tellers_of", ballot_id=ballot_id)]


async def note_count(tx: Tx, ballot_id: BallotId, teller: PersonId, count: Count) -> None:
    """What one teller counted; their own later word replaces it."""
    figures = (count.issued, count.returned, count.valid, *count.votes)
    await tx.do("teller_count_set", ballot_id=ballot_id, teller_id=teller, figures=figures)


async def counts(tx: Tx, ballot_id: BallotId) -> dict[PersonId, Count]:
    found = {}
    for row in await tx.rows("teller_counts_of", ballot_id=ballot_id):
        issued, returned, valid, *votes = map(int, row["figures"].split())
        found[PersonId(row["teller_id"])] = Count(issued, returned, valid, tuple(votes))
    return found


async def forget_counts(tx: Tx, ballot_id: BallotId) -> None:
    """They differ: both count again."""
    await tx.do("teller_counts_drop", ballot_id=ballot_id)


async def seal(tx: Tx, ballot_id: BallotId, voters: Collection[PersonId]) -> Mapping[PersonId, str]:
    """Make the roll and as many envelopes, before anybody votes; the link of each voter, kept as a digest only."""
    links = {person: secrets.token_urlsafe(24) for person in voters}
    await tx.many(
        "roll_add",
        [{"ballot_id": ballot_id, "person_id": one, "link": digest(link)} for one, link in sorted(links.items())],
    )
    sealed = sorted(secrets.token_urlsafe(24) for _ in voters)
    await tx.many("sealed_add", [{"secret": one, "ballot_id": ballot_id} for one in sealed])
    digests = sorted(digest(one) for one in sealed)
    await tx.many("envelope_add", [{"digest": one, "ballot_id": ballot_id} for one in digests])
    return links


async def on_roll(tx: Tx, link: str) -> OnRoll | None:
    """Whose link this is."""
    return await tx.one(OnRoll, "roll_of_link", link=digest(link))


async def take_envelope(tx: Tx, line: OnRoll, link: str) -> str:
    """One of the sealed envelopes, whichever; the roll keeps only that one was taken.

    Raises:
        Overtaken: they have taken one already, or there is none left.
    """
    secret = await tx.value("sealed_any", ballot_id=line.ballot_id)
    if line.took or secret is None:
        raise Overtaken(f"no envelope of ballot {line.ballot_id} is left for this link")
    await tx.do("sealed_drop", secret=secret)
    await tx.do("roll_take", link=digest(link), ballot_id=line.ballot_id)
    return str(secret)


async def cast(tx: Tx, ballot_id: BallotId, secret: str, marks: Collection[int]) -> bool:
    """Put in a paper; False when this envelope was used, or is none. All papers get new keys, so that none is the last."""
    if await tx.do("envelope_open", digest=digest(secret), ballot_id=ballot_id) != 1:
        return False
    papers = [*await _papers(tx, ballot_id), _APART.join(map(str, sorted(set(marks))))]
    await tx.do("papers_drop", ballot_id=ballot_id)
    keyed = sorted((secrets.token_hex(16), one) for one in papers)
    await tx.many("paper_add", [{"key": key, "ballot_id": ballot_id, "marks": one} for key, one in keyed])
    return True


async def papers(tx: Tx, ballot_id: BallotId) -> list[tuple[int, ...]]:
    """The marks of every paper, as positions in the papers' order."""
    return [tuple(map(int, one.split())) for one in await _papers(tx, ballot_id)]


async def _papers(tx: Tx, ballot_id: BallotId) -> list[str]:
    return [row["marks"] for row in await tx.rows("papers_of", ballot_id=ballot_id)]


async def taken(tx: Tx, ballot_id: BallotId) -> int:
    return int(await tx.value("roll_took", ballot_id=ballot_id))


async def took_part(tx: Tx, ballot_id: BallotId) -> list[TookPart]:
    return await tx.all(TookPart, "roll_names", ballot_id=ballot_id)


def digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
