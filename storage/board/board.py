"""What the board shows, read in a few statements a page; `branch` 0 means every shop, else those linked by that branch."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime

from files.dataclass import dataclass
from programme.ids import LeadId, ObservationId, PersonId, SelfCheckId, ShopId
from storage.core.tx import Tx


@dataclass(frozen=True, slots=True)
class StarThen:
    """What one shop was shown with in one week."""

    period: str
    shop_id: ShopId
    shown: int | None


@dataclass(frozen=True, slots=True)
class Street:
    street: str
    many: int


@dataclass(frozen=True, slots=True)
class Row:
    """One shop in the list."""

    id: int
    name: str
    door: str
    street: str
    member: str | None
    state: str | None
    shown: int | None
    previous: int | None
    looked: date | None
    open_findings: int


@dataclass(frozen=True, slots=True)
class Look:
    """One observation in a shop's file, without its observer."""

    id: int
    day: date
    at: datetime
    source: str
    duties: tuple[str, ...]
    facts: dict[str, float]
    left_out: frozenset[str]
    note: str
    undone_at: datetime | None
    contested: int


@dataclass(frozen=True, slots=True)
class Case:
    """A finding with its shop."""

    id: int
    shop_id: ShopId
    shop: str
    door: str
    street: str
    duty: str
    origin: str
    day: date
    opened_at: datetime
    due_at: datetime | None
    state: str
    note: str
    overdue_at: datetime | None
    fixed_at: datetime | None
    closed_at: datetime | None
    share: str
    closing: str
    observation_id: ObservationId | None
    self_check_id: SelfCheckId | None
    lead_id: LeadId | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A help request nobody has answered."""

    id: int
    shop_id: ShopId
    shop: str
    door: str
    street: str
    at: datetime
    text: str
    due_at: datetime
    state: str
    escalated_at: datetime | None
    keeper: str | None


@dataclass(frozen=True, slots=True)
class Titled:
    """A title that is running in one way or another."""

    id: int
    shop_id: ShopId
    shop: str
    door: str
    street: str
    quarter: str
    state: str
    number: str
    notice_from: date | None
    notice_until: date | None
    objections: int


@dataclass(frozen=True, slots=True)
class Letters:
    channel: str
    state: str
    many: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which shops a list shows: of a street, with these words in name, door or the member's name, at these stars.

    `stars`: 0 for those without one, -1 for all. `sorted`: empty for walking order, else name, stars, change, looked or open.
    """

    street: str = ""
    words: str = ""
    stars: int = -1
    sorted: str = ""


NOBODY = PersonId(0)


@dataclass(frozen=True, slots=True)
class Sifted:
    """What of the open matters is shown: of a street, of one member's shops; `sorted` by age, by street, or as it is due."""

    street: str = ""
    member_id: PersonId = NOBODY
    sorted: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who looks after shops."""

    id: PersonId
    name: str


ALL = Sifted()


async def star_history(tx: Tx, street: str, since: str) -> list[StarThen]:
    """The stars of one street's shops, week by week."""
    return await tx.all(StarThen, "board_star_history", street=street, since=since)


async def streets(tx: Tx, branch: int) -> list[Street]:
    return await tx.all(Street, "board_streets", branch_id=branch)


async def shops(tx: Tx, branch: int, run_id: int, wanted: Wanted, *, most: int, skip: int) -> tuple[list[Row], int]:
    """One page of shops in walking order, and how many there are in all."""
    which = {
        "branch_id": branch,
        "run_id": run_id,
        "street": wanted.street,
        "words": wanted.words,
        "stars": wanted.stars,
    }
    rows = await tx.all(Row, "board_shops", **which, sorted=wanted.sorted, most=most, skip=skip)
    return rows, int(await tx.value("board_shops_count", **which))


async def may_see(tx: Tx, branch: int, shop_id: ShopId) -> bool:
    return bool(await tx.value("board_may_see", branch_id=branch, shop_id=shop_id))


async def looks(tx: Tx, shop_id: ShopId, most: int) -> list[Look]:
    return await tx.all(Look, "board_looks", shop_id=shop_id, most=most)


async def cases(tx: Tx, shop_id: ShopId, most: int) -> list[Case]:
    return await tx.all(Case, "board_findings", shop_id=shop_id, most=most)


async def open_cases(tx: Tx, branch: int, most: int, which: Sifted = ALL, skip: int = 0) -> list[Case]:
    """What is not closed, the most urgent first unless `which` says otherwise."""
    return await tx.all(Case, "board_open_findings", branch_id=branch, most=most, skip=skip, **asdict(which))


async def open_cases_count(tx: Tx, branch: int, which: Sifted) -> int:
    """How many there are on all pages of that list."""
    values = {"street": which.street, "member_id": which.member_id}
    return int(await tx.value("board_open_findings_count", branch_id=branch, **values))


async def help_asked(tx: Tx, branch: int, most: int, which: Sifted = ALL) -> list[Asked]:
    return await tx.all(Asked, "board_help", branch_id=branch, most=most, **asdict(which))


async def members(tx: Tx, branch: int) -> list[Member]:
    """Who looks after shops now, by name."""
    return await tx.all(Member, "board_members", branch_id=branch)


async def shops_of_member(tx: Tx, member_id: PersonId) -> frozenset[ShopId]:
    return frozenset(ShopId(row["shop_id"]) for row in await tx.rows("board_shops_of_member", member_id=member_id))


async def titles(tx: Tx, branch: int, most: int) -> list[Titled]:
    return await tx.all(Titled, "board_notices", branch_id=branch, most=most)


async def shop_of_picture(tx: Tx, number: int) -> ShopId | None:
    """Which shop a stored picture belongs to; None when there is none of that number."""
    found = await tx.value("board_picture_shop", id=number)
    return None if found is None else ShopId(found)


async def letters(tx: Tx, since: datetime) -> list[Letters]:
    return await tx.all(Letters, "board_outbox", since=since)
