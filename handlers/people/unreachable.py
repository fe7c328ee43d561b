"""Messages to a person who cannot be reached: sent to their other address, else their shop's keeper is told the content."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot import windows
from bot.windows import LimitsOf
from messages.reply import Reply
from programme.ids import PersonId
from storage.core.tx import Tx
from storage.delivery import conversations, outbox
from storage.delivery.outbox import OutboxMessage
from storage.people import people
from storage.shops import shops
from texts import speaker


async def unreachable(tx: Tx, message: OutboxMessage, limits_of: LimitsOf, now: datetime) -> Sequence[OutboxMessage]:
    """Send a message on, with its choices, to the person's next address; addresses with an open window come first.

    Without any, it goes to the member linked to their shop, else to a manager.
    """
    if message.person_id is None:
        return []
    ways = await conversations.reaches(tx, message.person_id)
    if ways:
        way = windows.best(ways, limits_of, now)
        sent = await outbox.add(
            tx,
            way.address,
            await windows.asked_anew(tx, message, way.address, now),
            key=f"{message.key}/next",
            now=now,
            person_id=message.person_id,
            thread=way.thread,
            rest=message.rest,
        )
        return [sent] if sent else []
    keepers = await _keepers(tx, message.person_id)
    return [written for keeper in keepers if (written := await _pass_on(tx, message, keeper, limits_of, now))]


async def _keepers(tx: Tx, person_id: PersonId) -> list[PersonId]:
    linked = [await shops.link(tx, shop.id) for shop in await shops.held_by(tx, person_id)]
    members = {link.member_id for link in linked if link} - {person_id}
    return sorted(members) or [m.id for m in await people.with_role(tx, "manager") if m.id != person_id]


async def _pass_on(
    tx: Tx, message: OutboxMessage, keeper: PersonId, limits_of: LimitsOf, now: datetime
) -> OutboxMessage | None:
    ways = await conversations.reaches(tx, keeper)
    if not ways:
        return None
    gone = await people.person(tx, message.person_id) if message.person_id else None
    keeper_language = (await people.person(tx, keeper)).language
    say = speaker(keeper_language)
    reply = Reply(say("engine.pass_on", name=gone.name if gone else "", text=message.reply.text))
    key = f"{message.key}/to {keeper}"
    way = windows.best(ways, limits_of, now)
    to, thread = way.address, way.thread
    return await outbox.add(tx, to, reply, key=key, now=now, person_id=keeper, thread=thread, rest=message.rest)
