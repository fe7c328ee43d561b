"""Operating figures of the bot, for health, metrics and the doctor."""

from __future__ import annotations

from datetime import datetime

from files.dataclass import dataclass
from storage.core.rows import instant
from storage.core.tx import Tx


@dataclass(frozen=True, slots=True)
class Waiting:
    """Outbox messages of one channel that could be sent now; `oldest` is when the first of them could."""

    channel: str
    many: int
    oldest: datetime


@dataclass(frozen=True, slots=True)
class Figures:
    """Totals of the present. `unlinked` are shops without a member, `silent` shops nobody answers for by chat yet."""

    shops: int
    people: int
    managers: int
    unlinked: int
    silent: int
    parked: int
    to_fetch: int
    lost_files: int
    open_findings: int
    open_help: int
    open_appeals: int
    schema: int


async def waiting(tx: Tx, now: datetime) -> list[Waiting]:
    return await tx.all(Waiting, "letters_waiting", now=now)


async def held(tx: Tx) -> dict[str, int]:
    """Letters behind closed windows, by channel."""
    return {str(row["channel"]): int(row["many"]) for row in await tx.rows("letters_held")}


async def figures(tx: Tx) -> Figures:
    """Raises LookupError when the schema is not there."""
    found = await tx.one(Figures, "figures")
    if found is None:
        raise LookupError("the database gives no figures")
    return found


async def damaged_pages(tx: Tx) -> int:
    """Pages that came back from the disk other than they were written, as far as the server counts them."""
    return int(await tx.value("damaged_pages"))


async def newest_instant(tx: Tx) -> datetime | None:
    """The latest instant recorded anywhere, to detect a clock set back."""
    found = await tx.value("newest_instant")
    return None if found is None else instant(int(found))
