"""A member's shops as they may call them: by their fixed numbers or by name."""

from __future__ import annotations

from files.dataclass import dataclass
from programme.ids import PersonId, ShopId
from storage.core.tx import Tx


@dataclass(frozen=True, slots=True)
class LinkedShop:
    """One of a member's own shops; `duties` are the keys of those that apply (none named: all)."""

    id: ShopId
    name: str
    number: int
    duties: tuple[str, ...]


async def linked_shops(tx: Tx, member_id: PersonId) -> list[LinkedShop]:
    """A member's own shops by their fixed numbers."""
    return await tx.all(LinkedShop, "linked_shops", member_id=member_id)
