"""Taking the last roster back: one transaction that restores what it changed, except where people have acted since."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from files.dataclass import dataclass
from programme.ids import ShopId
from programme.roster.roster import KnownShop
from programme.roster.roster_plan import WRITTEN
from storage.core.tx import Tx
from storage.people import people
from storage.roster.roster import known
from storage.roster.roster_before import Before
from storage.shops import shops, tenures
from storage.shops.tenures import Leaving

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Undone:
    """`removed` shops the roster had made are gone, `restored` are as before; `kept` names shops left as they are now.

    `moved` are places with the holder, member or closure from before, `back` those among them whose holder had been let go.
    """

    removed: int
    restored: int
    kept: tuple[str, ...]
    moved: tuple[ShopId, ...]
    back: tuple[Leaving, ...]


async def take_back(tx: Tx, before: Before, applied_at: datetime, now: datetime) -> Undone:
    """Put back what stood there before a roster applied at `applied_at`.

    A shop it made where somebody has come in or anything was recorded stays; so does a new holder who has come in.
    """
    idle = {row["id"] for row in await tx.rows("roster_idle_shops", at=applied_at)}
    lived_in = {row["shop_id"] for row in await tx.rows("roster_lived_in", at=applied_at)}
    there = {shop.id: shop for shop in (await known(tx, now)).shops}
    made, used = _parted(before.made, idle)
    inhabited, moved = _parted(before.moved, lived_in)
    await _unlink(tx, [*made, *moved], applied_at)
    await _remove(tx, made)
    back = await _move_back(tx, before, moved, applied_at, now)
    await _members(tx, before)
    columns = _of_empty_shops(before.columns, lived_in)
    columns = {i: values for i, values in columns.items() if i in there}
    await _columns(tx, columns, there)
    fills = _of_empty_shops(before.fills, lived_in)
    await tx.many("roster_tenure_set", [{"shop_id": i, "owner": o, "phone": p} for i, (o, p) in fills.items()])
    await tx.do("roster_grids_sweep")
    await people.journal(tx, now, None, "roster undo", "shops", f"{len(made)} removed")
    kept = tuple(there[i].name for i in (*used, *inhabited) if i in there)
    return Undone(len(made), len({*moved, *columns, *fills}), kept, tuple(moved), tuple(back))


def _parted(ids: Sequence[ShopId], those: Collection[ShopId]) -> tuple[list[ShopId], list[ShopId]]:
    """The ids that are among those, and the ones that are not; each in their order."""
    inside = [i for i in ids if i in those]
    return inside, [i for i in ids if i not in those]


def _of_empty_shops(before: Mapping[str, V], lived_in: Collection[ShopId]) -> dict[ShopId, V]:
    """What stood there, by shop, but for shops whose new holder has come in."""
    return {ShopId(int(i)): value for i, value in before.items() if int(i) not in lived_in}


async def _unlink(tx: Tx, ids: Collection[ShopId], at: datetime) -> None:
    await tx.many("roster_link_drop", [{"shop_id": i, "at": at} for i in ids])


async def _remove(tx: Tx, made: Sequence[ShopId]) -> None:
    rows = [{"shop_id": i} for i in made]
    for name in (
        "roster_drop_links",
        "roster_drop_closures",
        "roster_drop_invites",
        "roster_drop_tenures",
        "roster_drop_shop",
    ):
        await tx.many(name, rows)


async def _move_back(tx: Tx, before: Before, moved: Sequence[ShopId], at: datetime, now: datetime) -> list[Leaving]:
    """The holder, the member and the closure a shop had, and the codes that were open; whom it concerns."""
    rows = [{"shop_id": i, "at": at} for i in moved]
    await tx.many("roster_tenure_drop", rows)
    back = await tenures.again(tx, set(moved), at, now)
    for name in (
        "roster_link_again",
        "roster_invite_again",
        "roster_invite_drop",
        "roster_closure_drop",
        "roster_leave_undo",
    ):
        await tx.many(name, rows)
    returned = [{"shop_id": i, "at": at} for i in before.returned if i in set(moved)]
    await tx.many("roster_shop_leave", returned)
    await tx.many("roster_closure_again", [{"id": i} for i in before.ended])
    return back


async def _members(tx: Tx, before: Before) -> None:
    for name in ("roster_member_drop_invites", "roster_member_drop"):
        await tx.many(name, [{"id": i} for i in before.joined])
    for number, (name, phone, branch) in before.members.items():
        branch_id = await people.branch(tx, branch)
        await tx.do("roster_member_set", id=int(number), name=name, phone=phone, branch_id=branch_id)


async def _columns(
    tx: Tx, columns: Mapping[ShopId, Mapping[str, str | None]], there: Mapping[ShopId, KnownShop]
) -> None:
    """Only the columns the roster wrote: what else has changed since stays."""
    grids = {g.name: g.id for g in await shops.grids(tx)}
    rows = []
    for number, values in columns.items():
        shop = there[number]
        now = {name: getattr(shop, name) for name in WRITTEN}
        grid = str(values.get("grid", shop.grid))
        grids[grid] = grids.get(grid) or await shops.grid(tx, grid)
        rows.append({"id": number, "grid_id": grids[grid], **now, **_as_kept(values)})
    await tx.many("roster_shop_set", rows)


def _as_kept(values: Mapping[str, str | None]) -> dict[str, str | float | None]:
    """The columns of a shop as the database keeps them: what stood there before is remembered as text."""
    return {
        name: float(value) if name in ("latitude", "longitude") and value is not None else value
        for name, value in values.items()
        if name != "grid"
    }
