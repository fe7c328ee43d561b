"""Applying a roster: one transaction that makes shops, holders, members, links and codes as planned, or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from files.dataclass import dataclass
from programme.ids import PersonId, ShopId
from programme.roster.roster import (
    CLOSED,
    LEFT,
    NO_GRID,
    REOPENED,
    Entry,
    Known,
    KnownMember,
    KnownShop,
    Member,
    Place,
    Plan,
    Step,
)
from programme.roster.roster_plan import merged
from storage.core.tx import Tx
from storage.people import invites, people
from storage.roster.roster_before import Before, before
from storage.shops import shops, tenures


@dataclass(frozen=True, slots=True)
class Exported:
    """One shop as a roster row says it; `shut` while 歇业 without a last day."""

    name: str
    door: str
    street: str
    grid: str
    trade: str
    owner: str
    phone: str
    member: str
    member_phone: str
    branch: str
    opens: time | None
    closes: time | None
    duties: tuple[str, ...]
    area: str
    note: str
    shut: bool
    latitude: float | None = None
    longitude: float | None = None


async def known(tx: Tx, now: datetime) -> Known:
    """All a roster is compared with, shops in the order they were made; `now` is in the programme's zone."""
    rows = await tx.all(KnownShop, "roster_shops", now=now), await tx.all(KnownMember, "roster_members", now=now)
    return Known(*rows, now.date())


async def export(tx: Tx) -> list[Exported]:
    """Every shop in walking order, as rows of the roster it could be applied from."""
    return await tx.all(Exported, "roster_export")


async def leaving(tx: Tx, plan: Plan) -> list[tenures.Leaving]:
    """Whose time at a place ends with a plan: ask before it is applied."""
    return await tenures.leaving(tx, [s.shop.id for s in plan.steps if s.shop and _ends(s)])


def passed_on(plan: Plan) -> list[ShopId]:
    """Known shops that another member looks after once a plan is applied."""
    return [s.shop.id for s in plan.steps if s.shop and s.number]


def _ends(step: Step) -> bool:
    return step.holder == "new" or step.status == LEFT


async def apply(
    tx: Tx, plan: Plan, now: datetime, invite_days: int, *, day: date | None = None, by: PersonId | None = None
) -> Before:
    """Apply the plan; returns what is needed to take it back. `day` is today in the programme's zone, from which 歇业 counts.

    Raises:
        ValueError: the plan was refused.
    """
    if plan.refusals:
        raise ValueError("a refused roster cannot be applied")
    day = day or now.date()
    grids = await _grids(tx, plan.steps)
    ids = await _shops(tx, plan.steps, grids, now)
    await _places(tx, plan.steps, now)
    await _holders(tx, plan.steps, ids, now)
    shut = await _closures(tx, plan.steps, ids, day, now, by)
    member_ids = await keep_members(tx, plan.members, now)
    await _links(tx, plan.steps, ids, member_ids, now)
    if tx.dialect == "postgres" and len(plan.new) >= MANY_NEW:
        await tx.raw("ANALYZE shops, tenures, people, links")
    await make_codes(tx, now, now + timedelta(days=invite_days), await known(tx, now))
    if plan.changes_anything:
        note = f"{len(plan.new)} new, {len(plan.changed)} changed, {plan.unchanged} unchanged"
        await people.journal(tx, now, by, "roster", "shops", note)
    return before(plan, ids, member_ids, shut)


MANY_NEW = 1000
"""New shops from which PostgreSQL is told how many rows there are now: by the statistics of before, it reads tens of
thousands of rows in nested loops, for minutes."""


async def _grids(tx: Tx, steps: Sequence[Step]) -> Mapping[str, int]:
    names = {_grid(step) for step in steps if step.is_change}
    return {name: await shops.grid(tx, name) for name in sorted(names)}


def _grid(step: Step) -> str:
    return step.entry.grid or (step.shop.grid if step.shop else step.entry.street or NO_GRID)


async def _shops(tx: Tx, steps: Sequence[Step], grids: Mapping[str, int], now: datetime) -> list[ShopId]:
    """Make and change the shops; the id of each step's shop, in the steps' order."""
    changed = [(step, step.shop) for step in steps if step.shop and step.fields]
    await tx.many(
        "roster_shop_set",
        [{"id": shop.id, "grid_id": grids[_grid(s)], **merged(s.entry, shop, s.fields)} for s, shop in changed],
    )
    last = await tx.value("roster_last_shop") or 0
    fresh = [step for step in steps if step.shop is None]
    await tx.many("roster_shop_add", [_new_shop(step.entry, grids[_grid(step)], now) for step in fresh])
    made: dict[Place, list[ShopId]] = defaultdict(list)
    for row in reversed(await tx.rows("roster_shops_after", id=last)):
        made[row["name"], row["door"], row["street"]].append(row["id"])
    return [s.shop.id if s.shop else made[s.entry.spelling].pop() for s in steps]


