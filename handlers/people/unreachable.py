"""When a person cannot be reached any more: their other address, else whoever looks after them hears what was to be said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from messages.reply import Reply
from storage.core.tx import Tx
from storage.delivery import conversations, outbox
from storage.delivery.outbox import OutboxMessage
from storage.people import people
from storage.shops import shops
from texts import speaker


async def unreachable(tx: Tx, message: OutboxMessage, now: datetime) -> Sequence[OutboxMessage]:
    """Send a message on: to the person's next address, else to the member linked to their shop, else to a manager."""
    if message.person_id is None:
        return []
    ways = await conversations.reaches(tx, message.person_id)
    plain = replace(message.reply, replace="", buttons=(), pick=None)
    if ways:
        sent = await outbox.add(
            tx,
            ways[0].address,
            plain,
            key=f"{message.key}/next",
            now=now,
            person_id=message.person_id,
            thread=ways[0].thread,
            rest=message.rest,
        )
        return [sent] if sent else []
    keepers = await _keepers(tx, message.person_id)
    return [written for keeper in keepers if (written := await _pass_on(tx, message, keeper, now))]


async def _keepers(tx: Tx, person_id: int) -> list[int]:
    linked = [await shops.link(tx, shop.id) for shop in await shops.held_by(tx, person_id)]
    members = {link.member_id for link in linked if link} - {person_id}
    return sorted(members) or [m.id for m in await people.with_role(tx, "manager") if m.id != person_id]


async def _pass_on(tx: Tx, message: OutboxMessage, keeper: int, now: datetime) -> OutboxMessage | None:
    ways = await conversations.reaches(tx, keeper)
    if not ways:
        return None
    gone = await people.person(tx, message.person_id) if message.person_id else None
    keeper_language = (await people.person(tx, keeper)).language
    say = speaker(keeper_language)
    reply = Reply(say("engine.pass_on", name=gone.name if gone else "", text=message.reply.text))
    key = f"{message.key}/to {keeper}"
    to, thread = ways[0].address, ways[0].thread
    return await outbox.add(tx, to, reply, key=key, now=now, person_id=keeper, thread=thread, rest=message.rest)
