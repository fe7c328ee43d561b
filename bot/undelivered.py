"""Handles a message that does not arrive, whether the channel says so at once or later."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from bot import windows
from bot.windows import LimitsOf
from messages.incoming import Failure, Incoming
from programme.delivery.message_state import MessageState
from storage.core.tx import Tx
from storage.delivery import conversations, outbox
from storage.delivery.outbox import OutboxMessage

PAUSE = timedelta(minutes=1)
"""Before what failed for no known reason goes once more."""

ONCE_MORE = 2
"""Tries after which it is left."""

Unreachable = Callable[[Tx, OutboxMessage, LimitsOf, datetime], Awaitable[Sequence[OutboxMessage]]]
"""Decides what becomes of a message whose person is gone from its channel; the messages written instead."""


async def nobody_else(tx: Tx, message: OutboxMessage, limits_of: LimitsOf, now: datetime) -> Sequence[OutboxMessage]:
    """Where nobody is told of what cannot be said."""
    del tx, message, limits_of, now
    return ()


async def gone(
    tx: Tx, message: OutboxMessage, limits_of: LimitsOf, unreachable: Unreachable, now: datetime
) -> Sequence[OutboxMessage]:
    """The person cannot be reached at this address any more; the messages written instead."""
    await conversations.mark_gone(tx, message.address, now)
    return await unreachable(tx, message, limits_of, now)


async def failed(
    tx: Tx, incoming: Incoming, limits_of: LimitsOf, unreachable: Unreachable, now: datetime
) -> Sequence[OutboxMessage]:
    """Do for a message what its late failure asks for; the messages written instead of it."""
    message = await outbox.sent_as(tx, incoming.sender, incoming.on)
    if message is None:
        return []
    words = f"failed later: {incoming.text or incoming.choice}"
    match incoming.choice:
        case Failure.CLOSED:
            await windows.hold(tx, message, words, limits_of, now, said_so=True)
        case Failure.GONE:
            await outbox.end(tx, message, MessageState.GONE, words, now)
            return await gone(tx, message, limits_of, unreachable, now)
        case Failure.AGAIN if message.attempts < ONCE_MORE:
            await outbox.requeue(tx, message, now + PAUSE, words)
        case _:
            await outbox.end(tx, message, MessageState.REFUSED, words, now)
    return []
