"""异议 against an honour on notice: kept with whoever said it, shown without, settled once."""

from __future__ import annotations

from datetime import datetime

from files.dataclass import dataclass
from programme.ids import HonourId, HonourObjectionId, PersonId
from storage.core.tx import Tx


@dataclass(frozen=True, slots=True)
class HonourObjection:
    """`upheld` once settled: whether the honour was withdrawn."""

    id: HonourObjectionId
    honour_id: HonourId
    person_id: PersonId | None
    at: datetime
    text: str
    settled_at: datetime | None
    settled_by: PersonId | None
    upheld: bool | None


async def object_to(
    tx: Tx, honour_id: HonourId, *, person_id: PersonId | None, text: str, at: datetime
) -> HonourObjectionId:
    made = await tx.value("honour_objection_add", honour_id=honour_id, person_id=person_id, text=text, at=at)
    return HonourObjectionId(made)


async def objection(tx: Tx, number: HonourObjectionId) -> HonourObjection:
    """Raises LookupError when there is no such objection."""
    found = await tx.one(HonourObjection, "honour_objection_one", id=number)
    if found is None:
        raise LookupError(f"there is no objection {number} to an honour")
    return found


async def open_ones(tx: Tx, honour_id: HonourId) -> list[HonourObjection]:
    """Those that wait to be settled, the oldest first."""
    return await tx.all(HonourObjection, "honour_objections_open", honour_id=honour_id)


async def correct(tx: Tx, number: HonourObjectionId, text: str) -> None:
    """Whoever objected has edited the words."""
    await tx.do("honour_objection_correct", id=number, text=text)


async def settle(tx: Tx, number: HonourObjectionId, *, by: PersonId, upheld: bool, at: datetime) -> None:
    await tx.do("honour_objection_settle", id=number, by=by, upheld=upheld, at=at)
