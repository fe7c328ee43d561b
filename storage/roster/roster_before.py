"""The state before a roster was applied, as far as it is needed to take the roster back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from files.dataclass import dataclass
from programme.ids import PersonId, ShopId
from programme.roster.roster import KnownShop, Plan, Step
from storage.core.rows import plain


@dataclass(frozen=True, slots=True)
class Before:
    """`columns` and `fills` hold what was overwritten, by shop; the rest are numbers of rows.

    `made` and `joined` are shops and members that were not there; `moved` had another holder, member or closure, or had left;
    `returned` had left and are used again; `ended` are closures that were open.
    """

    columns: dict[str, dict[str, str | None]]
    fills: dict[str, tuple[str, str]]
    members: dict[str, tuple[str, str, str]]
    made: list[ShopId]
    joined: list[PersonId]
    moved: list[ShopId]
    returned: list[ShopId]
    ended: list[int]


def before(plan: Plan, ids: Sequence[ShopId], member_ids: Mapping[int, PersonId], ended: list[int]) -> Before:
    """Taken from the plan, which knows what it compared with."""
    there = [(step, step.shop) for step in plan.steps if step.shop]
    known = [member.known for member in plan.members if member.known and member.is_changed]
    written = [(step, shop) for step, shop in there if step.fields]
    filled = [shop for step, shop in there if step.holder == "filled"]
    return Before(
        columns={str(shop.id): _columns(step, shop) for step, shop in written},
        fills={str(shop.id): (shop.owner, shop.phone) for shop in filled},
        members={str(member.id): (member.name, member.phone, member.branch) for member in known},
        made=_new_shops(plan, ids),
        joined=[member_ids[id(member)] for member in plan.members if member.known is None],
        moved=[shop.id for step, shop in there if _moves(step)],
        returned=[shop.id for _, shop in there if shop.left],
        ended=ended,
    )


def _new_shops(plan: Plan, ids: Sequence[ShopId]) -> list[ShopId]:
    return [shop_id for step, shop_id in zip(plan.steps, ids, strict=True) if step.shop is None]


def _moves(step: Step) -> bool:
    """The holder, the member or the closure changes."""
    return bool(step.number or step.status or step.holder == "new")


def _columns(step: Step, shop: KnownShop) -> dict[str, str | None]:
    return {name: None if (value := plain(getattr(shop, name))) is None else str(value) for name in step.fields}
