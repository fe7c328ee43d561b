"""Titles (五星商户): one living title per shop, with its notice, objections and number; no row is ever deleted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from files.dataclass import dataclass
from programme.ids import ObjectionId, PersonId, ShopId, TenureId, TitleId
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

    id: TitleId
    shop_id: ShopId
    tenure_id: TenureId
    quarter: str
    state: TitleState
    number: str
    nominated_at: datetime
    notice_from: date | None
    notice_until: date | None
    confirmed_at: datetime | None
    confirmed_by: PersonId | None
    reviewed_on: date | None
    drawn_at: datetime | None
    withdrawal_at: datetime | None
    withdrawal_why: str
    hearing: str
    hearing_until: date | None
    ended_at: datetime | None
    ended_by: PersonId | None

    def held(self, open_objections: int = 0) -> Held:
        """As `programme.titles.title` judges it."""
        until = self.hearing_until if self.state is TitleState.HEARING else self.notice_until
        awarded = self.confirmed_at.date() if self.confirmed_at else None
        return Held(self.state, self.quarter, until, awarded, open_objections, bool(self.hearing))


@dataclass(frozen=True, slots=True)
class Objection:
    """One sentence against a title; who said it is never shown. `upheld` stays None where the title was over first."""

    id: ObjectionId
    title_id: TitleId
    person_id: PersonId | None
    at: datetime
    text: str
    settled_at: datetime | None
    settled_by: PersonId | None
    upheld: bool | None


async def nominate(tx: Tx, shop_id: ShopId, quarter: str, now: datetime) -> TitleId | None:
    """Nominate whoever holds the shop now; None when it has a living title or was judged in this quarter already."""
    tenure = await tx.value("title_may_nominate", shop_id=shop_id, quarter=quarter)
    if tenure is None:
        return None
    return TitleId(await tx.value("title_add", shop_id=shop_id, tenure_id=tenure, quarter=quarter, at=now))


async def title(tx: Tx, title_id: TitleId) -> Title:
    """One title by its id. Raises LookupError when there is no such title."""
    found = await tx.one(Title, "title", id=title_id)
    if found is None:
        raise LookupError(f"there is no title {title_id}")
    return found


async def of_shop(tx: Tx, shop_id: ShopId) -> Title | None:
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
    """Save a title's new state; False when somebody else changed it first.

    Raises:
        ForbiddenTransition: it cannot go there from where it is.
    """
    TITLE.check(before.state, after.state)
    return await tx.do("title_save", before=before.state, **values_of(after)) == 1


async def certified(tx: Tx) -> list[Title]:
    """Awarded and standing: each has a certificate, or is to have one."""
    return await tx.all(Title, "titles_certified")


async def drawn(tx: Tx, title_id: TitleId, at: datetime) -> bool:
    """False when another process has drawn and sent it."""
    return await tx.do("title_drawn", id=title_id, at=at) == 1


async def next_number(tx: Tx, quarter: str) -> str:
    """The next certificate number of a quarter."""
    return certificate_number(quarter, int(await tx.value("titles_numbered_in", quarter=quarter)) + 1)


async def past(tx: Tx, shop_id: ShopId) -> list[Past]:
    """The published runs of the shop's present tenure, oldest first."""
    return await tx.all(Past, "title_past", shop_id=shop_id)


async def pasts(tx: Tx, first: str) -> dict[ShopId, list[Past]]:
    """The same for all shops at once, from the week `first` on, by shop."""
    by_shop: dict[ShopId, list[Past]] = defaultdict(list)
    for row in await tx.rows("titles_past", first=first):
        by_shop[row["shop_id"]].append(Past(row["period"], row["stars"], row["score"], row["weakest"]))
    return dict(by_shop)


async def object_to(tx: Tx, title_id: TitleId, *, person_id: PersonId | None, text: str, at: datetime) -> ObjectionId:
    return ObjectionId(await tx.value("objection_add", title_id=title_id, person_id=person_id, text=text, at=at))


async def objection(tx: Tx, objection_id: ObjectionId) -> Objection:
    """One objection by its id. Raises LookupError when there is no such objection."""
    found = await tx.one(Objection, "objection", id=objection_id)
    if found is None:
        raise LookupError(f"there is no objection {objection_id}")
    return found


async def objections(tx: Tx, title_id: TitleId) -> Sequence[Objection]:
    return await tx.all(Objection, "objections_of", title_id=title_id)


async def open_objections(tx: Tx, title_id: TitleId) -> int:
    return int(await tx.value("objections_open_of", title_id=title_id))


async def correct_objection(tx: Tx, objection_id: ObjectionId, text: str) -> None:
    """Whoever objected has edited the words: they are these from now on."""
    await tx.do("objection_correct", id=objection_id, text=text)


async def settle(tx: Tx, objection_id: ObjectionId, *, by: PersonId | None, upheld: bool | None, at: datetime) -> bool:
    """Record the decision on an objection; False when it was decided before."""
    return await tx.do("objection_settle", id=objection_id, person_id=by, upheld=upheld, at=at) == 1
