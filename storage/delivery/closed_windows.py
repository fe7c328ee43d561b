"""Messages held behind closed windows: for whom, until when they are useful, and who was told of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from files.dataclass import dataclass
from programme.ids import PersonId
from storage.core.tx import Tx


@dataclass(frozen=True, slots=True)
class HeldMessage:
    """An urgent message nobody has been told of yet."""

    id: int
    person_id: PersonId
    best_before: datetime | None
    created_at: datetime


async def untold(tx: Tx) -> list[HeldMessage]:
    return await tx.all(HeldMessage, "outbox_held_untold")


async def told(tx: Tx, numbers: Sequence[int], now: datetime) -> None:
    """Record that a keeper was told of these messages."""
    await tx.many("outbox_told", [{"id": number, "at": now} for number in numbers])


async def people_shut_out(tx: Tx) -> int:
    """How many people have a message held behind a closed window."""
    return int(await tx.value("outbox_shut_out"))
