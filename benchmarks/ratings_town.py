"""Towns for the rating bench: a street that was lived in, or an easy one, copied to so many shops."""

from __future__ import annotations

import asyncio
import json
import random
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from app.settings import Settings
from app.simulate.play import Plan, play
from programme.duties import DEFAULT_DUTIES
from programme.rules import Rules
from storage.core.sqlite import open_sqlite
from storage.core.tx import Tx
from storage.ratings import day_sums
from storage.ratings.evidence_packing import split
from storage.ratings.evidence_tables import CASE, LOOK

GRID = 100
"""Shops of one grid of the easy town."""
EASY_SUNDAY = date(2026, 11, 29)
DAYS = 84
START = date(2026, 9, 7)
DUTIES = " ".join(d.key for d in DEFAULT_DUTIES)
RAW = (
    "observations",
    "findings",
    "finding_events",
    "self_checks",
    "asked",
    "offers",
    "outbox",
    "seen",
    "media",
    "help_events",
)
"""What a run does not read where everything is kept: the copies are without it."""
COPIED = ("grids", "shops", "tenures", "clean_days", "closures", "shop_evidence", "ratings")
COUNTED = {"id": "", "shop_id": "shops", "grid_id": "grids", "tenure_id": "tenures"}
"""Which numbers a copy moves on, by how many rows of which table; `id` by its own."""
PACKED = ("packed", "looks", "cases")
"""What holds tenures inside; of ratings, `looks` is a number."""


def lived(path: Path, shops: int, weeks: int) -> None:
    """A street played through the real bot, its last week's run taken back; its raw rows stay."""

    async def live() -> None:
        database = await open_sqlite(path)
        settings = Settings(database_url=f"sqlite:///{path}", data_dir=path.parent)
        await play(settings, Rules(), database, Plan(shops, weeks, 1, START, None))
        await database.close()

    asyncio.run(live())
    with closing(sqlite3.connect(path)) as db, db:
        runs = [
            row[0] for row in db.execute("SELECT id FROM rating_runs WHERE published_at IS NOT NULL ORDER BY period")
        ]
        for run in runs[:-2] + runs[-1:]:
            for table, column in (("ratings", "run_id"), ("rating_worlds", "run_id"), ("rating_runs", "id")):
                db.execute(f"DELETE FROM {table} WHERE {column} = ?", (run,))


def easy(path: Path, shops: int) -> None:
    """Shops with fifteen looks and about forty self-checks each; no finding, closure or run before."""
    asyncio.run(_easy(path, shops))


