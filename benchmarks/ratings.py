"""A whole rating run over what is kept of each shop, against one DuckDB query for the same aged, shrunk means from raw rows.

A few thousand shops live twelve weeks in raw rows; their kept rows are counted by the bot's own code and both are then copied
to so many shops. The bot's run is the real job in a process of its own: two keys, hysteresis, explanation, rows written and
published. DuckDB reads its own file, which is where it is fastest, and gives the two means and nothing else.
"""

from __future__ import annotations

import asyncio
import csv
import json
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from app.app import App
from app.demo.sample_clock import PutForward
from app.settings import Settings
from benchmarks import peers
from benchmarks.ratings_means import means
from benchmarks.table import Table
from programme.duties import DEFAULT_DUTIES
from programme.rules import Rules
from storage.core.sqlite import open_sqlite
from storage.core.tx import Tx
from storage.ratings import day_sums

SIZES = (10_000, 100_000, 1_000_000)
LIVED = 2_000
"""Shops that are lived row by row; the others are their copies."""
GRID = 100
"""Shops of one grid."""
SUNDAY = date(2026, 11, 29)
PERIOD = "2026-W48"
DAYS = 84
ROUNDS = {10_000: 3, 100_000: 3, 1_000_000: 1}
DUTIES = " ".join(d.key for d in DEFAULT_DUTIES)
HERE = Path(__file__).parent
SMALLEST = {"SIZES": (200,), "LIVED": 100, "ROUNDS": {200: 1}}
"""What a test starts it with."""


def run() -> Table:
    python = peers.ready()
    rows = []
    for shops in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder)
            make(path, shops)
            ours = [
                _child([sys.executable, "-m", "benchmarks.ratings", str(path / "town.db")])
                for _ in range(ROUNDS[shops])
            ]
            theirs = [_child([python, HERE / "ratings_duckdb.py", str(path), str(shops)]) for _ in range(ROUNDS[shops])]
            rows.append(_row(shops, ours, theirs))
    head = ("shops", "whole run", "a shop", "peak memory", "its means alone", "DuckDB's means", "peak memory", "ratio")
    words = (
        "Twelve weeks: fifteen looks and about forty self-checks a shop. *Whole run*: the job as on a Sunday, until published. "
        "*Its means alone*: what is kept read, and E and B of every shop. *DuckDB's means*: one query over raw rows in its own "
        "file, both cores. *Ratio*: DuckDB's means to ours alone. Aims: ahead of DuckDB (missed: see docs/rating.md); at most "
        "100 MB at 100,000."
    )
    return Table("Rating run", head, rows, words)


def _row(shops: int, ours: list[dict[str, float]], theirs: list[dict[str, float]]) -> tuple[str, ...]:
    whole, means, duck = (
        median(r[key] for r in found) for found, key in ((ours, "whole"), (ours, "means"), (theirs, "query"))
    )
    return (
        f"{shops:,}",
        f"{whole:.2f} s",
        f"{whole / shops * 1e6:.0f} µs",
        f"{median(r['memory'] for r in ours):.0f} MB",
        f"{means:.2f} s",
        f"{duck:.2f} s",
        f"{median(r['memory'] for r in theirs):.0f} MB",
        f"{duck / means:.2f} ×",
    )


def _child(command: list[object]) -> dict[str, float]:
    told = subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True).stdout
    return dict(json.loads(told.splitlines()[-1]))


# -- the town ----------------------------------------------------------------------------------------------------------


