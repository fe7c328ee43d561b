"""The outbox: messages are stored before they are sent, and a unique key keeps each from being stored twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from files.dataclass import dataclass
from messages.address import Address
from messages.errors import Overtaken
from messages.reply import Reply
from programme.calendar import Rest
from programme.delivery.message_state import MESSAGE, MessageState
from programme.ids import PersonId
from storage.core.rows import instant, plain
from storage.core.tx import Tx
from storage.delivery.packing import packed, unpacked


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """One message on its way to one person. `body` is a `Reply` in wire form, see `reply`; it leaves people their `rest`.

    `parts` are how many of its parts are said, `receipt` what the channel called them. `answers` says that it answers the
    person's own word; `ticket` lets it through a closed window until `ticket_until`.
    """

    id: int
    key: str
    channel: str
    user_id: str
    person_id: PersonId | None
    thread: str
    body: str
    urgent: bool
    not_before: datetime
    best_before: datetime | None
    attempts: int
    created_at: datetime
    error: str = ""
    rest: str = Rest.NONE
    parts: int = 0
    receipt: str = ""
    answers: bool = False
    ticket: str = ""
    ticket_until: datetime | None = None
    state: MessageState = MessageState.QUEUED

    @property
    def address(self) -> Address:
        return Address(self.channel, self.user_id)

    @property
    def reply(self) -> Reply:
        return unpacked(self.body, urgent=self.urgent, best_before=self.best_before)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one attempt to send.

    `queued`: it goes again at `not_before`, or with `parts` so many of its parts are said and the rest follows at once.
    """

    id: int
    state: MessageState
    attempts: int
    receipt: str = ""
    error: str = ""
    not_before: datetime | None = None
    parts: int = 0


async def add(
    tx: Tx,
    to: Address,
    reply: Reply,
    *,
    key: str,
    now: datetime,
    person_id: PersonId | None = None,
    thread: str = "",
    not_before: datetime | None = None,
    claimed_until: datetime | None = None,
    rest: str = Rest.NONE,
    answers: bool = False,
    ticket: str = "",
    ticket_until: datetime | None = None,
) -> OutboxMessage | None:
    """Write `reply` down for sending; None when this key was written before, or another process has to send it.

    `claimed_until` keeps it for the process that writes it, which hands it to its own sender after the commit. Not so when
    something earlier to the same person is still free or with another process: then it waits its turn in the outbox.
    """
    body, start = packed(reply), not_before or now
    found = await tx.rows(
        "outbox_add",
        key=key,
        channel=to.channel,
        user_id=to.user,
        person_id=person_id,
        thread=thread,
        body=body,
        urgent=reply.urgent,
        not_before=start,
        best_before=reply.best_before,
        claimed_until=claimed_until or 0,
        created_at=now,
        rest=rest,
        answers=answers,
        ticket=ticket,
        ticket_until=ticket_until,
    )
    if not found or found[0]["claimed_until"] != plain(claimed_until or 0):
        return None
    number = found[0]["id"]
    return OutboxMessage(
        number,
        key,
        to.channel,
        to.user,
        person_id,
        thread,
        body,
        reply.urgent,
        start,
        reply.best_before,
        attempts=0,
        created_at=now,
        rest=rest,
        answers=answers,
        ticket=ticket,
        ticket_until=ticket_until,
    )


async def is_written(tx: Tx, key: str) -> bool:
    """Whether this key was written before: whoever would write it again need not begin."""
    return await tx.value("outbox_by_key", key=key) is not None


async def any_due(tx: Tx, channel: str, now: datetime) -> bool:
    """Whether there is anything to claim; read without the writer."""
    return bool(await tx.rows("outbox_due", channel=channel, now=now, most=1))


async def claim(tx: Tx, channel: str, now: datetime, until: datetime, most: int) -> list[OutboxMessage]:
    """Take up to `most` due messages for this process until `until`; urgent before bulk, then in the order written.

    One process at a time claims for a channel (`alone`), and it leaves out whoever has a message with another process: so a
    person's messages are never on their way from two places. Should that process die, its claims run out and come here.
    """
    claimed = await tx.all(OutboxMessage, "outbox_claim", channel=channel, now=now, until=until, most=most)
    return sorted(claimed, key=lambda message: (not message.urgent, message.id))


async def renew(tx: Tx, number: int, until: datetime) -> bool:
    """Keep a message of this process until `until`; False when it is sent by now, or another process has it."""
    return await tx.do("outbox_renew", id=number, until=until) == 1


async def release_claims(tx: Tx) -> None:
    """At the start of the only process: claims left by one that died mean nothing any more."""
    await tx.do("outbox_unclaim")


async def settle(tx: Tx, outcomes: Sequence[Outcome], now: datetime) -> None:
    """Record the results of attempts to send."""
    before = MessageState.QUEUED
    for outcome in outcomes:
        MESSAGE.check(before, outcome.state)
    waiting = [o for o in outcomes if o.state is before]
    said = [{"id": o.id, "parts": o.parts, "receipt": o.receipt} for o in waiting if o.parts]
    await tx.many("outbox_part", said)
    again = [_again(o, now) for o in waiting if not o.parts]
    await tx.many("outbox_again", again)
    done = [_done(o, before, now) for o in outcomes if o.state is not before]
    await tx.many("outbox_done", done)


