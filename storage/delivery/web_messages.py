"""The web chat's messages in both directions, so that a reload or another device shows them again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from files.dataclass import dataclass
from storage.core.tx import Tx


@dataclass(frozen=True, slots=True)
class WebMessage:
    """One message on one visitor's page. `version` grows with every change to one of theirs; `direction` is `in` or `out`."""

    number: int
    version: int
    direction: str
    body: dict[str, object]
    at: datetime


_BEYOND = 2**62
"""Above every number there will be."""


async def append(
    tx: Tx, user: str, key: str, body: Mapping[str, object], *, direction: str, replaces: int | None, now: datetime
) -> int:
    """Write a message down, or rewrite number `replaces`; the number it has. The same key again changes nothing."""
    if replaces is not None and await tx.do("web_letter_rewrite", number=replaces, user_id=user, body=dict(body)):
        return replaces
    known = await tx.value("web_letter_known", key=key)
    if known is not None:
        return int(known)
    values = {"user_id": user, "key": key, "direction": direction, "body": dict(body), "at": now}
    return int(await tx.value("web_letter_add", **values))


async def since(tx: Tx, user: str, after: int, limit: int) -> list[WebMessage]:
    """A visitor's messages that are newer than version `after`, the oldest first."""
    return await tx.all(WebMessage, "web_letters_since", user_id=user, after=after, most=limit)


async def before(tx: Tx, user: str, number: int | None, limit: int) -> list[WebMessage]:
    """A visitor's newest messages, or the newest below `number`, the oldest of them first."""
    below = number if number is not None else _BEYOND
    return await tx.all(WebMessage, "web_letters_before", user_id=user, number=below, most=limit)


async def forget(tx: Tx, before: datetime) -> None:
    await tx.do("web_letters_forget", before=before)
