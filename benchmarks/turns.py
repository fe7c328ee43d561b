"""A durable self-check through the engine, against bare sqlite3 doing the very same statements; and on PostgreSQL."""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any, NamedTuple

from benchmarks.table import Table
from bot.book import Book
from bot.dialogue import prepare
from bot.engine import Engine
from bot.flow import World
from bot.turns import Turns
from messages.address import Address
from messages.incoming import Incoming
from messages.limits import Limits
from programme.rules import Rules
from storage.core import sqlite
from storage.core.sqlite import open_sqlite
from storage.core.tx import Database, Tx
from storage.delivery import conversations
from storage.people import people
from storage.shops import shops
from tests.databases import open_database, running_server
from tests.town import MONDAY, ZONE, StoppedClock, found_flows

BATCHES = {1: 300, 8: 1600, 64: 6400}
"""Self-checks in all by how many wait together."""
WORKERS = (1, 2, 4)
EACH = 2000
ROUNDS = 3
SMALLEST = {"BATCHES": {8: 16}, "WORKERS": (1,), "EACH": 20, "ROUNDS": 1}
"""What a test starts it with."""


def run() -> Table:
    rows = [on_sqlite(batch, many) for batch, many in BATCHES.items()]
    rows += on_postgres() if WORKERS else []
    words = (
        "A turn: dedup, conversation, prompts, the self-check, its answer in the outbox; `synchronous=FULL`. "
        "The floor replays the recorded statements with their values through bare sqlite3, with as many turns "
        "in a commit. Aim: ≤ 3.3× at 64; on PostgreSQL (fsync on) it should grow with the workers until the "
        "server or the two cores are the limit."
    )
    return Table(
        "A durable turn",
        ("database", "together", "ours", "floor or one worker", "ratio", "CPU, ours / floor"),
        rows,
        words,
    )


def on_sqlite(batch: int, many: int) -> tuple[object, ...]:
    ours: list[Spent] = []
    bare: list[Spent] = []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            asyncio.run(_street(folder / "morning.db", batch))
            shutil.copyfile(folder / "morning.db", folder / "bare.db")
            spent, log = asyncio.run(_through_the_engine(folder / "morning.db", batch, many))
            ours.append(spent)
            bare.append(_bare(folder / "bare.db", log))
    mine, floor = (median(s.wall for s in found) / many * 1e6 for found in (ours, bare))
    cpu, floor_cpu = (median(s.cpu for s in found) / many * 1e6 for found in (ours, bare))
    together = f"{cpu:.0f} / {floor_cpu:.0f} µs"
    return "SQLite", batch, f"{mine:.0f} µs", f"{floor:.0f} µs", f"{mine / floor:.1f}×", together


async def _street(path: Path, many: int) -> None:
    database = await open_sqlite(path)
    await database.write(lambda tx: settle_in(tx, range(many)))
    await database.close()


async def settle_in(tx: Tx, numbers: Sequence[int]) -> None:
    grid = await shops.grid(tx, "西津路")
    for n in numbers:
        shop = await shops.add(
            tx, name=f"店{n}", door=f"{n}号", street="西津路", walk=f"{n:06d}", grid_id=grid, now=MONDAY
        )
        person = await people.add(tx, name=f"u{n}", now=MONDAY)
        await shops.hold(tx, shop, person, MONDAY)
        to = Address("telegram", f"u{n}")
        await conversations.save(tx, to, person_id=person, step="", in_hand=None, thread="", seen_at=MONDAY)


def engine_on(database: Database, clock: StoppedClock) -> Engine:
    world = World(Rules(), "zh", lambda _: Limits())
    turns = Turns(Book(found_flows()), world, ZONE)
    return Engine(database, turns, clock, hand=lambda _: None, lanes=database.lanes)


class Spent(NamedTuple):
    """Seconds by the clock, and of the processor: on a machine that others use, only the second says something."""

    wall: float
    cpu: float


class Watch:
    """Both at once."""

    def __init__(self) -> None:
        self._wall, self._cpu = perf_counter(), process_time()

    def spent(self) -> Spent:
        return Spent(perf_counter() - self._wall, process_time() - self._cpu)


async def _through_the_engine(path: Path, batch: int, many: int) -> tuple[Spent, list[list[tuple[str, Any]]]]:
    """What all self-checks took, and the statements of each commit."""
    database, clock = await open_sqlite(path), StoppedClock(MONDAY)
    engine = engine_on(database, clock)
    task = asyncio.create_task(engine.run())
    watch = Watch()
    await _play(engine, clock, batch, many, "timed")
    spent = watch.spent()
    await database.close()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return spent, await _recorded(path, batch, many)


