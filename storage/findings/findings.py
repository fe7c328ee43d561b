"""Findings (问题): a confirmed failure of one duty at one shop, and how it was put right."""

from __future__ import annotations

from datetime import date, datetime

from files.dataclass import dataclass
from programme.findings.finding_state import FINDING, FindingState
from programme.ids import FindingId, LeadId, ObservationId, PersonId, SelfCheckId, ShopId, TenureId
from storage.core.states import save_state
from storage.core.tx import Tx
from storage.ratings import day_sums


@dataclass(frozen=True, slots=True)
class Finding:
    """`origin`: `outsider`, `self` or `lead`; `kind`: the deadline's kind; `share`: service, management or enforcement.

    While it is between two shops it is of this one or of `beside_id`.
    """

    id: FindingId
    shop_id: ShopId
    tenure_id: TenureId
    duty: str
    origin: str
    observation_id: ObservationId | None
    self_check_id: SelfCheckId | None
    lead_id: LeadId | None
    found_by: PersonId
    day: date
    opened_at: datetime
    kind: str
    due_at: datetime | None
    note: str
    state: FindingState
    cue: str
    reminded: int
    overdue_at: datetime | None
    stopped_at: datetime | None
    stopped_why: str
    fixed_at: datetime | None
    fixed_by: PersonId | None
    checked_at: datetime | None
    checked_by: PersonId | None
    closed_at: datetime | None
    share: str
    closing: str
    beside_id: ShopId | None
    again_at: datetime | None
    told_at: datetime | None


@dataclass(frozen=True, slots=True)
class Delivered:
    """A message about a finding that arrived, and when it could have: later, and the deadline it named is too early."""

    done_at: datetime
    expected_at: datetime


@dataclass(frozen=True, slots=True)
class Event:
    """One step in a finding's life."""

    finding_id: FindingId
    at: datetime
    person_id: PersonId | None
    event: str
    note: str


async def finding(tx: Tx, finding_id: FindingId) -> Finding:
    """One finding by its id. Raises LookupError when there is no such finding."""
    found = await tx.one(Finding, "finding", id=finding_id)
    if found is None:
        raise LookupError(f"there is no finding {finding_id}")
    return found


async def open_one(
    tx: Tx,
    *,
    shop_id: ShopId,
    tenure_id: TenureId,
    duty: str,
    origin: str,
    found_by: PersonId,
    day: date,
    at: datetime,
    kind: str,
    due_at: datetime | None,
    note: str = "",
    observation_id: ObservationId | None = None,
    self_check_id: SelfCheckId | None = None,
    lead_id: LeadId | None = None,
    state: FindingState = FindingState.OPEN,
    beside_id: ShopId | None = None,
    told_at: datetime | None = None,
) -> FindingId:
    FINDING.check_first(state)
    number = FindingId(
        await tx.value(
            "finding_add",
            shop_id=shop_id,
            tenure_id=tenure_id,
            duty=duty,
            origin=origin,
            observation_id=observation_id,
            self_check_id=self_check_id,
            lead_id=lead_id,
            found_by=found_by,
            day=day,
            opened_at=at,
            kind=kind,
            due_at=due_at,
            note=note,
            state=state,
            beside_id=beside_id,
            told_at=told_at,
        )
    )
    await record(tx, number, at, found_by, "opened")
    await day_sums.keep_cases(tx, shop_id)
    return number


async def save(
    tx: Tx, before: Finding, after: Finding, *, event: str, by: PersonId | None, at: datetime, note: str = ""
) -> None:
    """Save a finding's new state together with its event.

    Raises:
        ForbiddenTransition: it cannot go there from where it is.
        Overtaken: it is not in the state of `before` any more.
    """
    await save_state(tx, FINDING, "finding_save", before, after)
    await day_sums.keep_cases(tx, after.shop_id)
    await record(tx, after.id, at, by, event, note)


def told_key(finding_id: FindingId) -> str:
    """How the keys of the messages begin that tell a shop of this finding; its receiver stands behind."""
    return f"finding:{finding_id}:told:"


async def untold(tx: Tx) -> list[Finding]:
    """Findings with a deadline whose clock has not started."""
    return await tx.all(Finding, "findings_untold")


async def delivered(tx: Tx, finding_id: FindingId) -> Delivered | None:
    """When the shop was told of it, as far as the channels know; None when no message has arrived."""
    first = told_key(finding_id)
    return await tx.one(Delivered, "finding_delivered", first=first, past=first[:-1] + ";")


async def record(tx: Tx, finding_id: FindingId, at: datetime, by: PersonId | None, event: str, note: str = "") -> None:
    await tx.do("finding_event_add", finding_id=finding_id, at=at, person_id=by, event=event, note=note)


async def events(tx: Tx, finding_id: FindingId) -> list[Event]:
    return await tx.all(Event, "finding_events_of", finding_id=finding_id)


async def open_at(tx: Tx, shop_id: ShopId) -> list[Finding]:
    """What is not closed at a shop, the oldest first."""
    return await tx.all(Finding, "findings_open_of_shop", shop_id=shop_id)


async def at_shop(tx: Tx, shop_id: ShopId, first: date) -> list[Finding]:
    return await tx.all(Finding, "findings_of_shop", shop_id=shop_id, first=first)


async def all_open(tx: Tx) -> list[Finding]:
    return await tx.all(Finding, "findings_open")


async def in_state(tx: Tx, state: FindingState) -> list[Finding]:
    """Everything not closed in one state, the oldest first."""
    return await tx.all(Finding, "findings_in_state", state=state)


async def to_report(tx: Tx) -> list[Finding]:
    """Findings the shop only has to report and that are not repaired yet, the oldest first: the bureau arranges the repair."""
    return await tx.all(Finding, "findings_to_report")


async def words(tx: Tx, finding_id: FindingId) -> str:
    """All words recorded with its source (self-check, observation or report), later ones included."""
    return str(await tx.value("finding_words", id=finding_id) or "")


async def state_again(tx: Tx, finding_id: FindingId) -> FindingState:
    """The state it returns to when not put right or withdrawn: `repair` if one was requested and has not ended since."""
    steps = [e.event for e in await events(tx, finding_id) if e.event in ("repair asked", "reopened")]
    return FindingState.REPAIR if steps and steps[-1] == "repair asked" else FindingState.OPEN


async def closed_since(tx: Tx, shop_id: ShopId, since: datetime) -> list[Finding]:
    """Findings of a shop closed after an instant, the newest first: those that may still be reopened."""
    return await tx.all(Finding, "findings_closed_since", shop_id=shop_id, since=since)


async def of_day(tx: Tx, shop_id: ShopId, day: date, observer_id: PersonId) -> list[Finding]:
    """What one observer found at a shop within one day, at whichever look of it."""
    return await tx.all(Finding, "findings_of_day", shop_id=shop_id, day=day, observer_id=observer_id)


async def of_check(tx: Tx, check_id: SelfCheckId) -> list[Finding]:
    """What the shop reported itself with one self-check."""
    return await tx.all(Finding, "findings_of_check", check_id=check_id)
