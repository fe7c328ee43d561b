"""Shops and tenures: a shop is the place and keeps its history; a tenure is the time one holder answers for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from files.dataclass import dataclass
from programme.identity import plain
from programme.ids import PersonId, ShopId, TenureId
from programme.shops.doors import address
from storage.core.tx import Tx
from storage.shops import tenures


@dataclass(frozen=True, slots=True)
class Shop:
    """`duties` are the keys of those that apply (none named: all), `walk` sorts doors as one walks, `open_days` 1 = Monday."""

    id: ShopId
    name: str
    door: str
    street: str
    walk: str
    grid_id: int
    grid: str
    trade: str
    opens: time | None
    closes: time | None
    open_days: tuple[int, ...]
    holidays: bool
    duties: tuple[str, ...]
    area: str
    note: str
    left_at: datetime | None

    @property
    def address(self) -> str:
        """“西津路12号”; “Trongate 74” where the words are not Chinese."""
        return address(self.street, self.door)


@dataclass(frozen=True, slots=True)
class Grid:
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Tenure:
    """The time of one holder; a new one starts at 待评."""

    id: TenureId
    shop_id: ShopId
    owner: str
    phone: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Link:
    """A member's shop with its fixed number, 1–10."""

    id: int
    shop_id: ShopId
    member_id: PersonId
    number: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Closure:
    """歇业: the shop's own; `until` is its last day, None while unknown; nobody's when a roster said it."""

    id: int
    shop_id: ShopId
    since: date
    until: date | None
    person_id: PersonId | None
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Pause:
    """停评: of a whole grid or street (both empty: everywhere); independent of closures."""

    id: int
    grid_id: int | None
    street: str
    since: date
    until: date | None
    person_id: PersonId
    reason: str
    at: datetime

    def covers(self, shop: Shop) -> bool:
        return (self.grid_id in (None, shop.grid_id)) and self.street in ("", shop.street)


async def shop(tx: Tx, shop_id: ShopId) -> Shop:
    """One shop by its id. Raises LookupError when there is no such shop."""
    found = await tx.one(Shop, "shop", id=shop_id)
    if found is None:
        raise LookupError(f"there is no shop {shop_id}")
    return found


async def add(
    tx: Tx,
    *,
    name: str,
    door: str,
    street: str,
    walk: str,
    grid_id: int,
    now: datetime,
    trade: str = "",
    opens: time | None = None,
    closes: time | None = None,
    duties: Sequence[str] = (),
    area: str = "",
    note: str = "",
) -> ShopId:
    """A new place; its id."""
    return ShopId(
        await tx.value(
            "shop_add",
            name=name,
            door=door,
            street=street,
            walk=walk,
            grid_id=grid_id,
            trade=trade,
            opens=opens,
            closes=closes,
            duties=tuple(duties),
            area=area,
            note=note,
            created_at=now,
        )
    )


async def grid(tx: Tx, name: str) -> int:
    """A grid's id by its name, made when it is new."""
    found = await tx.value("grid_find", name=name)
    return int(found if found is not None else await tx.value("grid_add", name=name))


async def held_by(tx: Tx, person_id: PersonId) -> list[Shop]:
    """The shops a person answers for."""
    return await tx.all(Shop, "shops_held", person_id=person_id)


async def held_last(tx: Tx, person_id: PersonId, since: datetime) -> str:
    """The place somebody answered for until lately, by name and door; nothing where there is none."""
    rows = await tx.rows("shop_held_last", person_id=person_id, since=since)
    return f"{rows[0]['name']} {rows[0]['street']}{rows[0]['door']}" if rows else ""


async def named(tx: Tx, words: str, most: int = 10) -> list[Shop]:
    """Shops whose name or door contains the words, as they stand or else as `identity.plain` has them."""
    found = await tx.all(Shop, "shops_by_name", words=words, most=most)
    return found or await tx.all(Shop, "shops_by_name", words=plain(words), most=most)


async def grids(tx: Tx) -> list[Grid]:
    return await tx.all(Grid, "grids_all")


async def tenure(tx: Tx, shop_id: ShopId, now: datetime) -> Tenure:
    """The tenure of today, begun when there is none."""
    found = await tx.one(Tenure, "tenure_now", shop_id=shop_id)
    if found is None:
        await tx.value("tenure_add", shop_id=shop_id, owner="", phone="", since=now)
        found = await tx.one(Tenure, "tenure_now", shop_id=shop_id)
        if found is None:
            raise LookupError(f"shop {shop_id} has no tenure")
    return found


