"""Which member of the Party group (党组成员) is linked with which branch, and the line a branch is known by."""

from __future__ import annotations

from dataclasses import dataclass

from programme.ids import PersonId
from storage.activities import branch_rounds
from storage.core.tx import Tx


@dataclass(slots=True)
class Branches:
    """The branch somebody is secretary of, and those they are linked with beside it."""

    own: int | None
    led: list[int]


async def link(tx: Tx, branch_id: int, leader: PersonId) -> None:
    """From now on; whoever was linked before is so no more."""
    await tx.do("branch_leader_set", branch_id=branch_id, leader_id=leader)


async def unlink(tx: Tx, branch_id: int) -> None:
    await tx.do("branch_leader_drop", branch_id=branch_id)


async def leaders(tx: Tx) -> dict[int, PersonId]:
    """By branch; a branch without one is not in it."""
    return {int(row["branch_id"]): PersonId(row["leader_id"]) for row in await tx.rows("branch_leaders_all")}


async def looked_after(tx: Tx) -> dict[PersonId, Branches]:
    """Everybody who is secretary of a branch or linked with one; whoever is both of the same is its secretary."""
    secretaries = await branch_rounds.secretaries(tx)
    found = {who: Branches(number, []) for number, all_ in secretaries.items() for who in all_}
    for number, leader in (await leaders(tx)).items():
        branches = found.setdefault(leader, Branches(None, []))
        branches.led += [number] if branches.own != number else []
    return found


async def name_brand(tx: Tx, branch_id: int, brand: str) -> None:
    await tx.do("branch_brand_set", id=branch_id, brand=brand)


async def brands(tx: Tx) -> dict[int, str]:
    """By branch; a branch without one is not in it."""
    return {int(row["id"]): str(row["brand"]) for row in await tx.rows("branch_brands")}
