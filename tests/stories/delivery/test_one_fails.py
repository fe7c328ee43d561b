"""Of messages that are taken together one may fail: it leaves nothing behind, and the others happen once, in their order."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from bot.book import Book
from bot.engine import Engine
from bot.flow import Flow, Turn
from bot.turns import Turns
from messages.address import Address
from messages.incoming import Incoming
from programme.roles import Action
from storage.core.tx import Tx
from storage.delivery import inbox
from storage.people import people
from tests.town import Town

flow = Flow("breakage")


@flow.on("坏|好", Action.READ_HELP)
async def said(turn: Turn) -> None:
    """Writes something first: 坏 leaves none of it behind."""
    await people.add(turn.tx, name=f"{turn.incoming.sender.user} {turn.text}", now=turn.now)
    turn.reply(f"{turn.incoming.sender.user}：{turn.text}")
    if turn.text == "坏":
        raise RuntimeError("a defect")


@pytest.mark.parametrize("lanes", [1, 4])
async def test_one_that_fails_rolls_back_alone(town: Town, lanes: int) -> None:
    told: list[str] = []
    turns = Turns(Book([flow]), town.world, town.zone)
    engine = Engine(
        town.database, turns, town.clock, hand=lambda some: told.extend(m.reply.text for m in some), lanes=lanes
    )
    running = asyncio.create_task(engine.run())
    try:
        words = [("li", "好"), ("wang", "坏"), ("wang", "好"), ("chen", "好")]
        said_now = [
            Incoming(f"k:{n}", Address(town.shape, user), town.clock(), text=text)
            for n, (user, text) in enumerate(words)
        ]
        await asyncio.wait_for(asyncio.gather(*map(engine.receive, said_now)), 30)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    async def left(tx: Tx) -> tuple[list[str], list[str]]:
        names = [str(row["name"]) for row in await tx.rows("people_names")]
        return names, [parked.key for parked in await inbox.parked(tx)]

    names, parked = await town.database.read(left)
    assert sorted(names) == ["chen 好", "li 好", "wang 好"]
    assert parked == ["k:1"]
    assert Counter(told)["li：好"] == Counter(told)["chen：好"] == Counter(told)["wang：好"] == 1
    assert "wang：坏" not in told
    sorry = next(n for n, text in enumerate(told) if "已经转给工作人员" in text)
    assert sorry < told.index("wang：好"), "what the same person said next waits until it is parked"