def _again(outcome: Outcome, now: datetime) -> dict[str, object]:
    at = outcome.not_before or now
    return {"id": outcome.id, "not_before": at, "attempts": outcome.attempts, "error": outcome.error}


def _done(outcome: Outcome, before: MessageState, now: datetime) -> dict[str, object]:
    ended = {"id": outcome.id, "after": outcome.state, "receipt": outcome.receipt, "error": outcome.error}
    return {**ended, "attempts": outcome.attempts, "before": before, "at": now}


async def held(tx: Tx, to: Address) -> list[OutboxMessage]:
    """Messages that wait for a person's next word, in the order written."""
    return await tx.all(OutboxMessage, "outbox_held", channel=to.channel, user_id=to.user)


async def answers_to(tx: Tx, to: Address, key: str) -> list[OutboxMessage]:
    """What was said to a person when they did what has this key, in the order it was written."""
    return await tx.all(OutboxMessage, "outbox_answers", channel=to.channel, user_id=to.user, key=key)


async def sent_as(tx: Tx, to: Address, receipt: str) -> OutboxMessage | None:
    """The sent message of which the channel called one part `receipt`."""
    return await tx.one(OutboxMessage, "outbox_sent_as", channel=to.channel, user_id=to.user, receipt=receipt)


async def unasked(tx: Tx, person_id: PersonId, now: datetime) -> list[OutboxMessage]:
    """What nobody asked for and what waits for its day to go to a person."""
    return await tx.all(OutboxMessage, "outbox_unasked", person_id=person_id, now=now)


async def rewrite(tx: Tx, message: OutboxMessage, reply: Reply) -> None:
    """Let a message that has not gone out say something else, on the same day."""
    await tx.do("outbox_rewrite", id=message.id, body=packed(reply))


async def last_sent(tx: Tx, to: Address) -> OutboxMessage | None:
    """The message that went out there last."""
    return await tx.one(OutboxMessage, "outbox_last_sent", channel=to.channel, user_id=to.user)


async def release(
    tx: Tx, message: OutboxMessage, reply: Reply, *, now: datetime, claimed_until: datetime | None
) -> OutboxMessage:
    """Let a held message go, as `reply`: the person has spoken, so it answers them."""
    body = packed(reply)
    values = {"body": body, "best_before": reply.best_before, "now": now, "claimed_until": claimed_until or 0}
    await _move(tx, message, MessageState.QUEUED, "outbox_release", **values)
    freed = replace(message, body=body, best_before=reply.best_before, not_before=now, state=MessageState.QUEUED)
    return replace(freed, error="", answers=True, rest=Rest.NONE)


async def readdress(tx: Tx, message: OutboxMessage, to: Address, thread: str, reply: Reply, now: datetime) -> None:
    """Send it to another address of the person instead, from its first part on."""
    values = {"channel": to.channel, "user_id": to.user, "thread": thread, "body": packed(reply), "now": now}
    await _move(tx, message, MessageState.QUEUED, "outbox_readdress", **values)


async def end(tx: Tx, message: OutboxMessage, state: MessageState, error: str, now: datetime) -> None:
    """Record a message's final state when it was not decided by sending it."""
    await _move(tx, message, state, "outbox_state", error=error, at=now)


async def requeue(tx: Tx, message: OutboxMessage, not_before: datetime, error: str) -> None:
    """Send a message once more that the channel first took and later failed."""
    await _move(tx, message, MessageState.QUEUED, "outbox_requeue", not_before=not_before, error=error)


async def _move(tx: Tx, message: OutboxMessage, after: MessageState, name: str, /, **values: object) -> None:
    """Change a message together with its state.

    Raises:
        ForbiddenTransition: it cannot go there from where it is.
        Overtaken: it is not in that state any more.
    """
    MESSAGE.check(message.state, after)
    if await tx.do(name, id=message.id, before=message.state, after=after, **values) != 1:
        raise Overtaken(f"message {message.id} is not {message.state} any more")


async def expire_held(tx: Tx, now: datetime, before: datetime) -> int:
    """Held messages that are worthless by now, or written before `before`, wait no longer; how many."""
    held, expired = MessageState.HELD, MessageState.EXPIRED
    MESSAGE.check(held, expired)
    return await tx.do("outbox_held_over", now=now, written_before=before, before=held, after=expired)


async def lately(tx: Tx, channel: str, since: datetime) -> list[tuple[str, datetime]]:
    """To whom and when something went out on a channel since then, once for each part."""
    rows = await tx.rows("outbox_lately", channel=channel, since=since)
    return [(str(row["user_id"]), instant(row["done_at"])) for row in rows for _ in range(row["parts"])]


async def said_after(tx: Tx, to: Address, since: datetime) -> int:
    """How many messages went out there after `since`, each part counted."""
    return int(await tx.value("outbox_said_after", channel=to.channel, user_id=to.user, since=since) or 0)


async def forget(tx: Tx, before: datetime) -> None:
    await tx.do("outbox_forget", before=before)
