"""What happened at one shop since a day: observations, findings, self-checks, appeals, red lines, help and photos."""

from __future__ import annotations

from datetime import date, datetime

from files.dataclass import dataclass
from programme.ids import ShopId
from storage.appeals import appeals
from storage.appeals.appeals import Appeal
from storage.board import board
from storage.board.board import Case, Look
from storage.core.tx import Tx
from storage.reviews import evidence
from storage.reviews.evidence import SelfCheck
from storage.titles import vetoes
from storage.titles.vetoes import Veto

MOST = 80
"""Newest observations, findings and photos that are read; half a year of one look a week is twenty-six."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A stored photo and what it was sent with."""

    id: int
    subject: str
    subject_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Help:
    """A help request; `answered_at` is its first answer."""

    id: int
    at: datetime
    text: str
    due_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class History:
    """Everything of one shop that its file shows, each list newest first but `self_checks`, which run with the days."""

    looks: list[Look]
    cases: list[Case]
    self_checks: list[SelfCheck]
    appeals: list[Appeal]
    vetoes: list[Veto]
    helps: list[Help]
    photos: list[Photo]


async def of_shop(tx: Tx, shop_id: ShopId, since: datetime, today: date) -> History:
    """The history from `since` on; what is still open is there however old it is."""
    first = since.date()
    seen = await board.looks(tx, shop_id, MOST)
    found = await board.cases(tx, shop_id, MOST)
    return History(
        looks=[look for look in seen if look.day >= first],
        cases=[case for case in found if case.day >= first or case.closed_at is None],
        self_checks=await evidence.self_checks(tx, shop_id, first, today),
        appeals=[one for one in await appeals.of_shop(tx, shop_id) if one.at >= since],
        vetoes=[one for one in await vetoes.of_shop(tx, shop_id) if one.confirmed_at and one.confirmed_at >= since],
        helps=await tx.all(Help, "shop_history_help", shop_id=shop_id, since=since),
        photos=await tx.all(Photo, "shop_history_pictures", shop_id=shop_id, most=MOST),
    )