async def _play(engine: Engine, clock: StoppedClock, batch: int, many: int, name: str) -> None:
    for turn in range(many // batch):
        clock.forward(seconds=1)
        said = [
            Incoming(f"{name}:{turn}:{n}", Address("telegram", f"u{n}"), clock.now + timedelta(0), text="好")
            for n in range(batch)
        ]
        await asyncio.gather(*map(engine.receive, said))


async def _recorded(path: Path, batch: int, many: int) -> list[list[tuple[str, Any]]]:
    """Play it once more on a fresh copy, writing down every statement."""
    copy = path.with_name("recorded.db")
    shutil.copyfile(path.with_name("bare.db"), copy)
    database, clock, log = await open_sqlite(copy), StoppedClock(MONDAY), []  # type: ignore[var-annotated]
    fetch, execute, write = sqlite.SqliteTx._fetch, sqlite.SqliteTx._execute, database.write

    async def noted_fetch(self: Any, statement: Any, values: Any) -> Any:
        log[-1].append((statement.sql, values))
        return await fetch(self, statement, values)

    async def noted_execute(self: Any, statement: Any, values: Any) -> Any:
        log[-1].append((statement.sql, values))
        return await execute(self, statement, values)

    async def noted_write(work: Any, **more: Any) -> Any:
        log.append([])
        return await write(work, **more)

    sqlite.SqliteTx._fetch, sqlite.SqliteTx._execute = noted_fetch, noted_execute  # type: ignore[method-assign]
    database.write = noted_write  # type: ignore[method-assign]
    engine = engine_on(database, clock)
    task = asyncio.create_task(engine.run())
    try:
        await _play(engine, clock, batch, many, "timed")
    finally:
        sqlite.SqliteTx._fetch, sqlite.SqliteTx._execute = fetch, execute  # type: ignore[method-assign]
        await database.close()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    return log


def _bare(path: Path, log: list[list[tuple[str, Any]]]) -> Spent:
    connection = sqlite3.connect(path, isolation_level=None, cached_statements=512)
    for pragma in sqlite._WRITER_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    watch = Watch()
    for commit in log:
        connection.execute("BEGIN IMMEDIATE")
        for sql, values in commit:
            connection.execute(sql, values).fetchall()
        connection.execute("COMMIT")
    spent = watch.spent()
    connection.close()
    return spent


def on_postgres() -> list[tuple[object, ...]]:
    """Turns a second of so many worker processes, 64 people waiting at each."""
    found: dict[int, float] = {}
    with running_server() as server:
        asyncio.run(server.admin("ALTER SYSTEM SET fsync = on"))
        server.stop()
        server.start()
        for workers in WORKERS:
            url = asyncio.run(server.empty())
            asyncio.run(_fill(url, workers))
            command = [sys.executable, "-m", "benchmarks.turns", url]
            started = [
                subprocess.Popen(
                    [*command, str(n), str(EACH)], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
                )
                for n in range(workers)
            ]
            for worker in started:
                assert worker.stdout
                worker.stdout.readline()
            seconds = [json.loads(worker.communicate("go\n")[0]) for worker in started]
            found[workers] = workers * -(-EACH // 64) * 64 / max(seconds)
    one = found[min(found)]
    return [
        (f"PostgreSQL, {n} workers", 64, f"{rate:.0f}/s", f"{one:.0f}/s", f"{rate / one:.2f}×", "")
        for n, rate in found.items()
    ]


async def _fill(url: str, workers: int) -> None:
    database = await open_database(url)
    await database.write(lambda tx: settle_in(tx, range(64 * workers)))
    await database.close()


async def _worker(url: str, number: int, each: int) -> None:
    database, clock = await open_database(url), StoppedClock(MONDAY)
    engine = engine_on(database, clock)
    task = asyncio.create_task(engine.run())
    prepare(Rules())  # as the bot does once it listens: no turn is to be charged with it
    print("ready", flush=True)
    sys.stdin.readline()
    began = perf_counter()
    for turn in range(-(-each // 64)):
        said = [
            Incoming(f"{number}:{turn}:{n}", Address("telegram", f"u{64 * number + n}"), clock.now, text="好")
            for n in range(64)
        ]
        await asyncio.gather(*map(engine.receive, said))
    print(json.dumps(perf_counter() - began))
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await database.close()


if __name__ == "__main__":
    asyncio.run(_worker(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