async def hold(tx: Tx, shop_id: ShopId, person_id: PersonId, now: datetime) -> None:
    """Let a person answer for a shop, beside whoever does already."""
    held = await tenure(tx, shop_id, now)
    await tx.do("holding_add", tenure_id=held.id, shop_id=shop_id, person_id=person_id, since=now)


async def change_holder(tx: Tx, shop_id: ShopId, *, owner: str, phone: str, now: datetime) -> int:
    """End the tenure with all its holders and all that ran in it, and begin a new one; its id.

    The place's history stays, its star starts again.
    """
    await tenures.end(tx, [shop_id], now)
    return int(await tx.value("tenure_add", shop_id=shop_id, owner=owner, phone=phone, since=now))


async def holders(tx: Tx, shop_id: ShopId) -> list[PersonId]:
    """Who answers for a shop now."""
    return [row["person_id"] for row in await tx.rows("holders", shop_id=shop_id)]


async def link(tx: Tx, shop_id: ShopId) -> Link | None:
    return await tx.one(Link, "link_of", shop_id=shop_id)


async def links(tx: Tx, member_id: PersonId) -> list[Link]:
    """A member's own shops by their fixed numbers."""
    return await tx.all(Link, "links_of_member", member_id=member_id)


async def link_to(tx: Tx, shop_id: ShopId, member_id: PersonId, number: int, now: datetime) -> None:
    """Link a shop to a member under a number of theirs; an earlier link of the shop ends and is kept."""
    await tx.do("link_end", shop_id=shop_id, at=now)
    await tx.do("link_add", shop_id=shop_id, member_id=member_id, number=number, since=now)


async def closures(tx: Tx, shop_id: ShopId, first: date, last: date) -> list[Closure]:
    return await tx.all(Closure, "closures_between", shop_id=shop_id, first=first, last=last)


async def closures_in_grid(tx: Tx, grid_id: int, first: date, last: date) -> list[Closure]:
    return await tx.all(Closure, "closures_all_between", grid_id=grid_id, first=first, last=last)


async def pauses(tx: Tx, first: date, last: date) -> list[Pause]:
    return await tx.all(Pause, "pauses_between", first=first, last=last)


async def close(
    tx: Tx, shop_id: ShopId, *, since: date, until: date | None, person_id: PersonId | None, reason: str, now: datetime
) -> int:
    """Record a closure of the shop's own."""
    values = {"shop_id": shop_id, "since": since, "until": until, "person_id": person_id, "reason": reason, "at": now}
    return int(await tx.value("closure_add", **values))


async def reopen(tx: Tx, shop_id: ShopId, *, day: date, yesterday: date, now: datetime) -> None:
    """The shop is open again from `day`: what began earlier ends the day before, what had not begun never was."""
    await tx.do("closure_undo", shop_id=shop_id, day=day, at=now)
    await tx.do("closure_end", shop_id=shop_id, last=yesterday)


async def pause(
    tx: Tx,
    *,
    grid_id: int | None,
    street: str,
    since: date,
    until: date | None,
    person_id: PersonId,
    reason: str,
    now: datetime,
) -> int:
    """Record a pause of a grid or a street (neither: everywhere)."""
    return int(
        await tx.value(
            "pause_add",
            grid_id=grid_id,
            street=street,
            since=since,
            until=until,
            person_id=person_id,
            reason=reason,
            at=now,
        )
    )


async def end_pause(tx: Tx, ended: Pause, *, last: date, now: datetime) -> None:
    """The pause is over after `last`; one that had not begun by then never was."""
    await tx.do("pause_end", id=ended.id, last=last)
    await tx.do("pause_undo", id=ended.id, last=last, at=now)


async def set_hours(tx: Tx, shop_id: ShopId, opens: time, closes: time) -> None:
    await tx.do("shop_hours", id=shop_id, opens=opens, closes=closes)


async def set_open_days(tx: Tx, shop_id: ShopId, days: Sequence[int]) -> None:
    """`days` of the week on which the shop is open, 1 = Monday."""
    await tx.do("shop_open_days", id=shop_id, open_days=tuple(days))


async def streets(tx: Tx) -> list[str]:
    """Every street that has a shop."""
    return [row["street"] for row in await tx.rows("shops_streets")]


async def on_street(tx: Tx, street: str) -> list[Shop]:
    """In walking order: next to a shop in this list are its neighbours."""
    return await tx.all(Shop, "shops_on_street", street=street)


async def told_of(tx: Tx, words: str) -> list[Shop]:
    """Shops whose whole name occurs in what somebody said, the longest name first; else in its plain spelling."""
    return await tx.all(Shop, "shops_in_words", words=words) or await tx.all(Shop, "shops_in_words", words=plain(words))
