"""Complaints and ideas (投诉建议): words without a name, who was asked to read them, and one answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from files.dataclass import dataclass
from messages.errors import Overtaken
from programme.ids import ComplaintId, PersonId
from storage.core.tx import Tx


@dataclass(frozen=True, slots=True)
class Complaint:
    """`person_id` is told to nobody; it is None once that person was forgotten. `place` is the shop of somebody let go."""

    id: ComplaintId
    person_id: PersonId | None
    at: datetime
    text: str
    place: str
    answered_at: datetime | None
    answered_by: PersonId | None
    answer: str


async def add(tx: Tx, person_id: PersonId, at: datetime, text: str, place: str) -> Complaint:
    """A new complaint, before anybody reads it."""
    made = await tx.value("complaint_add", person_id=person_id, at=at, text=text, place=place)
    return await complaint(tx, ComplaintId(made))


async def find(tx: Tx, complaint_id: int) -> Complaint | None:
    """The complaint with this number, if there is one."""
    return await tx.one(Complaint, "complaint_one", id=complaint_id)


async def complaint(tx: Tx, complaint_id: ComplaintId) -> Complaint:
    """Raises LookupError when there is no such complaint."""
    found = await find(tx, complaint_id)
    if found is None:
        raise LookupError(f"there is no complaint {complaint_id}")
    return found


async def give_to(tx: Tx, complaint_id: ComplaintId, readers: Iterable[PersonId]) -> None:
    """Who may read and answer it."""
    for reader in readers:
        await tx.do("complaint_reader_add", complaint_id=complaint_id, person_id=reader)


async def is_read_by(tx: Tx, complaint_id: ComplaintId, person_id: PersonId) -> bool:
    return bool(await tx.value("complaint_is_read_by", complaint_id=complaint_id, person_id=person_id))


async def waiting(tx: Tx, person_id: PersonId) -> list[Complaint]:
    """What somebody was asked to read and nobody has answered, the oldest first."""
    return await tx.all(Complaint, "complaints_waiting", person_id=person_id)


async def answer(tx: Tx, complaint_id: ComplaintId, at: datetime, by: PersonId, words: str) -> None:
    """Raises Overtaken when somebody else has answered it."""
    if await tx.do("complaint_answer", id=complaint_id, at=at, by=by, answer=words) != 1:
        raise Overtaken(f"complaint {complaint_id} has its answer")
