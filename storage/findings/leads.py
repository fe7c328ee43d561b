"""Leads (线索): unverified reports, without effect until an authorised person has looked; the reporter is told the result."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from files.dataclass import dataclass
from programme.findings.lead_state import LEAD, LeadState
from programme.ids import FindingId, LeadId, PersonId, ShopId
from storage.core.states import save_state
from storage.core.tx import Tx


@dataclass(frozen=True, slots=True)
class Lead:
    """One report. `place` is where in the words of whoever reported, `shop_id` what they mean.

    `same_as` is the first of that shop and duty that still ran.
    `routed_at` is when somebody was asked to look; None while the shop or the duty is still unclear.
    `source` is who reported, as they stood then, for good: resident, staff (a part in the work), own (answers for the shop);
    chat in old rows, which nobody can tell any more and which are read as staff.
    """

    id: LeadId
    shop_id: ShopId | None
    place: str
    duty: str
    day: date
    at: datetime
    source: str
    person_id: PersonId | None
    text: str
    state: LeadState
    same_as: LeadId | None
    judged_at: datetime | None
    judged_by: PersonId | None
    finding_id: FindingId | None
    routed_at: datetime | None

    @property
    def is_complete(self) -> bool:
        """Whether somebody can be sent to look."""
        return self.shop_id is not None and bool(self.duty)


async def lead(tx: Tx, lead_id: LeadId) -> Lead:
    """One lead by its id. Raises LookupError when there is no such lead."""
    found = await tx.one(Lead, "lead", id=lead_id)
    if found is None:
        raise LookupError(f"there is no lead {lead_id}")
    return found


async def report(
    tx: Tx,
    *,
    shop_id: ShopId | None,
    place: str,
    duty: str,
    day: date,
    at: datetime,
    source: str,
    person_id: PersonId | None,
    text: str,
) -> Lead:
    """Write down what was said, from wherever it came; `settle` it once the shop and the duty are known."""
    made = await tx.value(
        "lead_add",
        shop_id=shop_id,
        place=place,
        duty=duty,
        day=day,
        at=at,
        source=source,
        person_id=person_id,
        text=text,
    )
    return await lead(tx, LeadId(made))


async def settle(tx: Tx, told: Lead, now: datetime) -> Lead:
    """One per shop and duty while the first is unjudged or its finding is open: a later one points to the first.

    A first one is to be looked at from now on.
    """
    first = await tx.one(Lead, "lead_like", shop_id=told.shop_id, duty=told.duty, id=told.id)
    if first is None:
        settled = replace(told, routed_at=now)
    else:
        settled = replace(
            told, state=LeadState.SAME, same_as=first.id, finding_id=first.finding_id, judged_at=first.judged_at
        )
    await save(tx, told, settled)
    return settled


async def save(tx: Tx, before: Lead, after: Lead) -> None:
    """Save a lead's new state.

    Raises:
        ForbiddenTransition: it cannot go there from where it is.
        Overtaken: it is not in the state of `before` any more.
    """
    await save_state(tx, LEAD, "lead_save", before, after)


async def waiting(tx: Tx) -> list[Lead]:
    """What nobody has looked at, the oldest first; also what came without a shop or a duty."""
    return await tx.all(Lead, "leads_waiting")


async def of_finding(tx: Tx, finding_id: FindingId) -> list[Lead]:
    return await tx.all(Lead, "leads_of_finding", finding_id=finding_id)


async def same_as(tx: Tx, lead_id: LeadId) -> list[Lead]:
    """The later reports that end as this one does, the earliest first."""
    return await tx.all(Lead, "leads_same_as", id=lead_id)


async def reporters(tx: Tx, lead_id: LeadId) -> list[PersonId]:
    """Everybody who reported the same, to hear the end."""
    return [row["person_id"] for row in await tx.rows("lead_reporters", id=lead_id)]
