"""Help requests (求助) of shops: the keeper, the promised hour, and every word about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from files.dataclass import dataclass
from programme.ids import HelpRequestId, PersonId, ShopId
from programme.requests.help_state import HELP, HelpState
from storage.core.states import save_state
from storage.core.tx import Tx

SOLVED, SO_SO, NOT_SOLVED = 2, 1, 0
"""What the shop says of an answer."""


ASKED = "asked"
"""The event that a request begins with; its note are the words of the request."""


@dataclass(frozen=True, slots=True)
class HelpRequest:
    """`keeper_id` is who is to answer, None: any manager. `due_at` is the hour that was promised.

    `first_due_at` and `first_answered_at` stay when “not solved” opens it again: by them it is judged whether the promise was
    kept; None in rows older than these columns, where `due_at` and `answered_at` tell it.

    Rated as not solved it is open again, with a manager.
    """

    id: HelpRequestId
    shop_id: ShopId
    person_id: PersonId
    at: datetime
    text: str
    keeper_id: PersonId | None
    due_at: datetime
    state: HelpState
    escalated_at: datetime | None
    answered_at: datetime | None
    answered_by: PersonId | None
    answer: str
    rating: int | None
    first_due_at: datetime | None
    first_answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class HelpEvent:
    """One step: asked, added, moved, passed on, handed, escalated, answered, rated; new holder (`note`: the state before)."""

    id: int
    request_id: HelpRequestId
    at: datetime
    person_id: PersonId | None
    event: str
    note: str


async def request(tx: Tx, request_id: HelpRequestId) -> HelpRequest:
    """One request by its id. Raises LookupError when there is no such request."""
    found = await tx.one(HelpRequest, "help_request", id=request_id)
    if found is None:
        raise LookupError(f"there is no help request {request_id}")
    return found


async def ask(
    tx: Tx,
    *,
    shop_id: ShopId,
    person_id: PersonId,
    at: datetime,
    text: str,
    keeper_id: PersonId | None,
    due_at: datetime,
    state: HelpState = HelpState.OPEN,
) -> HelpRequest:
    HELP.check_first(state)
    made = await tx.value(
        "help_add",
        shop_id=shop_id,
        person_id=person_id,
        at=at,
        text=text,
        keeper_id=keeper_id,
        due_at=due_at,
        state=state,
    )
    await record(tx, HelpRequestId(made), at, person_id, ASKED, text)
    return await request(tx, HelpRequestId(made))


async def save(
    tx: Tx, before: HelpRequest, after: HelpRequest, *, event: str, by: PersonId | None, at: datetime, note: str = ""
) -> None:
    """Save a request's new state together with its event; the time of its first answer never changes.

    Raises:
        ForbiddenTransition: it cannot go there from where it is.
        Overtaken: it is not in the state of `before` any more.
    """
    if after.first_answered_at is None and after.answered_at is not None:
        after = replace(after, first_answered_at=after.answered_at)
    await save_state(tx, HELP, "help_save", before, after)
    await record(tx, after.id, at, by, event, note)


async def record(
    tx: Tx, request_id: HelpRequestId, at: datetime, by: PersonId | None, event: str, note: str = ""
) -> int:
    return int(await tx.value("help_event_add", request_id=request_id, at=at, person_id=by, event=event, note=note))


async def event(tx: Tx, event_id: int) -> HelpEvent:
    """One step by its id. Raises LookupError when there is no such step."""
    found = await tx.one(HelpEvent, "help_event", id=event_id)
    if found is None:
        raise LookupError(f"there is no step {event_id} of a help request")
    return found


async def correct(tx: Tx, said: HelpEvent, words: str) -> None:
    """Replace the words of an event, after the shop has edited the message."""
    await tx.do("help_event_correct", id=said.id, note=words)
    if said.event == ASKED:
        await tx.do("help_text_correct", id=said.request_id, text=words)


async def events(tx: Tx, request_id: HelpRequestId) -> list[HelpEvent]:
    """All that was said and done about a request, in order."""
    return await tx.all(HelpEvent, "help_events_of", request_id=request_id)


async def waiting_at(tx: Tx, shop_id: ShopId) -> list[HelpRequest]:
    """A shop's unanswered requests, the newest first."""
    return await tx.all(HelpRequest, "help_of_shop", shop_id=shop_id)


async def answered_last(tx: Tx, shop_id: ShopId, since: datetime) -> HelpRequest | None:
    """A shop's request that was answered last, if that was not before `since`."""
    return await tx.one(HelpRequest, "help_answered_last", shop_id=shop_id, since=since)


async def unanswered(tx: Tx) -> list[HelpRequest]:
    """Everything that waits for an answer, the most pressing first."""
    return await tx.all(HelpRequest, "help_unanswered")


async def escalate(tx: Tx, waiting: HelpRequest, at: datetime) -> HelpRequest:
    """Escalate a request whose promised hour is over: any manager may answer it now."""
    escalated = replace(waiting, keeper_id=None, escalated_at=at)
    await save(tx, waiting, escalated, event="escalated", by=None, at=at)
    return escalated
