"""Which member of the Party group (党组成员) is linked with which branch, and the line a branch is known by."""

from __future__ import annotations

from programme.ids import PersonId
from storage.core.tx import Tx


async def link(tx: Tx, branch_id: int, leader: PersonId) -> None:
    """From now on; whoever was linked before is so no more."""
    await tx.do("branch_leader_set", branch_id=branch_id, leader_id=leader)


async def unlink(tx: Tx, branch_id: int) -> None:
    await tx.do("branch_leader_drop", branch_id=branch_id)


async def leaders(tx: Tx) -> dict[int, PersonId]:
    """By branch; a branch without one is not in it."""
    return {int(row["branch_id"]): PersonId(row["leader_id"]) for row in await tx.rows("branch_leaders_all")}


async def name_brand(tx: Tx, branch_id: int, brand: str) -> None:
    await tx.do("branch_brand_set", id=branch_id, brand=brand)


async def brands(tx: Tx) -> dict[int, str]:
    """By branch; a branch without one is not in it."""
    return {int(row["id"]): str(row["brand"]) for row in await tx.rows("branch_brands")}
