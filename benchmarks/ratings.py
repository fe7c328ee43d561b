"""A whole rating run: the town that was lived in and the easy one, on SQLite and PostgreSQL, with one worker and with two.

The lived town is a street played through the real bot for thirteen weeks and copied to so many shops: findings, reported
problems, closures, doubtful looks, and a run before. The easy one has looks and self-checks only. Each run is the real job in a
process of its own, until published. The floor is bare sqlite3 reading the same evidence and writing the same rows.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

from app.app import open_database
from app.settings import Settings
from benchmarks import ratings_town
from benchmarks.ratings_worker import Ran
from benchmarks.table import Table
from storage.core import copying
from storage.core.sqlite import open_sqlite
from tests.databases import running_server

LIVED_SIZES: tuple[int, ...] = (10_000, 100_000)
EASY_SIZES: tuple[int, ...] = (10_000, 100_000, 1_000_000)
SERVER_SIZE = 20_000
"""Shops of the lived town on PostgreSQL: copying more there takes longer than rating it."""
STREET, WEEKS = 200, 13
EASY_STREET = 2_000
SMALLEST = {
    "LIVED_SIZES": (40,),
    "EASY_SIZES": (200,),
    "SERVER_SIZE": 40,
    "STREET": 20,
    "WEEKS": 2,
    "EASY_STREET": 100,
}
"""What a test starts it with."""


def run() -> Table:
    return of_parts(parts())


def parts() -> list[str]:
    """What can be measured by itself."""
    return [f"lived-{n}" for n in LIVED_SIZES] + [f"easy-{n}" for n in EASY_SIZES] + ["postgres"]


def of_parts(names: Sequence[str]) -> Table:
    rows: list[tuple[str, ...]] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        if any(not name.startswith("easy") for name in names):
            ratings_town.lived(path / "lived.db", STREET, WEEKS)
        if any(name.startswith("easy") for name in names):
            ratings_town.easy(path / "easy.db", EASY_STREET)
        for name in names:
            kind, _, shops = name.partition("-")
            rows += on_sqlite(path, kind, int(shops)) if shops else on_postgres(path)
    head = ("town", "database", "workers", "shops", "whole run", "CPU", "CPU a shop", "peak memory", "floor")
    words = (
        "*Whole run*: the job as on a Sunday, until published. *Floor*: bare sqlite3 reading the same evidence and writing "
        "the same rows. Aims: lived 100,000 in 8 s and 130 MB in one process; easy 1,000,000 in 30 s and 130 MB; two "
        "PostgreSQL workers at least 1.7 × one; a shop costs the same from 10,000 to 1,000,000. docs/rating.md says which "
        "are met."
    )
    return Table("Rating run", head, rows, words)


def lived_day() -> date:
    return ratings_town.START + timedelta(days=7 * WEEKS - 1)


def on_sqlite(path: Path, kind: str, shops: int) -> list[tuple[str, ...]]:
    """One process on the town copied to so many shops."""
    town, day = path / "town.db", lived_day() if kind == "lived" else ratings_town.EASY_SUNDAY
    ratings_town.multiplied(path / f"{kind}.db", town, shops)
    ran = together(f"sqlite:///{town}", day.isoformat(), 1)
    found = row(kind, "SQLite", 1, shops, ran, floor(town))
    town.unlink()
    return [found]


def row(name: str, database: str, workers: int, shops: int, ran: Sequence[Ran], least: str) -> tuple[str, ...]:
    cpu = sum(one.cpu for one in ran)
    return (
        name,
        database,
        str(workers),
        f"{shops:,}",
        f"{max(one.whole for one in ran):.2f} s",
        f"{cpu:.2f} s",
        f"{cpu / shops * 1e6:.0f} µs",
        f"{max(one.memory for one in ran):.0f} MB",
        least,
    )


def together(url: str, day: str, workers: int) -> list[Ran]:
    """So many processes making one run, started together."""
    command = [sys.executable, "-m", "benchmarks.ratings_worker", url, day]
    pipe = subprocess.PIPE
    started = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) for _ in range(workers)]
    for worker in started:
        assert worker.stdout
        assert worker.stdout.readline() == "ready\n"
    for worker in started:
        assert worker.stdin
        worker.stdin.write("go\n")
        worker.stdin.flush()
    return [Ran(**json.loads(worker.communicate()[0].splitlines()[-1])) for worker in started]


def on_postgres(path: Path) -> list[tuple[str, ...]]:
    """The lived town on a server, by one worker and by two."""
    rows, day = [], lived_day().isoformat()
    town = path / "server.db"
    ratings_town.multiplied(path / "lived.db", town, SERVER_SIZE)
    with running_server() as server:
        for workers in (1, 2):
            url = asyncio.run(server.empty())
            asyncio.run(_copied(town, url))
            rows.append(row("lived", "PostgreSQL", workers, SERVER_SIZE, together(url, day, workers), ""))
    return rows


async def _copied(town: Path, url: str) -> None:
    source, target = await open_sqlite(town), await open_database(Settings(database_url=url, data_dir=town.parent))
    try:
        await copying.copy_all(source, target)
    finally:
        await target.close()
        await source.close()


def floor(town: Path) -> str:
    """Seconds of bare sqlite3 for reading the evidence and for writing the rows of the run again."""
    with closing(sqlite3.connect(town)) as db, db:
        began = perf_counter()
        for _ in db.execute("SELECT * FROM shop_evidence"):
            pass
        for _ in db.execute("SELECT * FROM clean_days"):
            pass
        read = perf_counter() - began
        run_id = db.execute("SELECT max(id) FROM rating_runs").fetchone()[0]
        written = db.execute("SELECT * FROM ratings WHERE run_id = ?", (run_id,)).fetchall()
        db.execute("DELETE FROM ratings WHERE run_id = ?", (run_id,))
        began = perf_counter()
        db.executemany(f"INSERT INTO ratings VALUES ({', '.join('?' * len(written[0]))})", written)
        return f"{read:.2f} + {perf_counter() - began:.2f} s"
