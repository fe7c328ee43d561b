"""All or nothing, nobody's change lost, nothing cut off in the middle: the same promise from both databases."""

from __future__ import annotations

import asyncio
import gc
import logging
import sqlite3
from contextlib import suppress
from datetime import UTC, datetime

import asyncpg
import pytest

from messages.address import Address
from messages.errors import StorageDown
from storage.core.migrations import steps
from storage.core.tx import Database, Tx
from storage.delivery import conversations, inbox
from storage.delivery.conversations import Conversation
from storage.operations import runs
from storage.people import people
from tests.databases import Server, open_database
from tests.waiting import LONG_ENOUGH, until

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LI = Address("telegram", "li")
REFUSED = (sqlite3.IntegrityError, asyncpg.IntegrityConstraintViolationError)


async def keep(tx: Tx, step: str, who: Address = LI) -> None:
    await conversations.save(tx, who, person_id=None, step=step, in_hand=None, thread="", seen_at=NOW)


async def place_of(database: Database, who: Address = LI) -> str | None:
    found = await database.read(lambda tx: conversations.conversation(tx, who))
    return found.step if found else None


async def test_what_fails_leaves_nothing_behind(database: Database) -> None:
    async def fail(tx: Tx) -> None:
        await keep(tx, "half")
        raise KeyError("a handler's defect")

    with pytest.raises(KeyError, match="defect"):
        await database.write(fail)
    assert await place_of(database) is None
    await database.write(lambda tx: keep(tx, "whole"))
    assert await place_of(database) == "whole"


async def test_a_savepoint_rolls_back_alone(database: Database) -> None:
    async def fail(tx: Tx) -> None:
        async with tx.savepoint():
            await keep(tx, "second")
            raise KeyError

    async def batch(tx: Tx) -> None:
        await keep(tx, "first")
        with pytest.raises(KeyError):
            await fail(tx)
        async with tx.savepoint():
            await keep(tx, "third", Address("telegram", "wang"))

    await database.write(batch)
    assert await place_of(database) == "first"
    assert await place_of(database, Address("telegram", "wang")) == "third"


async def test_a_refused_statement_does_not_poison_the_batch(database: Database) -> None:
    async def batch(tx: Tx) -> None:
        await tx.rows("branch_add", name="第一支部")
        with pytest.raises(REFUSED):
            async with tx.savepoint():
                await tx.rows("branch_add", name="第一支部")
        await keep(tx, "after")

    await database.write(batch)
    assert await place_of(database) == "after"


async def test_a_row_nobody_has_is_refused(database: Database) -> None:
    with pytest.raises(REFUSED):
        await database.write(
            lambda tx: conversations.save(tx, LI, person_id=99, step="", in_hand=None, thread="", seen_at=NOW)
        )


async def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises((StorageDown, sqlite3.DatabaseError)):
        await database.read(lambda tx: keep(tx, "never"))
    assert await place_of(database) is None


async def test_a_reader_sees_one_moment(postgres_url: str) -> None:
    """What is committed meanwhile does not change under a reader's eyes; on SQLite nothing can come between."""
    database = await open_database(postgres_url)
    await database.write(lambda tx: keep(tx, "before"))

    async def twice(tx: Tx) -> list[str | None]:
        seen = [await tx.one(Conversation, "conversation", channel="telegram", user_id="li")]
        await database.write(lambda other: keep(other, "after"))
        seen.append(await tx.one(Conversation, "conversation", channel="telegram", user_id="li"))
        return [c.step if c else None for c in seen]

    assert await database.read(twice) == ["before", "before"]
    assert await place_of(database) == "after"
    await database.close()


@pytest.mark.parametrize("alone", [(), ("telegram:li",)])
async def test_no_change_is_lost_between_two_processes(database_url: str, alone: tuple[str, ...]) -> None:
    """Reading, thinking and writing back, forty times from two sides: every one of them counts."""
    mine, theirs = await open_database(database_url), await open_database(database_url)
    await mine.write(lambda tx: keep(tx, "0"))

    async def one_more(tx: Tx) -> None:
        found = await conversations.conversation(tx, LI)
        assert found is not None
        await keep(tx, str(int(found.step) + 1))

    async def ten(database: Database) -> None:
        for _ in range(10):
            await database.write(one_more, alone=alone)

    await asyncio.gather(ten(mine), ten(theirs), ten(mine), ten(theirs))
    assert await place_of(mine) == "40"
    await mine.close()
    await theirs.close()


async def test_a_key_counts_once_however_many_bring_it(database_url: str) -> None:
    mine, theirs = await open_database(database_url), await open_database(database_url)
    tries = [d.write(lambda tx: inbox.is_new(tx, "telegram:1:7", NOW)) for d in (mine, theirs) * 4]
    assert sum(await asyncio.gather(*tries)) == 1
    claims = [d.write(lambda tx: runs.claim(tx, "ratings", "2026-W48", NOW)) for d in (mine, theirs) * 4]
    assert sum(await asyncio.gather(*claims)) == 1
    await mine.close()
    await theirs.close()


