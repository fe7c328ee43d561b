"""The stars of a whole town told on a Sunday evening, while its merchants go on reporting: the job as it runs, in one process.

Every merchant holds one shop that was rated in each of the last twelve weeks, so that everybody gets a picture: those at five
stars a card, the others their weeks. Meanwhile self-checks come at a fixed pace through the real engine; each counts from the
moment it was due, so that a loop that is held up is seen.
"""

from __future__ import annotations

import asyncio
import gc
import json
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import NamedTuple

from app.app import App
from app.demo.sample_clock import RunningOn
from app.settings import Settings
from benchmarks import ratings_town
from benchmarks.ratings import together
from benchmarks.ratings_worker import peak
from benchmarks.table import Table
from messages.address import Address
from messages.incoming import Incoming
from programme.calendar import week_of
from programme.ids import PersonId
from programme.rules import Rules
from storage.core.sqlite import SqliteDatabase, open_sqlite
from storage.core.tx import Tx
from storage.delivery import conversations

SHOPS = 10_000
STREET = 500
"""Shops of the street that is copied to so many."""
EVERY = 0.1
"""Seconds between two self-checks."""
FIVES = 23
"""Of a hundred shops so many stand at five stars."""
WEEKS = 12
SMALLEST = {"SHOPS": 60, "STREET": 30}
DAY = ratings_town.EASY_SUNDAY


class Told(NamedTuple):
    """One evening: seconds by the clock, of the bot's processor time and of those who draw, what was written and drawn, the
    peak of the bot's memory in MB, and how many milliseconds each self-check took, shortest first."""

    seconds: float
    cpu: float
    drawing: float
    messages: int
    pictures: int
    memory: float
    turns: list[float]

    def turn(self, share: float) -> float:
        return self.turns[min(int(share * len(self.turns)), len(self.turns) - 1)]


def run() -> Table:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        made_town(path / "town.db")
        shutil.copyfile(path / "town.db", path / "again.db")
        rows = [
            _row(what, _alone(path / town, path / "data"))
            for what, town in (("all pictures drawn", "town.db"), ("again, every picture there", "again.db"))
        ]
    head = (
        "star news",
        "written",
        "whole job",
        "CPU, bot and drawing",
        "memory",
        "turns meanwhile",
        "p50, p99, slowest",
    )
    words = (
        f"{SHOPS:,} merchants on SQLite, one shop each, without a channel; meanwhile a self-check every {EVERY:g} s, counted "
        "from when it was due to its commit. Memory: the bot's own. Aims for 10,000: ≤ 180 s on two cores, turns < 300 ms."
    )
    return Table("Star news for a town", head, rows, words)


def _row(what: str, told: Told) -> tuple[str, ...]:
    return (
        what,
        f"{told.messages:,} messages, {told.pictures:,} pictures",
        f"{told.seconds:.1f} s",
        f"{told.cpu:.1f} and {told.drawing:.1f} s",
        f"{told.memory:.0f} MB",
        f"{len(told.turns):,}",
        f"{told.turn(0.5):.0f}, {told.turn(0.99):.0f}, {told.turn(1):.0f} ms",
    )


def _alone(town: Path, folder: Path) -> Told:
    """In a process of its own: this one has made the town."""
    command = [sys.executable, "-m", "benchmarks.star_news", town, folder, SHOPS, EVERY]
    told = subprocess.run([str(word) for word in command], check=True, stdout=subprocess.PIPE, text=True).stdout
    return Told(**json.loads(told.splitlines()[-1]))


def made_town(path: Path) -> None:
    """A rated town whose merchants can be written to."""
    ratings_town.easy(path.with_name("street.db"), min(STREET, SHOPS))
    ratings_town.multiplied(path.with_name("street.db"), path, SHOPS)
    together(f"sqlite:///{path}", DAY.isoformat(), 1)
    since = int(datetime.combine(DAY - timedelta(days=300), time(9), UTC).timestamp() * 1000)
    with closing(sqlite3.connect(path)) as db, db:
        [run_id] = db.execute("SELECT max(id) FROM rating_runs").fetchone()
        star = f"CASE WHEN (shop_id + :week) % 100 < {FIVES} THEN 5 ELSE 2 + (shop_id + :week) % 3 END"
        db.execute(f"UPDATE ratings SET shown = {star.replace(':week', '0')} WHERE run_id = ?", (run_id,))
        for week in range(1, WEEKS):
            run = {"run": run_id, "week": week, "id": run_id + week, "period": week_of(DAY - timedelta(weeks=week))}
            _like(db, "rating_runs", {"id": ":id", "period": ":period", "version": "1"}, "id = :run", run)
            _like(db, "ratings", {"run_id": ":id", "shown": star}, "run_id = :run", run)
        db.execute(f"INSERT INTO people (id, name, created_at) SELECT id + 1, '主' || id, {since} FROM shops")
        db.execute(
            "INSERT INTO holdings (tenure_id, shop_id, person_id, since) "
            "SELECT t.id, t.shop_id, t.shop_id + 1, t.since FROM tenures t"
        )
        db.execute("ANALYZE")
        people = [int(row[0]) for row in db.execute("SELECT person_id FROM holdings ORDER BY person_id")]
    asyncio.run(_reachable(path, people))


