"""A channel's own ids of files we sent, so that the same picture is not uploaded twice."""

from __future__ import annotations

from datetime import datetime

from storage.core.tx import Tx


async def find(tx: Tx, channel: str, digest: str, *, since: datetime | None = None) -> str | None:
    """The channel's name of what has this digest, unless it was kept before `since`: some names die after days."""
    found = await tx.value("file_id", channel=channel, digest=digest, since=since or 0)
    return None if found is None else str(found)


async def keep(tx: Tx, channel: str, digest: str, file_id: str, now: datetime) -> None:
    await tx.do("file_id_keep", channel=channel, digest=digest, file_id=file_id, at=now)


async def forget(tx: Tx, before: datetime) -> None:
    await tx.do("file_ids_forget", before=before)
