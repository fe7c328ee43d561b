"""Many people write at once: each is answered in the order of what they said, and nobody's change is lost to another's."""

from __future__ import annotations

import asyncio

import pytest

from bot.book import Book
from bot.engine import Engine
from bot.flow import Flow, Turn
from bot.turns import Turns
from messages.address import Address
from messages.incoming import Incoming
from programme.roles import Action
from storage.delivery import conversations
from tests.town import Town

USERS, EACH = [f"u{n}" for n in range(8)], 5
flow = Flow("counting")


@flow.on(r"第\d", Action.READ_HELP)
async def said(turn: Turn) -> None:
    """Counts on one row that all of them share."""
    shared = Address(turn.incoming.sender.channel, "everybody")
    known = await conversations.conversation(turn.tx, shared)
    step = str(int(known.step) + 1 if known else 1)
    await conversations.save(turn.tx, shared, person_id=None, step=step, in_hand=None, thread="", seen_at=turn.now)
    turn.reply(f"{turn.incoming.sender.user} {turn.text}")


@pytest.mark.parametrize("lanes", [1, 4])
async def test_order_and_changes_hold_in_every_lane(town: Town, lanes: int) -> None:
    told: list[str] = []
    turns = Turns(Book([flow]), town.world, town.zone)
    engine = Engine(
        town.database, turns, town.clock, hand=lambda some: told.extend(m.reply.text for m in some), lanes=lanes
    )
    running = asyncio.create_task(engine.run())
    words = [
        Incoming(f"{user}:{n}", Address(town.shape, user), town.clock(), text=f"第{n}")
        for n in range(EACH)
        for user in USERS
    ]
    try:
        await asyncio.wait_for(asyncio.gather(*map(engine.receive, words)), 60)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    for user in USERS:
        assert [text for text in told if text.startswith(f"{user} ")] == [f"{user} 第{n}" for n in range(EACH)]
    counted = await town.database.read(lambda tx: conversations.conversation(tx, Address(town.shape, "everybody")))
    assert counted
    assert counted.step == str(len(words)) == str(engine.handled)