def multiplied(base: Path, path: Path, shops: int) -> None:
    """The town of `base`, without its raw rows, copied until there are so many shops."""
    with closing(sqlite3.connect(base)) as db:
        db.execute("VACUUM INTO ?", (str(path),))
    with closing(sqlite3.connect(path)) as db, db:
        db.create_function("moved", 3, _moved, deterministic=True)
        for table in RAW:
            db.execute(f"DELETE FROM {table}")
        names = {table: [row[1] for row in db.execute(f"PRAGMA table_info({table})")] for table in COPIED}
        for table in COPIED:
            db.execute(f"CREATE TEMP TABLE first_{table} AS SELECT * FROM {table}")
        spans = {
            table: db.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}").fetchone()[0]
            for table in ("grids", "shops", "tenures", "closures")
        }
        there = [row[0] for row in db.execute("SELECT id FROM shops ORDER BY id")]
        for copy in range(1, -(-shops // len(there))):
            last = there[: shops - copy * len(there)][-1]
            for table in COPIED:
                _copy(db, table, names[table], last, {name: span * copy for name, span in spans.items()})
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.execute("ANALYZE")


def _copy(db: sqlite3.Connection, table: str, names: list[str], last: int, more: dict[str, int]) -> None:
    """The rows of the shops up to `last` once more, their numbers moved on."""
    values = []
    for name in names:
        if name in COUNTED:
            values.append(f"{name} + {more.get(COUNTED[name] or table, 0)}")
        elif table == "grids" and name == "name":
            values.append(f"name || ' {more['grids']}'")
        elif name in PACKED:
            values.append(f"moved('{name}', {name}, {more['tenures']})")
        else:
            values.append(name)
    shop = {"grids": "", "shops": f"WHERE id <= {last}"}.get(table, f"WHERE shop_id <= {last}")
    db.execute(f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} FROM temp.first_{table} {shop}")


def _moved(name: str, value: Any, tenures: int) -> Any:
    """The tenures inside packed evidence and figures."""
    if name == "packed" and value is not None:
        tenure = int.from_bytes(value[1:9], "little") + tenures
        return value[:1] + tenure.to_bytes(8, "little") + value[9:]
    if name in ("looks", "cases") and isinstance(value, bytes):
        names, rows = split(value)
        records = np.frombuffer(rows, LOOK if name == "looks" else CASE).copy()
        records["tenure"] += tenures
        return len(names).to_bytes(2, "little") + names + records.tobytes()
    return value


async def _easy(path: Path, shops: int) -> None:
    await (await open_sqlite(path)).close()
    dice = random.Random(1)
    with closing(sqlite3.connect(path)) as db, db:
        start = _ms(EASY_SUNDAY - timedelta(days=365), 9)
        db.execute("INSERT INTO people (id, name, created_at) VALUES (1, '党员', 0)")
        grids = range(1, -(-shops // GRID) + 1)
        db.executemany("INSERT INTO grids (id, name) VALUES (?, ?)", [(n, f"网格{n}") for n in grids])
        for shop in range(1, shops + 1):
            place = (shop, f"店{shop}", "1号", "西津路", "", (shop - 1) // GRID + 1, start)
            db.execute(_insert("shops", "id name door street walk grid_id created_at"), place)
            db.execute(_insert("tenures", "id shop_id since"), (shop, shop, start))
            _shop(db, dice, shop)
    database = await open_sqlite(path)

    async def keep(tx: Tx) -> None:
        for shop in range(1, shops + 1):
            await day_sums.keep_looks(tx, shop)
            await day_sums.keep_cases(tx, shop)
            await day_sums.keep_reported(tx, shop)
            for month, bits in (await day_sums.count_clean_days(tx, shop)).items():
                await tx.do("clean_day_add", shop_id=shop, month=month, bit=bits)

    await database.write(keep)
    await database.close()


def _shop(db: sqlite3.Connection, dice: random.Random, shop: int) -> None:
    """Twelve weeks at one door."""
    careless, habit = dice.uniform(0.0, 0.3), dice.random()
    said = {}
    for n in range(DAYS):
        day = EASY_SUNDAY - timedelta(days=n)
        if dice.random() < habit:
            problems = " ".join(d for d in DUTIES.split() if dice.random() < careless / 5)
            check = (shop, day.isoformat(), 1, _ms(day, 8), DUTIES, problems, 1)
            said[day] = db.execute(
                _insert("self_checks", "shop_id day person_id at duties problems standing"), check
            ).lastrowid
    looks = [(7 * week + shop % 7, "linked") for week in range(12)] + [(n, "spot") for n in (11, 39, 67)]
    for back, source in looks:
        day = EASY_SUNDAY - timedelta(days=back)
        facts = {d: 0.0 for d in DUTIES.split() if dice.random() < careless}
        look = (shop, shop, day.isoformat(), 1, _ms(day, 10), source, DUTIES, json.dumps(facts), said.get(day), 1)
        names = "shop_id tenure_id day observer_id at source duties facts self_check_id standing"
        db.execute(f"{_insert('observations', names)} ON CONFLICT DO NOTHING", look)


def _insert(table: str, names: str) -> str:
    columns = names.split()
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


def _ms(day: date, hour: int) -> int:
    return int(datetime.combine(day, time(hour - 8), UTC).timestamp() * 1000)
