"""A stretch of a rating run on PostgreSQL reads its own shops' rows only, be the tables counted or never.

A bare `max(id)` over a table walked through all of it once for each shop, while the server had not counted it: two and a half
seconds a stretch. Here each statement is run, and the rows it touched are counted.
"""

from __future__ import annotations

import json
from typing import Any

from storage.core.postgres import open_postgres
from storage.core.rows import Plain
from storage.core.statements import Statement, statements
from storage.core.tx import Tx
from storage.ratings import stretches
from tests.databases import Server

OF_A_STRETCH = sorted(name for name, one in statements("sqlite").items() if "BETWEEN :first_grid" in one.sql)
SHOPS, GRID = 20_000, 20
MONTHS, WEEKS = 3, 2
MOST_ROWS = 40 * GRID
"""Rows that a statement may touch for one grid: some for each of its shops in each table it joins, never the town."""
NOW = 1_780_000_000_000
VALUES: dict[str, Plain] = {
    **{"day": "2026-09-02", "first": "2026-07", "last": "2026-09", "run_id": WEEKS, "through": NOW},
    "nothing": b"",
}
TOWN = f"""
INSERT INTO people (id, name, created_at) VALUES (1, 'one', 0);
INSERT INTO grids (id, name) SELECT n, n::TEXT FROM generate_series(1, {SHOPS // GRID}) n;
INSERT INTO shops (id, name, door, street, walk, grid_id, created_at)
  SELECT n, n::TEXT, n::TEXT, 'street', '', (n - 1) / {GRID} + 1, 0 FROM generate_series(1, {SHOPS}) n;
INSERT INTO tenures (id, shop_id, since) SELECT n, n, 0 FROM generate_series(1, {SHOPS}) n;
INSERT INTO shop_evidence (shop_id) SELECT n FROM generate_series(1, {SHOPS}) n;
INSERT INTO clean_days (shop_id, month, days)
  SELECT n, '2026-0' || 6 + m, 1 FROM generate_series(1, {SHOPS}) n, generate_series(1, {MONTHS}) m;
INSERT INTO rating_runs (id, period, version, kind, through, rules_hash, inputs_hash, started_at)
  SELECT n, n::TEXT, 1, 'scheduled', n, '', '', n FROM generate_series(1, {WEEKS}) n;
INSERT INTO ratings (run_id, shop_id, state, looks, figures)
  SELECT r, n, 'unrated', 0, '' FROM generate_series(1, {WEEKS}) r, generate_series(1, {SHOPS}) n;
INSERT INTO self_checks (shop_id, day, person_id, at, duties, problems, standing)
  SELECT n, '2026-09-0' || d, 1, {NOW} - 1, '', '', 1 FROM generate_series(1, {SHOPS}) n, generate_series(1, 2) d;
"""


async def test_a_stretch_reads_its_own_shops_only(postgres_server: Server) -> None:
    """In the town nobody has counted yet, and after it was counted."""
    url = await postgres_server.empty()
    database = await open_postgres(url)
    try:
        await postgres_server.admin(f"SET session_replication_role = replica; {TOWN}", url)
        never = await database.read(_touched)
        await postgres_server.admin("ANALYZE", url)
        counted = await database.read(_touched)
    finally:
        await database.close()
    assert not {name: rows for name, rows in never.items() if rows > MOST_ROWS}
    assert not {name: rows for name, rows in counted.items() if rows > MOST_ROWS}
    assert never["rating_shops"] >= GRID, "the grid's own shops are read"


async def _touched(tx: Tx) -> dict[str, float]:
    """By statement how many rows all its scans read for one grid, those they threw away included."""
    await stretches.read_by_index(tx)
    found = {}
    for name in OF_A_STRETCH:
        statement = statements("postgres")[name]
        values: dict[str, Plain] = {**VALUES, "first_grid": 500, "last_grid": 500}
        sql = f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement.sql}"
        [row] = await tx._fetch(Statement(name, sql, statement.order), values)
        found[name] = _read(json.loads(row[0])[0]["Plan"])
    return found


def _read(plan: dict[str, Any]) -> float:
    inner = sum(_read(part) for part in plan.get("Plans", ()))
    if "Scan" not in plan["Node Type"]:
        return inner
    rows: float = plan["Actual Loops"] * (plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0))
    return inner + rows
