"""The inbox: each message key is handled once; a message that cannot be handled is parked for a person, not lost."""

from __future__ import annotations

from datetime import datetime

from files.dataclass import dataclass
from messages.incoming import Incoming
from storage.core.tx import Tx


@dataclass(frozen=True, slots=True)
class Parked:
    """A message that failed three times; `body` is the message as it came, kept seven days."""

    id: int
    key: str
    body: str
    error: str
    at: datetime


async def is_new(tx: Tx, key: str, now: datetime) -> bool:
    """Record the key; False when it was recorded before: then nothing may happen again."""
    return await tx.do("seen_record", key=key, at=now) == 1


async def record_attempt(tx: Tx, key: str, error: str, now: datetime) -> int:
    """Record one failed attempt; how many there are now."""
    return int(await tx.value("attempt_record", key=key, error=error, at=now))


async def park(tx: Tx, incoming: Incoming, error: str, now: datetime) -> None:
    await tx.do("parked_add", key=incoming.key, body=incoming, error=error, at=now)
    await tx.do("seen_record", key=incoming.key, at=now)


async def parked(tx: Tx) -> list[Parked]:
    return await tx.all(Parked, "parked_open")


async def forget(tx: Tx, *, keys_before: datetime, parked_before: datetime) -> None:
    """Drop what is older than its retention."""
    await tx.do("seen_forget", before=keys_before)
    await tx.do("attempts_forget", before=keys_before)
    await tx.do("parked_forget", before=parked_before)