def _new_shop(entry: Entry, grid_id: int, now: datetime) -> dict[str, object]:
    """A row of `shops`; what the roster does not say is empty."""
    return {
        "name": entry.name,
        "door": entry.door,
        "street": entry.street,
        "walk": entry.walk,
        "grid_id": grid_id,
        "trade": entry.trade or "",
        "opens": entry.opens,
        "closes": entry.closes,
        "duties": entry.duties or (),
        "area": entry.area or "",
        "note": entry.note or "",
        "latitude": entry.latitude,
        "longitude": entry.longitude,
        "created_at": now,
    }


async def _places(tx: Tx, steps: Sequence[Step], now: datetime) -> None:
    """Who has moved away leaves the place behind with its history; a place that is used again is there again."""
    gone = [s.shop.id for s in steps if s.shop and s.status == LEFT]
    await tenures.end(tx, gone, now)
    for name in ("link_end", "roster_shop_leave"):
        await tx.many(name, [{"shop_id": shop_id, "at": now} for shop_id in gone])
    await tx.many("roster_shop_back", [{"shop_id": s.shop.id} for s in steps if s.shop and s.shop.left])


async def _holders(tx: Tx, steps: Sequence[Step], ids: Sequence[ShopId], now: datetime) -> None:
    """A new holder ends the tenure before and all that ran in it; the place keeps its history."""
    pairs = list(zip(steps, ids, strict=True))
    await tenures.end(tx, [shop_id for s, shop_id in pairs if s.holder == "new"], now)
    await tx.many(
        "roster_tenure_fill",
        [
            {"shop_id": shop_id, "owner": s.entry.owner, "phone": s.entry.phone}
            for s, shop_id in pairs
            if s.holder == "filled"
        ],
    )
    await tx.many(
        "roster_tenure_add",
        [
            {"shop_id": shop_id, "owner": s.entry.owner, "phone": s.entry.phone, "since": now}
            for s, shop_id in pairs
            if s.holder == "new" or s.shop is None
        ],
    )


async def _closures(
    tx: Tx, steps: Sequence[Step], ids: Sequence[ShopId], day: date, now: datetime, by: PersonId | None
) -> list[int]:
    """歇业 from today or the day that is named, and its end; the closures that were open and are no more."""
    ended: list[int] = []
    for step, shop_id in zip(steps, ids, strict=True):
        if step.status == CLOSED:
            since, until = step.entry.since or day, step.entry.until
            await shops.close(tx, shop_id, since=since, until=until, person_id=by, reason="", now=now)
        elif step.status == REOPENED:
            ended += [row["id"] for row in await tx.rows("roster_closures_open", shop_id=shop_id)]
            opens = step.entry.since or day
            await shops.reopen(tx, shop_id, day=opens, yesterday=opens - timedelta(days=1), now=now)
    return ended


async def keep_members(tx: Tx, members: Sequence[Member], now: datetime) -> dict[int, PersonId]:
    """Make and mend the members; their ids by the identity of their place in the plan."""
    ids: dict[int, PersonId] = {}
    branches = {name: await people.branch(tx, name) for name in sorted({m.branch for m in members})}
    for m in members:
        if m.known is None:
            ids[id(m)] = await people.add(
                tx, name=m.name, phone=m.phone, now=now, branch_id=branches[m.branch], roles={"member"}
            )
            continue
        ids[id(m)] = m.known.id
        if m.is_changed:
            values = {"name": m.name, "phone": m.phone, "branch_id": branches[m.branch]}
            await tx.do("roster_member_set", id=m.known.id, **values)
    return ids


async def _links(
    tx: Tx, steps: Sequence[Step], ids: Sequence[ShopId], member_ids: Mapping[int, PersonId], now: datetime
) -> None:
    joining = [(s, shop_id) for s, shop_id in zip(steps, ids, strict=True) if s.number and s.member]
    await tx.many("link_end", [{"shop_id": shop_id, "at": now} for _, shop_id in joining])
    await tx.many(
        "link_add",
        [
            {"shop_id": shop_id, "member_id": member_ids[id(s.member)], "number": s.number, "since": now}
            for s, shop_id in joining
        ],
    )


async def make_codes(tx: Tx, now: datetime, expires_at: datetime, after: Known) -> None:
    """One open code for each shop nobody answers for yet, and for each member who has not come in yet."""
    same = {"created_at": now, "expires_at": expires_at}
    wanted: list[dict[str, object]] = [
        {"code": invites.new_code(), "kind": "shop", "name": s.name, "shop_id": s.id, "person_id": None, **same}
        for s in after.shops
        if not s.invited and not s.held and not s.left
    ]
    wanted += [
        {"code": invites.new_code(), "kind": "member", "name": m.name, "shop_id": None, "person_id": m.id, **same}
        for m in after.members
        if not m.invited and not m.reachable
    ]
    await tx.many("roster_invite_add", wanted)