async def test_those_who_lock_each_other_out_both_come_through(postgres_url: str) -> None:
    """Each holds what the other wants next: one of them is sent back and does it again."""
    mine, theirs = await open_database(postgres_url), await open_database(postgres_url)
    a, b = Address("telegram", "a"), Address("telegram", "b")
    await mine.write(lambda tx: keep(tx, "", a))
    await mine.write(lambda tx: keep(tx, "", b))
    both_hold_one = asyncio.Barrier(2)
    tries = {"mine": 0, "theirs": 0}

    async def cross(tx: Tx, name: str, first: Address, second: Address) -> None:
        tries[name] += 1
        await keep(tx, name, first)
        if tries[name] == 1:
            await both_hold_one.wait()
        await keep(tx, name, second)

    await asyncio.gather(
        mine.write(lambda tx: cross(tx, "mine", a, b)), theirs.write(lambda tx: cross(tx, "theirs", b, a))
    )
    assert await place_of(mine, a) == await place_of(mine, b)
    assert sum(tries.values()) > 2
    await mine.close()
    await theirs.close()


async def test_different_people_are_served_side_by_side(postgres_url: str) -> None:
    """Two batches are under way at the same time in one process; on SQLite there is one writer."""
    database = await open_database(postgres_url)
    both_here = asyncio.Barrier(2)

    async def meet(tx: Tx, who: Address) -> None:
        await keep(tx, "here", who)
        await asyncio.wait_for(both_here.wait(), 5)

    people_ = [Address("telegram", name) for name in ("li", "wang")]
    await asyncio.gather(*(database.write(lambda tx, p=p: meet(tx, p), alone=[str(p)]) for p in people_))  # type: ignore[misc]
    assert [await place_of(database, p) for p in people_] == ["here", "here"]
    await database.close()


async def test_a_caller_who_leaves_does_not_cut_a_change_in_two(database: Database) -> None:
    begun = asyncio.Event()
    loop = asyncio.get_running_loop()

    async def slow(tx: Tx) -> None:
        loop.call_soon_threadsafe(begun.set)
        for number in range(200):
            await keep(tx, str(number))

    asking = asyncio.create_task(database.write(slow))
    await begun.wait()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    await database.write(lambda tx: keep(tx, "last", Address("telegram", "wang")))

    async def whole() -> bool:
        return await place_of(database) == "199"

    await until(whole)


async def test_close_waits_for_what_is_under_way(database_url: str) -> None:
    database = await open_database(database_url)
    asking = asyncio.create_task(database.write(lambda tx: keep(tx, "kept")))
    await asyncio.sleep(0)
    await database.close()
    await asking
    again = await open_database(database_url)
    assert await place_of(again) == "kept"
    await again.close()


async def test_a_reader_who_leaves_gives_the_connection_back(postgres_url: str) -> None:
    database = await open_database(postgres_url)

    async def forever(tx: Tx) -> None:
        await tx.rows("branch_find", name="x")
        await asyncio.Event().wait()

    for _ in range(25):
        asking = asyncio.create_task(database.read(forever))
        await asyncio.sleep(0.002)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
    await asyncio.wait_for(database.write(lambda tx: keep(tx, "room")), LONG_ENOUGH)
    await database.close()


async def test_processes_that_start_together_make_one_schema(postgres_server: Server) -> None:
    url = await postgres_server.empty()
    opened = await asyncio.gather(*(open_database(url) for _ in range(4)))
    done = await opened[0].read(lambda tx: tx.value("migrations_done"))
    assert done == steps()[-1][0]
    await opened[3].write(lambda tx: people.add(tx, name="王芳", now=NOW))
    for database in opened:
        await database.close()
    await postgres_server.take_back(url)


async def test_whoever_is_stopped_while_reading_leaves_a_clean_connection(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """A read that was stopped while its transaction began gave the connection back within it, which asyncpg calls an error."""
    with caplog.at_level(logging.ERROR):
        for number in range(60):
            reading = asyncio.create_task(database.read(lambda tx: tx.value("migrations_done")))
            await asyncio.sleep(number * 0.00005)
            reading.cancel()
            with suppress(asyncio.CancelledError):
                await reading
        assert await database.read(lambda tx: tx.value("migrations_done"))
    assert [record.getMessage() for record in caplog.records] == []


async def test_closing_waits_for_whoever_still_reads(database_url: str) -> None:
    """A page was still being read when the bot stopped: its connection stayed open, and nobody closed it any more."""
    database = await open_database(database_url)
    reading = [asyncio.create_task(database.read(lambda tx: tx.value("migrations_done"))) for _ in range(5)]
    await asyncio.sleep(0)  # the first of them have a connection now, the others wait for one
    await database.close()
    for answer in await asyncio.wait_for(asyncio.gather(*reading, return_exceptions=True), LONG_ENOUGH):
        assert answer == len(steps()) or isinstance(answer, StorageDown), answer
    with pytest.raises(StorageDown, match="clos"):
        await database.read(lambda tx: tx.value("migrations_done"))
    gc.collect()  # a connection left open says so here