def _like(db: sqlite3.Connection, table: str, other: dict[str, str], where: str, values: dict[str, object]) -> None:
    """The rows of `where` once more, with `other` in some columns."""
    names = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
    picked = ", ".join(other.get(name, name) for name in names)
    db.execute(f"INSERT INTO {table} ({', '.join(names)}) SELECT {picked} FROM {table} WHERE {where}", values)


async def _reachable(path: Path, people: Sequence[int]) -> None:
    """Everybody has said a word, so that they can be written to and report."""

    async def write(tx: Tx) -> None:
        seen = datetime.combine(DAY, time(8), UTC)
        for number, one in enumerate(people):
            to, person = Address("telegram", f"u{number}"), PersonId(one)
            await conversations.save(tx, to, person_id=person, step="", in_hand=None, thread="", seen_at=seen)

    database = await open_sqlite(path)
    try:
        await database.write(write)
    finally:
        await database.close()  # its threads would keep a failed process for ever


async def evening(town: Path, folder: Path, shops: int, every: float) -> Told:
    """The job at half past six, and self-checks until it has ended."""
    database = await open_sqlite(town)
    try:
        told = await _evening(database, town, folder, shops, every)
    finally:
        await database.close()
    with closing(sqlite3.connect(town)) as db:
        [messages] = db.execute("SELECT count(*) FROM outbox WHERE key LIKE 'unasked:%'").fetchone()
    pictures = await asyncio.to_thread(lambda: sum(1 for _ in folder.rglob("*.png")))
    return told._replace(messages=messages, pictures=pictures)


async def _evening(database: SqliteDatabase, town: Path, folder: Path, shops: int, every: float) -> Told:
    settings = Settings(_env_file=None, database_url=f"sqlite:///{town}", data_dir=folder)  # type: ignore[call-arg]
    start = datetime.combine(DAY, time(18, 30, 1), settings.zone)
    app = App(settings, Rules(), database, clock=RunningOn(start), parts=("web",))
    engine = asyncio.create_task(app.engine.run())
    for n in range(20):  # what is imported or compiled at a first message is no part of it
        await app.receive(_check(f"first:{n}", shops - 1 - n, start))
    gc.freeze()  # as `run` does
    turns = asyncio.create_task(_turns(app, shops, every))
    began, cpu, drawing = perf_counter(), process_time(), _of_children()
    await app.hours.catch_up("star-news")
    seconds, cpu, drawing = perf_counter() - began, process_time() - cpu, _of_children() - drawing
    turns.cancel()
    took = await turns
    engine.cancel()
    await asyncio.gather(engine, return_exceptions=True)
    await app.stop()
    return Told(seconds, cpu, drawing, 0, 0, peak(), sorted(took))


async def _turns(app: App, shops: int, every: float) -> list[float]:
    """Milliseconds from when each self-check was due; one after another is due every so often, whatever became of the last."""
    took: list[float] = []
    under_way: set[asyncio.Task[None]] = set()
    began, number = perf_counter(), 0

    async def one(due: float) -> None:
        await app.receive(_check(f"meanwhile:{number}", number % shops, app.clock()))
        took.append((perf_counter() - due) * 1000)

    try:
        while True:
            due = began + number * every
            await asyncio.sleep(max(due - perf_counter(), 0))
            number += 1
            task = asyncio.create_task(one(due))
            under_way.add(task)
            task.add_done_callback(under_way.discard)
    except asyncio.CancelledError:
        await asyncio.gather(*under_way)
        return took


def _check(key: str, shop: int, now: datetime) -> Incoming:
    return Incoming(key, Address("telegram", f"u{shop}"), now, text="好")


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    asked = sys.argv[1:]
    print(json.dumps(asyncio.run(evening(Path(asked[0]), Path(asked[1]), int(asked[2]), float(asked[3])))._asdict()))
