"""What a channel had taken and says later did not arrive: it waits, goes once more, or ends in a state of its own."""

from __future__ import annotations

import pytest

from messages.incoming import Failure, Incoming, Kind
from programme.delivery.message_state import MessageState
from tests.player import Player
from tests.town import Town

pytestmark = pytest.mark.parametrize("shape", ["telegram"])


async def states(town: Town) -> list[str]:
    rows = await town.database.read(lambda tx: tx.rows("outbox_export"))
    return [row["state"] for row in rows]


async def one_that_failed(town: Town, why: Failure) -> Player:
    """An answer that was sent, and its late end."""
    li = await town.merchant("李记面馆")
    await li.says("帮助")
    assert await states(town) == [MessageState.SENT]
    on = str(li.screen[-1].number)
    await town.engine.receive(
        Incoming(town.next_key(), li.address, town.clock(), Kind.FAILED, text="later", choice=why, on=on)
    )
    await town.settle()
    return li


@pytest.mark.parametrize(
    ("why", "state"),
    [
        (Failure.CLOSED, MessageState.HELD),
        (Failure.REFUSED, MessageState.REFUSED),
        (Failure.AGAIN, MessageState.QUEUED),
    ],
)
async def test_what_failed_later_is_where_its_reason_puts_it(town: Town, why: Failure, state: MessageState) -> None:
    await one_that_failed(town, why)
    assert await states(town) == [state]


async def test_whoever_is_gone_is_told_nothing_more(town: Town) -> None:
    await one_that_failed(town, Failure.GONE)
    assert (await states(town))[0] == MessageState.GONE


async def test_what_was_held_too_long_is_not_said_any_more(town: Town) -> None:
    await one_that_failed(town, Failure.CLOSED)
    town.clock.forward(days=400)
    await town.job("housekeeping")
    assert (await states(town))[0] == MessageState.EXPIRED
