"""What stood there before a roster was applied: little enough to keep, enough to take the roster back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
    pairs = list(zip(plan.steps, ids, strict=True))
    return Before(
        columns={str(s.shop.id): _columns(s, s.shop) for s in plan.steps if s.shop and s.fields},
        fills={str(s.shop.id): (s.shop.owner, s.shop.phone) for s in plan.steps if s.shop and s.holder == "filled"},
        members={
            str(m.known.id): (m.known.name, m.known.phone, m.known.branch)
            for m in plan.members
            if m.known and m.is_changed
        },
        made=[shop_id for s, shop_id in pairs if s.shop is None],
        joined=[member_ids[id(m)] for m in plan.members if m.known is None],
        moved=[i for s, i in pairs if s.shop and (s.number or s.status or s.holder == "new")],
        returned=[s.shop.id for s in plan.steps if s.shop and s.shop.left],
        ended=ended,
    )


def _columns(step: Step, shop: KnownShop) -> dict[str, str | None]:
    return {name: None if (value := plain(getattr(shop, name))) is None else str(value) for name in step.fields}