def make(folder: Path, shops: int) -> None:
    """The bot's database, and the raw rows as CSV for DuckDB (of the shops that are lived; it copies them itself)."""
    lived = min(LIVED, shops)
    asyncio.run(_live(folder / "town.db", lived))
    with closing(sqlite3.connect(folder / "town.db")) as db, db:
        for table in ("observations", "self_checks"):
            rows = db.execute(f"SELECT * FROM {table}")
            with (folder / f"{table}.csv").open("w", newline="") as file:
                writer = csv.writer(file)
                writer.writerow([column[0] for column in rows.description])
                writer.writerows(rows)
        db.execute("DELETE FROM observations")
        db.execute("DELETE FROM self_checks WHERE problems = ''")
        db.execute("DELETE FROM grids")
        db.executemany(
            "INSERT INTO grids (id, name) VALUES (?, ?)", [(n, f"网格{n}") for n in range(-(-shops // GRID))]
        )
        for table in ("shops", "tenures", "kept_looks", "clean_days", "self_checks"):
            for copy in range(1, -(-shops // lived)):
                _copy(db, table, copy * lived, shops)
    with closing(sqlite3.connect(folder / "town.db")) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.execute("ANALYZE")


def _copy(db: sqlite3.Connection, table: str, more: int, shops: int) -> None:
    """The rows of the shops that were lived, for the shops that come `more` later."""
    columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
    shop = "id" if table == "shops" else "shop_id"
    new = {shop: f"{shop} + {more}", "grid_id": f"grid_id + {more // GRID}", "id": f"id + {more * 100}"}
    if table in ("shops", "tenures"):
        new["id"] = f"id + {more}"
    if table == "kept_looks":  # the tenure a look was made in
        new["looks"] = f"replace(looks, ',' || shop_id || ',\"', ',' || (shop_id + {more}) || ',\"')"
    values = ", ".join(new.get(column, column) for column in columns)
    db.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table} "
        f"WHERE {shop} < {LIVED} AND {shop} + {more} < {shops}"
    )


async def _live(path: Path, shops: int) -> None:
    """Raw rows of so many shops, then what is kept of them, counted from those."""
    await (await open_sqlite(path)).close()
    dice = random.Random(1)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("PRAGMA foreign_keys=OFF")
        start = _ms(SUNDAY - timedelta(days=365), 9)
        db.execute("INSERT INTO people (id, name, created_at) VALUES (1, '党员', 0)")
        db.executemany(
            "INSERT INTO grids (id, name) VALUES (?, ?)", [(n, f"网格{n}") for n in range(-(-shops // GRID))]
        )
        for shop in range(shops):
            place = (shop, f"店{shop}", "1号", "西津路", "", shop // GRID, start)
            db.execute(_insert("shops", "id name door street walk grid_id created_at"), place)
            db.execute(_insert("tenures", "id shop_id since"), (shop, shop, start))
            _shop(db, dice, shop)
    database = await open_sqlite(path)

    async def keep(tx: Tx) -> None:
        for shop in range(shops):
            await day_sums.keep_looks(tx, shop)
            for month, bits in (await day_sums.count_clean_days(tx, shop)).items():
                await tx.do("clean_day_add", shop_id=shop, month=month, bit=bits)

    await database.write(keep)
    await database.close()


def _shop(db: sqlite3.Connection, dice: random.Random, shop: int) -> None:
    """Twelve weeks at one door."""
    careless, habit = dice.uniform(0.0, 0.3), dice.random()
    said = {}
    for n in range(DAYS):
        day = SUNDAY - timedelta(days=n)
        if dice.random() < habit:
            problems = " ".join(d for d in DUTIES.split() if dice.random() < careless / 5)
            check = (shop, day.isoformat(), 1, _ms(day, 8), DUTIES, problems, 1)
            said[day] = db.execute(
                _insert("self_checks", "shop_id day person_id at duties problems standing"), check
            ).lastrowid
    looks = [(7 * week + shop % 7, "linked") for week in range(12)] + [(n, "spot") for n in (11, 39, 67)]
    for back, source in looks:
        day = SUNDAY - timedelta(days=back)
        facts = {d: 0.0 for d in DUTIES.split() if dice.random() < careless}
        look = (shop, shop, day.isoformat(), 1, _ms(day, 10), source, DUTIES, json.dumps(facts), said.get(day), 1)
        names = "shop_id tenure_id day observer_id at source duties facts self_check_id standing"
        db.execute(f"{_insert('observations', names)} ON CONFLICT DO NOTHING", look)


def _insert(table: str, names: str) -> str:
    columns = names.split()
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


def _ms(day: date, hour: int) -> int:
    return int(datetime.combine(day, time(hour - 8), UTC).timestamp() * 1000)


# -- the measured process ----------------------------------------------------------------------------------------------


async def measure(path: Path) -> dict[str, float]:
    """The real job by hand on Sunday at six, and how much of it the means alone take."""
    settings = Settings(database_url=f"sqlite:///{path}", data_dir=path.parent)
    clock = PutForward(datetime.combine(SUNDAY, time(18, 0, 1), settings.zone))
    database = await open_sqlite(path)
    try:
        app = App(settings, Rules(), database, clock=clock)
        began = perf_counter()
        await app.hours.run_by_hand("ratings", PERIOD)
        whole = perf_counter() - began
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        began = perf_counter()
        await means(database, clock(), Rules())
        alone = perf_counter() - began
    finally:
        await database.close()  # its thread would keep a failed process for ever
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("DELETE FROM ratings")
        db.execute("DELETE FROM rating_runs")
    return {"whole": whole, "memory": memory, "means": alone}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure(Path(sys.argv[1])))))
