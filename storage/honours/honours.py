"""Honours (荣誉): nominated for a deed, agreed to, announced, confirmed; and those given from above."""

from __future__ import annotations

from datetime import date, datetime

from files.dataclass import dataclass
from programme.honours.honour_state import HONOUR, HonourState, honour_number
from programme.ids import BallotId, HonourId, PersonId
from storage.core.states import save_state
from storage.core.tx import Tx
from storage.people import people


@dataclass(frozen=True, slots=True)
class Honour:
    """`level` names who gives it where that is not the bureau; `public` that the person lets it be shown outside.

    `reason` is why it is to be taken back, or was; `hearing` what whoever it is for has said to that."""

    id: HonourId
    kind: str
    level: str
    year: int
    person_id: PersonId | None
    branch_id: int | None
    deed: str
    nominated_by: PersonId
    nominated_at: datetime
    state: HonourState
    answered_at: datetime | None
    public: bool
    ballot_id: BallotId | None
    notice_from: date | None
    notice_until: date | None
    number: str
    confirmed_at: datetime | None
    confirmed_by: PersonId | None
    drawn_at: datetime | None
    reason: str
    hearing: str
    hearing_until: date | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who stands in a ballot, in the papers' order."""

    id: HonourId
    name: str
    branch: str
    person_id: PersonId
    deed: str
    state: HonourState


@dataclass(frozen=True, slots=True)
class PublicHonour:
    """`name` of a person who agreed to be shown, or of a branch."""

    kind: str
    level: str
    year: int
    name: str
    branch: str
    number: str


async def nominate(
    tx: Tx, kind: str, person_id: PersonId, branch_id: int | None, deed: str, *, by: PersonId, at: datetime, year: int
) -> Honour:
    return await _add(tx, kind, "", person_id, branch_id, deed, by, at, year, HonourState.NOMINATED, "")


async def record_given(
    tx: Tx,
    kind: str,
    level: str,
    person_id: PersonId | None,
    branch_id: int | None,
    *,
    by: PersonId,
    at: datetime,
    year: int,
) -> Honour:
    """One given from above: there is nothing to vote on or to announce."""
    number = await next_number(tx, year)
    return await _add(tx, kind, level, person_id, branch_id, "", by, at, year, HonourState.CONFIRMED, number)


async def _add(
    tx: Tx,
    kind: str,
    level: str,
    person_id: PersonId | None,
    branch_id: int | None,
    deed: str,
    by: PersonId,
    at: datetime,
    year: int,
    state: HonourState,
    number: str,
) -> Honour:
    HONOUR.check_first(state)
    is_given = state is HonourState.CONFIRMED
    made = await tx.value(
        "honour_add",
        kind=kind,
        level=level,
        year=year,
        person_id=person_id,
        branch_id=branch_id,
        deed=deed,
        nominated_by=by,
        nominated_at=at,
        state=state,
        number=number,
        confirmed_at=at if is_given else None,
        confirmed_by=by if is_given else None,
    )
    return await honour(tx, HonourId(made))


async def find(tx: Tx, number: int) -> Honour | None:
    return await tx.one(Honour, "honour_one", id=number)


async def honour(tx: Tx, honour_id: HonourId) -> Honour:
    """Raises LookupError when there is no such honour."""
    found = await find(tx, honour_id)
    if found is None:
        raise LookupError(f"there is no honour {honour_id}")
    return found


async def save(tx: Tx, before: Honour, after: Honour) -> None:
    """Save the new state.

    Raises:
        ForbiddenTransition: it cannot go there from where it is.
        Overtaken: it is not in the state of `before` any more.
    """
    await save_state(tx, HONOUR, "honour_save", before, after)


async def in_states(tx: Tx, *states: HonourState) -> list[Honour]:
    return [one for state in states for one in await tx.all(Honour, "honours_in", state=state)]


async def candidates(tx: Tx, ballot_id: BallotId) -> list[Candidate]:
    """By branch and name."""
    return await tx.all(Candidate, "honours_of_ballot", ballot_id=ballot_id)


async def next_number(tx: Tx, year: int) -> str:
    return honour_number(year, int(await tx.value("honours_numbered", year=year)) + 1)


async def named(tx: Tx, one: Honour) -> str:
    """Whom it is for: a person, or a branch."""
    if one.person_id is not None:
        return (await people.person(tx, one.person_id)).name
    return (await people.branches(tx)).get(one.branch_id or 0, "")


async def public(tx: Tx) -> list[PublicHonour]:
    """Confirmed ones that may be shown outside: a branch's, and a person's who has agreed to it."""
    return await tx.all(PublicHonour, "honours_public")


async def undrawn(tx: Tx) -> list[Honour]:
    """Confirmed ones whose plaque has not been drawn."""
    return await tx.all(Honour, "honours_undrawn")
