"""求助: what a shop asked for, who keeps it, by when it is answered, and every word said about it."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime

from storage.core.tx import Tx

SOLVED, SO_SO, NOT_SOLVED = 2, 1, 0
"""What the shop says of an answer."""


@dataclass(frozen=True, slots=True)
class HelpRequest:
    """`keeper_id` is who is to answer, None: any manager. `due_at` is the hour that was promised.

    `first_due_at` and `first_answered_at` stay when “not solved” opens it again: by them it is judged whether the promise was
    kept; None in rows older than these columns, where `due_at` and `answered_at` tell it.

    `state`: asking (the shop has not said which of its shops yet; the clock runs all the same) → open → answered → closed
    once it is rated; not solved goes back to open, with a manager. `dropped`: the shop got another holder
    before anybody had answered.
    """

    id: int
    shop_id: int
    person_id: int
    at: datetime
    text: str
    keeper_id: int | None
    due_at: datetime
    state: str
    escalated_at: datetime | None
    answered_at: datetime | None
    answered_by: int | None
    answer: str
    rating: int | None
    first_due_at: datetime | None
    first_answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class HelpEvent:
    """One step: asked, added, moved, passed on, handed, escalated, answered, rated; new holder (`note`: the state before)."""

    id: int
    request_id: int
    at: datetime
    person_id: int | None
    event: str
    note: str


async def request(tx: Tx, number: int) -> HelpRequest:
    """Raises LookupError when there is no such request."""
    found = await tx.one(HelpRequest, "help_request", id=number)
    if found is None:
        raise LookupError(f"there is no help request {number}")
    return found


async def ask(
    tx: Tx,
    *,
    shop_id: int,
    person_id: int,
    at: datetime,
    text: str,
    keeper_id: int | None,
    due_at: datetime,
    state: str = "open",
) -> HelpRequest:
    number = await tx.value(
        "help_add",
        shop_id=shop_id,
        person_id=person_id,
        at=at,
        text=text,
        keeper_id=keeper_id,
        due_at=due_at,
        state=state,
    )
    await record(tx, int(number), at, person_id, "asked", text)
    return await request(tx, int(number))


_FIXED = frozenset({"person_id", "at"})


async def save(tx: Tx, changed: HelpRequest, *, event: str, by: int | None, at: datetime, note: str = "") -> None:
    """Keep a request's new state together with the event that made it; its first answer is kept for good."""
    if changed.first_answered_at is None and changed.answered_at is not None:
        changed = replace(changed, first_answered_at=changed.answered_at)
    await tx.do("help_save", **{f.name: getattr(changed, f.name) for f in fields(changed) if f.name not in _FIXED})
    await record(tx, changed.id, at, by, event, note)


async def record(tx: Tx, number: int, at: datetime, by: int | None, event: str, note: str = "") -> int:
    return int(await tx.value("help_event_add", request_id=number, at=at, person_id=by, event=event, note=note))


async def events(tx: Tx, number: int) -> list[HelpEvent]:
    """All that was said and done about a request, in order."""
    return await tx.all(HelpEvent, "help_events_of", request_id=number)


async def waiting_at(tx: Tx, shop_id: int) -> list[HelpRequest]:
    """A shop's unanswered requests, the newest first."""
    return await tx.all(HelpRequest, "help_of_shop", shop_id=shop_id)


async def unanswered(tx: Tx) -> list[HelpRequest]:
    """Everything that waits for an answer, the most pressing first."""
    return await tx.all(HelpRequest, "help_unanswered")


async def escalate(tx: Tx, waiting: HelpRequest, at: datetime) -> HelpRequest:
    """The promised hour is over: it is any manager's now."""
    escalated = replace(waiting, keeper_id=None, escalated_at=at)
    await save(tx, escalated, event="escalated", by=None, at=at)
    return escalated
