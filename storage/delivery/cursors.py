"""Read positions of accounts that are pulled; a position moves only once everything before it is committed."""

from __future__ import annotations

from datetime import datetime

from files.dataclass import dataclass
from storage.core.tx import Tx


@dataclass(frozen=True, slots=True)
class PullCursor:
    """`position` is the far side's own word for it; `rung_at` is when it last said there is more, `rung_with` its token."""

    position: str
    rung_at: datetime | None
    rung_with: str


async def find(tx: Tx, channel: str, account: str) -> PullCursor | None:
    return await tx.one(PullCursor, "cursor", channel=channel, account=account)


async def move(tx: Tx, channel: str, account: str, position: str, now: datetime) -> None:
    """Move the position: everything before it is handled and committed."""
    await tx.do("cursor_move", channel=channel, account=account, position=position, at=now)


async def ring(tx: Tx, channel: str, account: str, token: str, now: datetime) -> None:
    """Record that the far side has more to read."""
    await tx.do("cursor_ring", channel=channel, account=account, token=token, at=now)
