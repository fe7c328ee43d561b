"""Access to the board: a single-use link from chat, valid for ten minutes, becomes a session; only digests are stored.

A token has 256 random bits, so it cannot be guessed; the digests in the database open nothing.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from files.dataclass import dataclass
from programme.ids import PersonId
from storage.core.tx import Tx

LINK = timedelta(minutes=10)
SESSION = timedelta(hours=12)
"""A working day; whoever needs longer asks for another link."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever is looking, with the roles held at this very moment."""

    id: PersonId
    name: str
    language: str
    branch_id: int | None
    roles: frozenset[str]


async def make_link(tx: Tx, person_id: PersonId, now: datetime) -> str:
    """A new token for a link; good once, for `LINK`."""
    token = secrets.token_urlsafe(32)
    await tx.do("board_link_add", secret=_digest(token), person_id=person_id, expires_at=now + LINK)
    return token


async def is_open(tx: Tx, token: str, now: datetime) -> bool:
    """Whether the link would still open the board; checking does not use it up."""
    return bool(await tx.value("board_link_open", secret=_digest(token), now=now))


async def enter(tx: Tx, token: str, now: datetime) -> str | None:
    """Exchange a link for a session's token; None when it is wrong, used or too old."""
    person_id = await tx.value("board_link_use", secret=_digest(token), now=now)
    if person_id is None:
        return None
    session = secrets.token_urlsafe(32)
    await tx.do(
        "board_session_add", secret=_digest(session), person_id=person_id, began_at=now, expires_at=now + SESSION
    )
    return session


async def visitor(tx: Tx, session: str, now: datetime) -> Visitor | None:
    """Whose session this is, if they are still with us."""
    return await tx.one(Visitor, "board_visitor", secret=_digest(session), now=now)


async def leave(tx: Tx, session: str) -> None:
    await tx.do("board_session_end", secret=_digest(session))


async def forget(tx: Tx, before: datetime) -> None:
    """Drop links and sessions that ended before."""
    await tx.do("board_links_forget", before=before)
    await tx.do("board_sessions_forget", before=before)


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
