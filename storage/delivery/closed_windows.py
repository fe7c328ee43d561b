"""What waits behind closed windows: whom it is for, until when it is worth something, and who has heard of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

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
    """Somebody who can knock at the door has heard of these."""
    await tx.many("outbox_told", [{"id": number, "at": now} for number in numbers])


async def people_shut_out(tx: Tx) -> int:
    """How many people something waits for behind a closed window."""
    return int(await tx.value("outbox_shut_out"))
