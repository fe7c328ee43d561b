"""What a calendar feed shows: volunteer days for everybody, and for one person what they host or come to."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from programme.activities.activity_state import ActivityKind
from programme.ids import PersonId
from storage.activities.activities import Activity
from storage.core.tx import Tx

KEPT = timedelta(days=30)
"""How long what is over or was called off stays in a feed."""


async def public(tx: Tx, now: datetime) -> list[Activity]:
    return await tx.all(Activity, "calendar_public", kind=ActivityKind.VOLUNTEER, since=now - KEPT)


async def own(tx: Tx, person_id: PersonId, now: datetime) -> list[Activity]:
    return await tx.all(Activity, "calendar_own", person_id=person_id, since=now - KEPT)


async def secret_of(tx: Tx, person_id: PersonId, now: datetime, *, anew: bool = False) -> str:
    """The secret of a person's feed, made when there is none; `anew` ends the one before."""
    known = await tx.value("calendar_secret_of", person_id=person_id)
    if known is not None and not anew:
        return str(known)
    made = secrets.token_urlsafe(16)
    await tx.do("calendar_secret_set", person_id=person_id, secret=made, made_at=now)
    return made


async def holder(tx: Tx, secret: str) -> PersonId | None:
    """Whose feed it is; nobody's once it was changed."""
    found = await tx.value("calendar_holder", secret=secret)
    return None if found is None else PersonId(found)
