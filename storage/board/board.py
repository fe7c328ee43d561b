"""What the board shows, read in a few statements a page; `branch` 0 means every shop, else those linked by that branch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from programme.ids import ShopId
from storage.core.tx import Tx


@dataclass(frozen=True, slots=True)
class Starred:
    """How many shops stand at a star; `shown` None for those without one."""

    state: str
    shown: int | None
    many: int


@dataclass(frozen=True, slots=True)
class Trend:
    """One period: how many shops had a star, and how many of them five."""

    period: str
    rated: int
    five: int


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
class Picture:
    id: int
    subject: str
    subject_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Letters:
    channel: str
    state: str
    many: int


@dataclass(frozen=True, slots=True)
class PublicTitle:
    """What the public may know of a title; it names no person."""

    number: str
    shop: str
    door: str
    street: str
    quarter: str
    state: str
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class PublicNotice:
    shop: str
    door: str
    street: str
    quarter: str
    notice_from: date | None
    notice_until: date | None


@dataclass(frozen=True, slots=True)
class PublicShop:
    shop: str
    door: str
    street: str
    quarter: str
    number: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which shops a list shows: of a street, with these words in name or door, at these stars (0: without one, -1: all)."""

    street: str = ""
    words: str = ""
    stars: int = -1


async def stars(tx: Tx, branch: int, run_id: int) -> list[Starred]:
    return await tx.all(Starred, "board_stars", branch_id=branch, run_id=run_id)


async def trend(tx: Tx, branch: int, since: str) -> list[Trend]:
    """The periods from `since` on that have a published run."""
    return await tx.all(Trend, "board_trend", branch_id=branch, since=since)


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
    rows = await tx.all(Row, "board_shops", **which, most=most, skip=skip)
    return rows, int(await tx.value("board_shops_count", **which))


async def may_see(tx: Tx, branch: int, shop_id: ShopId) -> bool:
    return bool(await tx.value("board_may_see", branch_id=branch, shop_id=shop_id))


async def looks(tx: Tx, shop_id: ShopId, most: int) -> list[Look]:
    return await tx.all(Look, "board_looks", shop_id=shop_id, most=most)


async def cases(tx: Tx, shop_id: ShopId, most: int) -> list[Case]:
    return await tx.all(Case, "board_findings", shop_id=shop_id, most=most)


async def open_cases(tx: Tx, branch: int, most: int) -> list[Case]:
    """What is not closed, the most urgent first."""
    return await tx.all(Case, "board_open_findings", branch_id=branch, most=most)


async def help_asked(tx: Tx, branch: int, most: int) -> list[Asked]:
    return await tx.all(Asked, "board_help", branch_id=branch, most=most)


async def titles(tx: Tx, branch: int, most: int) -> list[Titled]:
    return await tx.all(Titled, "board_notices", branch_id=branch, most=most)


async def pictures(tx: Tx, shop_id: ShopId, most: int) -> list[Picture]:
    return await tx.all(Picture, "board_pictures", shop_id=shop_id, most=most)


async def shop_of_picture(tx: Tx, number: int) -> ShopId | None:
    """Which shop a stored picture belongs to; None when there is none of that number."""
    found = await tx.value("board_picture_shop", id=number)
    return None if found is None else ShopId(found)


async def letters(tx: Tx, since: datetime) -> list[Letters]:
    return await tx.all(Letters, "board_outbox", since=since)


async def public_title(tx: Tx, number: str) -> PublicTitle | None:
    return await tx.one(PublicTitle, "public_title", number=number)


async def public_notices(tx: Tx) -> list[PublicNotice]:
    return await tx.all(PublicNotice, "public_notices")


async def public_titles(tx: Tx) -> list[PublicShop]:
    return await tx.all(PublicShop, "public_titles")
