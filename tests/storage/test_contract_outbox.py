"""Letters are claimed by one process, a person's never by two at once, and a dead process's claims run out."""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bot.clock import wall_clock
from bot.outbox import Sender
from messages.address import Address
from messages.channel import Health
from messages.limits import Limits
from messages.reply import Receipt, Reply
from programme.delivery.message_state import MessageState
from storage.core.tx import Database, Tx
from storage.delivery import outbox
from storage.delivery.outbox import OutboxMessage, Outcome
from tests.databases import open_database
from tests.waiting import until

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)


async def write(
    database: Database, key: str, user: str = "li", *, urgent: bool = False, mine: bool = False
) -> OutboxMessage | None:
    reply = Reply(key, urgent=urgent)
    claim = LATER if mine else None
    to = Address("telegram", user)
    return await database.write(lambda tx: outbox.add(tx, to, reply, key=key, now=NOW, claimed_until=claim))


async def claim(database: Database, *, now: datetime = NOW, most: int = 10) -> list[str]:
    until = now + timedelta(minutes=1)
    messages = await database.write(
        lambda tx: outbox.claim(tx, "telegram", now, until, most), alone=["outbox of telegram"]
    )
    return [message.key for message in messages]


async def test_urgent_first_then_in_the_order_written(database: Database) -> None:
    for key in ("a", "b", "c", "d"):
        await write(database, key, key, urgent=key in "cd")
    assert await claim(database, most=3) == ["c", "d", "a"]
    assert await claim(database) == ["b"]
    assert await claim(database) == []


async def test_a_key_is_written_once(database: Database) -> None:
    first = await write(database, "k")
    assert first is not None
    assert await write(database, "k") is None
    assert await claim(database) == ["k"]


async def test_what_is_not_due_waits(database: Database) -> None:
    async def tomorrow(tx: Tx) -> None:
        to, at = Address("telegram", "li"), NOW + timedelta(days=1)
        await outbox.add(tx, to, Reply("later"), key="later", now=NOW, not_before=at)

    await database.write(tomorrow)
    assert await claim(database) == []
    assert not await database.read(lambda tx: outbox.any_due(tx, "telegram", NOW))
    assert await claim(database, now=NOW + timedelta(days=1)) == ["later"]


async def test_a_claim_runs_out_when_its_process_is_gone(database_url: str) -> None:
    dead, other = await open_database(database_url), await open_database(database_url)
    await write(dead, "a")
    await write(dead, "b", "wang", mine=True)
    assert await claim(dead) == ["a"]
    await dead.close()
    assert await claim(other) == []
    assert await claim(other, now=LATER) == ["a", "b"]
    await other.close()


async def test_what_goes_again_goes_at_its_time(database: Database) -> None:
    message = await write(database, "a")
    assert message is not None
    await claim(database)
    again = Outcome(message.id, MessageState.QUEUED, 1, error="busy", not_before=LATER)
    await database.write(lambda tx: outbox.settle(tx, [again], NOW))
    assert await claim(database) == []
    assert await claim(database, now=LATER) == ["a"]
    sent = Outcome(message.id, MessageState.SENT, 2, "77")
    await database.write(lambda tx: outbox.settle(tx, [sent], LATER))
    assert await claim(database, now=LATER + timedelta(hours=1)) == []


async def test_a_person_with_a_letter_elsewhere_is_left_out(postgres_url: str) -> None:
    mine, theirs = await open_database(postgres_url), await open_database(postgres_url)
    first = await write(mine, "first")
    assert first is not None
    assert await claim(theirs) == ["first"]
    await write(mine, "second")
    await write(mine, "for wang", "wang")
    assert await claim(mine) == ["for wang"], "what li is to hear second waits for the first"
    assert await claim(theirs) == ["second"], "the process that has the first may have the second too"
    await mine.close()
    await theirs.close()


async def test_a_fresh_letter_is_not_kept_while_an_earlier_one_is_elsewhere(postgres_url: str) -> None:
    mine, theirs = await open_database(postgres_url), await open_database(postgres_url)
    assert await write(mine, "first", mine=True) is not None
    assert await write(mine, "mine too", mine=True) is not None
    assert await write(theirs, "third", mine=True) is None, "the other process has messages for li under way"
    assert await write(theirs, "for wang", "wang", mine=True) is not None
    assert await claim(theirs) == []
    assert await claim(mine) == ["third"]
    await mine.close()
    await theirs.close()


async def test_a_letter_that_waits_unclaimed_goes_before_a_fresh_one(postgres_url: str) -> None:
    database = await open_database(postgres_url)
    await write(database, "first")
    assert await write(database, "second", mine=True) is None
    assert await claim(database) == ["first", "second"]
    await database.close()


class Street:
    """A channel that several processes speak through: it notices two voices at once in one person's ear."""

    name = "telegram"
    limits = Limits(per_second=1e6, per_person=1e6)
    health = Health()

    def __init__(self) -> None:
        self.heard: dict[str, list[int]] = defaultdict(list)
        self.talking: set[str] = set()
        self.overlaps = 0
        self._random = random.Random(7)

    async def send(self, to: Address, reply: Reply, *, thread: str = "", key: str = "", ticket: str = "") -> Receipt:
        self.overlaps += to.user in self.talking
        self.talking.add(to.user)
        await asyncio.sleep(self._random.uniform(0, 0.06))
        self.talking.discard(to.user)
        self.heard[to.user].append(int(reply.text))
        return Receipt()


async def _nobody(*_: object) -> Sequence[OutboxMessage]:
    return []


async def test_two_senders_share_the_street(postgres_url: str) -> None:
    """400 messages to 20 people, written while two processes send: each heard once, in order, one at a time."""
    databases = [await open_database(postgres_url) for _ in range(2)]
    street = Street()
    senders = [Sender(d, street, wall_clock, _nobody) for d in databases]  # type: ignore[arg-type]
    running = [asyncio.create_task(sender.run()) for sender in senders]
    for number in range(400):
        which = number // 7 % 2

        async def add(tx: Tx, number: int = number) -> list[OutboxMessage]:
            now = wall_clock()
            to = Address("telegram", f"u{number % 20}")
            message = await outbox.add(
                tx, to, Reply(str(number)), key=f"k{number}", now=now, claimed_until=now + timedelta(seconds=60)
            )
            return [message] if message else []

        senders[which].hand(await databases[which].write(add))
    await until(lambda: sum(map(len, street.heard.values())) == 400)
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    assert {user: heard for user, heard in street.heard.items() if heard != sorted(heard)} == {}
    assert sorted(n for heard in street.heard.values() for n in heard) == list(range(400))
    assert street.overlaps == 0
    for database in databases:
        await database.close()
