"""Pledges (实事): who owns one, whom it is for, and who said that it is done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from files.dataclass import dataclass
from programme.ids import PersonId, PledgeId, ServiceRequestId, ShopId
from programme.pledges.pledge_state import PLEDGE, PledgeKind, PledgeState
from storage.core.states import save_state
from storage.core.tx import Tx
from storage.people import covers, people
from storage.requests import service_requests
from storage.shops import shops


class SourceKind(StrEnum):
    REQUEST = "request"
    SHOP = "shop"


@dataclass(frozen=True, slots=True)
class Source:
    """What a pledge comes from: a request of residents, or a firm."""

    kind: SourceKind
    subject_id: int


@dataclass(frozen=True, slots=True)
class NewPledge:
    """A pledge to be made: it has a person or a branch that answers for it."""

    kind: PledgeKind
    title: str
    due: date
    branch_id: int | None
    owner_id: PersonId | None
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Pledge:
    """`done_by` says it is done, `answered_by` is one of those it was for, or a manager where nobody can be asked."""

    id: PledgeId
    kind: PledgeKind
    title: str
    branch_id: int | None
    owner_id: PersonId | None
    due: date
    made_by: PersonId
    made_at: datetime
    state: PledgeState
    done_at: datetime | None
    done_by: PersonId | None
    answered_at: datetime | None
    answered_by: PersonId | None
    reason: str


@dataclass(frozen=True, slots=True)
class PledgeRow:
    """One pledge as the board lists it."""

    id: PledgeId
    kind: PledgeKind
    title: str
    branch: str | None
    owner: str | None
    due: date
    state: PledgeState
    done_at: datetime | None
    reason: str
    sources: int


@dataclass(frozen=True, slots=True)
class PublicPledge:
    """What everybody may read of one that was answered for."""

    kind: PledgeKind
    title: str
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class Topic:
    """What was asked for at one site; `shelved` of it could not be done."""

    service: str
    site: str
    many: int
    shelved: int


async def add(tx: Tx, new: NewPledge, *, by: PersonId, at: datetime) -> Pledge:
    PLEDGE.check_first(PledgeState.PROMISED)
    made = await tx.value(
        "pledge_add",
        kind=new.kind,
        title=new.title,
        branch_id=new.branch_id,
        owner_id=new.owner_id,
        due=new.due,
        made_by=by,
        made_at=at,
        state=PledgeState.PROMISED,
    )
    await tx.many(
        "pledge_source_add",
        [{"pledge_id": made, "kind": one.kind, "subject_id": one.subject_id} for one in new.sources],
    )
    return await pledge(tx, PledgeId(made))


async def find(tx: Tx, number: int) -> Pledge | None:
    return await tx.one(Pledge, "pledge_one", id=number)


async def pledge(tx: Tx, pledge_id: PledgeId) -> Pledge:
    """Raises LookupError when there is no such pledge."""
    found = await find(tx, pledge_id)
    if found is None:
        raise LookupError(f"there is no pledge {pledge_id}")
    return found


async def save(tx: Tx, before: Pledge, after: Pledge) -> None:
    """Save the new state.

    Raises:
        ForbiddenTransition: it cannot go there from where it is.
        Overtaken: it is not in the state of `before` any more.
    """
    await save_state(tx, PLEDGE, "pledge_save", before, after)


async def in_states(tx: Tx, *states: PledgeState) -> list[Pledge]:
    """Every pledge in one of these states, the one due first first."""
    return [one for state in states for one in await tx.all(Pledge, "pledges_in", state=state)]


async def owned(tx: Tx, owner_id: PersonId) -> list[Pledge]:
    """What somebody answers for by name and has not done yet."""
    return await tx.all(Pledge, "pledges_owned", owner_id=owner_id)


async def give(tx: Tx, pledge_id: PledgeId, owner_id: PersonId) -> None:
    await tx.do("pledge_give", id=pledge_id, owner_id=owner_id)


async def sources(tx: Tx, pledge_id: PledgeId) -> list[Source]:
    return await tx.all(Source, "pledge_sources_of", pledge_id=pledge_id)


async def owners(tx: Tx, one: Pledge) -> list[PersonId]:
    """Who answers for it: whoever is named, else the secretaries of its branch."""
    if one.owner_id is not None:
        return [one.owner_id]
    return await covers.secretaries(tx, one.branch_id)


async def meant_for(tx: Tx, one: Pledge) -> list[PersonId]:
    """Whom it is for and who can be asked: who reported its requests, who answers for its firms; never who works on it."""
    found: dict[PersonId, None] = {}
    for source in await sources(tx, one.id):
        if source.kind is SourceKind.REQUEST:
            asked: Iterable[PersonId] = await service_requests.reporters(tx, ServiceRequestId(source.subject_id))
        else:
            asked = await shops.holders(tx, ShopId(source.subject_id))
        found |= dict.fromkeys(asked)
    out = {*await owners(tx, one), one.done_by}
    return [person for person in found if person not in out and await people.is_reachable(tx, person)]


async def answered(tx: Tx) -> list[PublicPledge]:
    return await tx.all(PublicPledge, "pledges_answered")


async def on_board(tx: Tx, branch: int) -> list[PledgeRow]:
    """All, by the day they are due, those that are over last; `branch` 0 means every branch."""
    return await tx.all(PledgeRow, "pledges_board", branch=branch)


async def topics(tx: Tx, since: datetime, most: int) -> list[Topic]:
    """What could be pledged: what could not be done, and what is asked for again and again."""
    return await tx.all(Topic, "pledge_topics", since=since, most=most)
