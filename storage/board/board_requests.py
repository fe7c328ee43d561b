"""Requests of residents, sites and intakes as the board lists them; `branch` 0 means all, else the sites of that branch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from files.dataclass import dataclass
from programme.ids import IntakeId, LeadId, ServiceRequestId, SiteId
from storage.board import board_activities
from storage.core.tx import Tx

WAITING, LATE, DONE, SHELVED, ENDED, ALL = "waiting", "late", "done", "shelved", "ended", "all"
REQUESTS = (WAITING, LATE, DONE, SHELVED, ENDED, ALL)
"""Which requests a list shows: not ended, of these overdue, done and not agreed to, 挂账, ended, every one."""
INTAKES = ("new", "passed", "dismissed", "muted", ALL)
"""Which intakes: not sorted, gone on, ended at the desk, of a camera at rest, every one."""


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One request in a list; `keeper` has it in hand, of whoever reported it only the number is told."""

    id: ServiceRequestId
    at: datetime
    service: str
    site_id: SiteId | None
    site: str | None
    place: str
    text: str
    state: str
    due_at: datetime
    done_due_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    late_at: datetime | None
    reopened: int
    source: str
    title: str
    share: str
    keeper: str | None
    reporters: int

    @property
    def promised_at(self) -> datetime:
        """The promise in force."""
        return self.due_at if self.answered_at is None else self.done_due_at


@dataclass(frozen=True, slots=True)
class RequestStep:
    """One thing said or done; `who` is empty for the programme itself."""

    at: datetime
    event: str
    note: str
    who: str | None
    is_reporter: bool


@dataclass(frozen=True, slots=True)
class WantedRequests:
    """Which requests: of `REQUESTS`, of a service, of a site, with these words in its name or place; by age, or due first."""

    which: str = WAITING
    service: str = ""
    site_id: int = 0
    words: str = ""
    sorted: str = "age"


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One site: `opens` of its cards lately, `open` requests, the oldest of them."""

    id: SiteId
    kind: str
    name: str
    community: str
    street: str
    place: str
    keeper: str | None
    cards: int
    opens: int
    open: int
    oldest_at: datetime | None


@dataclass(frozen=True, slots=True)
class WantedSites:
    kind: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class CardRow:
    """One card with how often it was opened lately, and on which day last."""

    code: str
    label: str
    made_at: datetime
    printed_at: datetime | None
    retired_at: datetime | None
    opens: int
    last: date | None


@dataclass(frozen=True, slots=True)
class IntakeRow:
    """One trouble that another system sent, `more` times again, with what came of it."""

    id: IntakeId
    at: datetime
    source: str
    outer_id: str
    camera: str
    kind: str
    service: str
    place: str
    site: str | None
    state: str
    why: str
    due_at: datetime | None
    lead_id: LeadId | None
    request_id: ServiceRequestId | None
    lead: str | None
    request: str | None
    goes_on_as: ServiceRequestId | None
    more: int


@dataclass(frozen=True, slots=True)
class WantedIntakes:
    which: str = "new"
    service: str = ""
    source: str = ""
    words: str = ""


async def requests(
    tx: Tx, branch: int, wanted: WantedRequests, *, most: int, skip: int
) -> tuple[Sequence[RequestRow], int]:
    """One page of requests, and how many there are on all."""
    which = {name: value for name, value in asdict(wanted).items() if name != "sorted"}
    rows = await tx.all(
        RequestRow, "board_requests", branch_id=branch, sorted=wanted.sorted, most=most, skip=skip, **which
    )
    return rows, int(await tx.value("board_requests_count", branch_id=branch, **which))


async def request(tx: Tx, branch: int, number: int) -> RequestRow | None:
    """One request, where this branch may see it."""
    return await tx.one(RequestRow, "board_request", id=number, branch_id=branch)


async def steps(tx: Tx, request_id: ServiceRequestId) -> list[RequestStep]:
    """All that was said and done about a request, in order."""
    return await tx.all(RequestStep, "board_request_steps", id=request_id)


async def may_see_picture(tx: Tx, branch: int, number: int, *, sorts: bool) -> bool:
    """Whether it came with a request or an activity of the branch; pictures of intakes are for whoever `sorts` them."""
    found = await tx.value("board_request_of_picture", id=number)
    if found is not None:
        return await request(tx, branch, int(found)) is not None
    found = await tx.value("board_activity_of_picture", id=number)
    if found is not None:
        return await board_activities.activity(tx, branch, int(found)) is not None
    return sorts and bool(await tx.value("board_picture_of_intake", id=number))


async def sites(
    tx: Tx, branch: int, wanted: WantedSites, since: date, *, most: int, skip: int
) -> tuple[Sequence[SiteRow], int]:
    """One page of sites, and how many there are on all."""
    which = {"branch_id": branch, **asdict(wanted)}
    rows = await tx.all(SiteRow, "board_sites", since=since, most=most, skip=skip, **which)
    return rows, int(await tx.value("board_sites_count", **which))


async def may_see_site(tx: Tx, branch: int, number: int) -> bool:
    return bool(await tx.value("board_may_see_site", id=number, branch_id=branch))


async def cards(tx: Tx, site_id: SiteId, since: date) -> list[CardRow]:
    """The cards of a site: those that hang there, then those that were taken down."""
    return await tx.all(CardRow, "board_cards", site_id=site_id, since=since)


async def intakes(tx: Tx, wanted: WantedIntakes, *, most: int, skip: int) -> tuple[Sequence[IntakeRow], int]:
    """One page of intakes, and how many there are on all."""
    which = asdict(wanted)
    rows = await tx.all(IntakeRow, "board_intakes", most=most, skip=skip, **which)
    return rows, int(await tx.value("board_intakes_count", **which))


async def intake_sources(tx: Tx) -> list[str]:
    """The systems that have sent anything."""
    return [str(row["source"]) for row in await tx.rows("board_intake_sources")]
