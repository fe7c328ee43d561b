"""The reply windows of channels that limit answers in time and number: which are open, what is held, where else it can go.

A message that meets a closed window is `held`: it is not tried, and goes out after the answer to the person's next word. One
that nobody asked for goes to another open address of theirs instead, with its choices.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from messages.address import Address
from messages.errors import Overtaken
from messages.limits import SLACK, Limits, Window
from messages.reply import Reply
from programme.delivery.message_state import MessageState
from storage.core.tx import Tx
from storage.delivery import conversations, outbox, prompts
from storage.delivery.conversations import Reach
from storage.delivery.outbox import OutboxMessage

log = logging.getLogger(__name__)

LimitsOf = Callable[[str], Limits]
"""What the channel of that name can do."""


def opened_after(window: Window, now: datetime) -> datetime:
    """The last word must be newer than this for the window to be open now."""
    return now - timedelta(seconds=window.seconds - SLACK)


def most(window: Window, *, answers: bool) -> int:
    """How many messages a window takes; what nobody asked for leaves some to the conversation."""
    return window.messages if answers else window.messages - window.reserve


def is_open(way: Reach, limits: Limits, now: datetime) -> bool:
    """Whether something nobody asked for can be said there now."""
    window = limits.window
    return window is None or (way.spoke_at > opened_after(window, now) and way.said < most(window, answers=False))


def best(ways: Sequence[Reach], limits_of: LimitsOf, now: datetime) -> Reach:
    """The way used last of those that are open; where none is, the one used last."""
    return next((way for way in ways if is_open(way, limits_of(way.channel), now)), ways[0])


async def enter(tx: Tx, message: OutboxMessage, window: Window, now: datetime) -> bool:
    """Take one message's room in the window of its conversation; False when there is none."""
    room = most(window, answers=message.answers)
    return await conversations.enter(tx, message.address, since=opened_after(window, now), most=room)


async def hold(
    tx: Tx, message: OutboxMessage, words: str, limits_of: LimitsOf, now: datetime, *, said_so: bool
) -> bool:
    """Keep a message until the person's next word, or send it elsewhere; True when it went elsewhere.

    `said_so` is True when the channel itself says that its window is closed. Whatever another process has seen to meanwhile,
    because the claim on it ran out here, stays as that left it.
    """
    window = limits_of(message.channel).window
    if said_so and window:
        await conversations.shut(tx, message.address, most(window, answers=message.answers))
    try:
        if not message.answers and await move(tx, message, limits_of, now):
            return True
        await outbox.end(tx, message, MessageState.HELD, words, now)
    except Overtaken as lost:
        log.warning("%s", lost)
    return False


async def move(tx: Tx, message: OutboxMessage, limits_of: LimitsOf, now: datetime) -> bool:
    """Send it to another open address of the person, with its choices; False when there is none."""
    if message.person_id is None:
        return False
    ways = await conversations.reaches(tx, message.person_id)
    others = [w for w in ways if w.address != message.address and is_open(w, limits_of(w.channel), now)]
    if not others:
        return False
    to = others[0]
    await outbox.readdress(tx, message, to.address, to.thread, await asked_anew(tx, message, to.address, now), now)
    return True


async def asked_anew(tx: Tx, message: OutboxMessage, to: Address, now: datetime) -> Reply:
    """The message's reply for another address, where its choices are offered anew."""
    reply = replace(message.reply, replace="")
    data = reply.pick.data if reply.pick else next((b.data for b in reply.choices), "")
    name = prompts.referred(data)
    prompt = await prompts.named(tx, name, message.address) if name else None
    if prompt is None:
        return replace(reply, buttons=(), pick=None)
    await prompts.close(tx, prompt.id, now)
    offered = replace(prompt.reply(), best_before=reply.best_before)
    wire = offered.on_the_wire(str(await prompts.add(tx, to, offered, now)))
    return replace(reply, buttons=wire.buttons, pick=wire.pick)


async def release(tx: Tx, to: Address, now: datetime, claimed_until: datetime | None) -> list[OutboxMessage]:
    """Let what was held for a person go, words without choices together with the first that has some; as sent."""
    waiting = [m for m in await outbox.held(tx, to) if not (m.best_before and m.best_before <= now)]
    begun = [m for m in waiting if m.parts]
    released = [await outbox.release(tx, m, m.reply, now=now, claimed_until=claimed_until) for m in begun]
    for carrier, joined in _carried([m for m in waiting if not m.parts]):
        whole = _together(carrier, joined)
        released.append(await outbox.release(tx, carrier, whole, now=now, claimed_until=claimed_until))
        for message in joined:
            await outbox.end(tx, message, MessageState.SENT, f"said with {carrier.key}", now)
    return released


def _carried(fresh: Sequence[OutboxMessage]) -> list[tuple[OutboxMessage, list[OutboxMessage]]]:
    """Each message that goes out, with those it says as well: the first that asks takes all that only tell, else the last."""
    asking = [m for m in fresh if m.reply.buttons or m.reply.pick]
    plain = [m for m in fresh if m not in asking]
    carriers = asking or plain[-1:]
    return [(m, [p for p in plain if p is not m] if m is carriers[0] else []) for m in carriers]


def _together(carrier: OutboxMessage, before: Sequence[OutboxMessage]) -> Reply:
    own = carrier.reply
    texts = [*(m.reply.text for m in before), own.text]
    attachments = [a for m in before for a in m.reply.attachments]
    ends = [m.best_before for m in (*before, carrier)]
    until = max((end for end in ends if end), default=None) if all(ends) else None
    return replace(
        own, text="\n\n".join(t for t in texts if t), attachments=(*attachments, *own.attachments), best_before=until
    )
