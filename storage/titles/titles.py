"""The title 五星商户 in rows: one living title a shop, its notice, its objections, its number; nothing is ever deleted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from programme.ratings.bands import Past
from programme.titles.title import Held, certificate_number
from programme.titles.title_state import TITLE, TitleState
from storage.core.rows import values_of
from storage.core.tx import Tx


@dataclass(frozen=True, slots=True)
class Title:
    """One nomination and what became of it. `ended_at` is set once it is over, whatever the reason.

    `notice_until` and `hearing_until` are last days; `reviewed_on` the day of the last yearly look; `drawn_at` when its
    certificate was drawn and sent; `hearing` what the merchant said.
    """

    id: int
    shop_id: int
    tenure_id: int
    quarter: str
    state: TitleState
    number: str
    nominated_at: datetime
    notice_from: date | None
    notice_until: date | None
    confirmed_at: datetime | None
    confirmed_by: int | None
    reviewed_on: date | None
    drawn_at: datetime | None
    withdrawal_at: datetime | None
    withdrawal_why: str
    hearing: str
    hearing_until: date | None
    ended_at: datetime | None
    ended_by: int | None

    def held(self, open_objections: int = 0) -> Held:
        """As `programme.titles.title` judges it."""
        until = self.hearing_until if self.state is TitleState.HEARING else self.notice_until
        awarded = self.confirmed_at.date() if self.confirmed_at else None
        return Held(self.state, self.quarter, until, awarded, open_objections, bool(self.hearing))


@dataclass(frozen=True, slots=True)
class Objection:
    """One sentence against a title; who said it is never shown. `upheld` stays None where the title was over first."""

    id: int
    title_id: int
    person_id: int | None
    at: datetime
    text: str
    settled_at: datetime | None
    settled_by: int | None
    upheld: bool | None


async def nominate(tx: Tx, shop_id: int, quarter: str, now: datetime) -> int | None:
    """Nominate whoever holds the shop now; None when it has a living title or was judged in this quarter already."""
    tenure = await tx.value("title_may_nominate", shop_id=shop_id, quarter=quarter)
    if tenure is None:
        return None
    return int(await tx.value("title_add", shop_id=shop_id, tenure_id=tenure, quarter=quarter, at=now))


async def title(tx: Tx, number: int) -> Title:
    """Raises LookupError when there is no such title."""
    found = await tx.one(Title, "title", id=number)
    if found is None:
        raise LookupError(f"there is no title {number}")
    return found


async def of_shop(tx: Tx, shop_id: int) -> Title | None:
    """The shop's living title, from nomination on."""
    return await tx.one(Title, "title_live", shop_id=shop_id)


async def numbered(tx: Tx, number: str) -> Title | None:
    """The title a certificate's number means, living or not: what the verification page asks."""
    return await tx.one(Title, "title_numbered", number=number)


async def living(tx: Tx, *states: TitleState) -> list[Title]:
    """Living titles in these states (none named: all), in walking order."""
    found = await tx.all(Title, "titles_live")
    return [t for t in found if not states or t.state in states]


async def save(tx: Tx, before: Title, after: Title) -> bool:
    """Keep a title's new state; False when somebody was quicker.

    Raises:
        ForbiddenTransition: it cannot go there from where it is.
    """
    TITLE.check(before.state, after.state)
    return await tx.do("title_save", before=before.state, **values_of(after)) == 1


async def certified(tx: Tx) -> list[Title]:
    """Awarded and standing: each has a certificate, or is to have one."""
    return await tx.all(Title, "titles_certified")


async def drawn(tx: Tx, number: int, at: datetime) -> bool:
    """False when another process has drawn and sent it."""
    return await tx.do("title_drawn", id=number, at=at) == 1


async def next_number(tx: Tx, quarter: str) -> str:
    """The next certificate number of a quarter."""
    return certificate_number(quarter, int(await tx.value("titles_numbered_in", quarter=quarter)) + 1)


async def past(tx: Tx, shop_id: int) -> list[Past]:
    """The published runs of the shop's present tenure, oldest first."""
    return await tx.all(Past, "title_past", shop_id=shop_id)


async def pasts(tx: Tx, first: str) -> dict[int, list[Past]]:
    """The same for all shops at once, from the week `first` on, by shop."""
    by_shop: dict[int, list[Past]] = defaultdict(list)
    for row in await tx.rows("titles_past", first=first):
        by_shop[row["shop_id"]].append(Past(row["period"], row["stars"], row["score"], row["weakest"]))
    return dict(by_shop)


async def object_to(tx: Tx, title_id: int, *, person_id: int | None, text: str, at: datetime) -> int:
    return int(await tx.value("objection_add", title_id=title_id, person_id=person_id, text=text, at=at))


async def objection(tx: Tx, number: int) -> Objection:
    """Raises LookupError when there is no such objection."""
    found = await tx.one(Objection, "objection", id=number)
    if found is None:
        raise LookupError(f"there is no objection {number}")
    return found


async def objections(tx: Tx, title_id: int) -> Sequence[Objection]:
    return await tx.all(Objection, "objections_of", title_id=title_id)


async def open_objections(tx: Tx, title_id: int) -> int:
    return int(await tx.value("objections_open_of", title_id=title_id))


async def settle(tx: Tx, number: int, *, by: int, upheld: bool | None, at: datetime) -> bool:
    """False when it was settled before."""
    return await tx.do("objection_settle", id=number, person_id=by, upheld=upheld, at=at) == 1
