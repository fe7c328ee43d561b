"""What happens to messages that have to wait: they come back by themselves, in their order, and from one process only."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot import outbox as module
from bot.outbox import Sender
from bot.turns import CLAIM
from messages.address import Address
from messages.errors import Gone, Misconfigured, SendError, TryLater, Unsure
from messages.reply import Reply
from programme.delivery.message_state import MessageState
from storage.core.tx import Database
from storage.delivery import outbox
from storage.delivery.outbox import OutboxMessage
from tests.town import MONDAY, SHAPES, ListChannel, StoppedClock
from tests.waiting import until

LI = Address("telegram", "li")


async def _nobody(*_: object) -> list[OutboxMessage]:
    return []


class Post:
    """A sender that runs, and a street that hears it."""

    def __init__(self, database: Database) -> None:
        self.database, self.clock = database, StoppedClock(MONDAY)
        self.street = ListChannel("telegram", SHAPES["telegram"])
        self.sender = Sender(database, self.street, self.clock, _nobody)

    async def write(self, words: str, *, hand: bool = True) -> OutboxMessage:
        """Write a message that some process has claimed; with `hand`, that process is this sender.

        Unclaimed, the sender that runs beside the test would find it by itself between any two lines of a test.
        """
        reply, until = Reply(words, urgent=True), self.clock() + CLAIM
        message = await self.database.write(
            lambda tx: outbox.add(tx, LI, reply, key=words, now=self.clock(), claimed_until=until)
        )
        assert message is not None
        if hand:
            self.sender.hand([message])
        return message

    @property
    def heard(self) -> list[str]:
        return [reply.text for _, reply in self.street.sent]


@pytest.fixture
async def post(database: Database, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Post]:
    monkeypatch.setattr(module, "LOOK_AROUND", 0.05)
    monkeypatch.setattr(module, "SHORT_WAIT", 0.1)
    monkeypatch.setattr(module, "STANDSTILL", 0.3)
    made = Post(database)
    running = asyncio.create_task(made.sender.run())
    yield made
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_a_channel_that_was_refused_tries_again_by_itself(post: Post) -> None:
    """Once the messages were back in the outbox nothing ever woke it: a mended token wanted a restart."""
    post.street.refuses["li"] = Misconfigured("the token is not accepted")
    await post.write("好")
    await until(lambda: post.sender.paused != "")
    await asyncio.sleep(0.1)
    post.street.refuses.clear()
    post.clock.forward(seconds=1)
    await until(lambda: post.heard == ["好"])
    assert post.sender.paused == ""


async def test_what_was_said_first_is_heard_first_however_long_it_had_to_wait(post: Post) -> None:
    """After a wait longer than twenty seconds the newer message overtook the older one."""
    post.street.refuses["li"] = TryLater(0.3)
    await post.write("first")
    await asyncio.sleep(0.1)
    post.street.refuses.clear()
    await post.write("second")
    post.clock.forward(seconds=1)
    await until(lambda: len(post.heard) == 2)
    assert post.heard == ["first", "second"]


async def test_a_message_whose_claim_ran_out_is_left_to_whoever_has_it_now(post: Post) -> None:
    """Two senders: what waited a minute in the memory of one was claimed by the other, and both sent it."""
    message = await post.write("好", hand=False)
    await post.database.write(
        lambda tx: outbox.settle(tx, [outbox.Outcome(message.id, MessageState.SENT, 1)], post.clock())
    )
    post.sender.hand([message])
    post.sender._mine[message.id] -= CLAIM.total_seconds()
    await until(lambda: message.id not in post.sender._mine)
    assert post.heard == []


async def test_a_message_that_waited_long_and_is_still_ours_goes(post: Post) -> None:
    message = await post.write("好", hand=False)
    post.sender.hand([message])
    post.sender._mine[message.id] -= timedelta(minutes=2).total_seconds()
    await until(lambda: post.heard == ["好"])


@pytest.mark.parametrize(
    ("error", "state"), [(Gone("blocked"), MessageState.GONE), (Unsure("no answer"), MessageState.UNSURE)]
)
async def test_what_cannot_go_out_ends_in_its_own_state(
    post: Post, monkeypatch: pytest.MonkeyPatch, error: SendError, state: MessageState
) -> None:
    """Nobody is there any more; or it has perhaps arrived, and one try more was as unsure."""
    monkeypatch.setattr(module, "FIRST_PAUSE", 0.05)
    post.street.refuses["li"] = error
    await post.write("好")

    async def ended() -> str:
        [row] = await post.database.read(lambda tx: tx.rows("outbox_export"))
        return str(row["state"]) if row["state"] != MessageState.QUEUED else ""

    assert await until(ended) == state
