"""A stretch of a rating run costs what its own shops cost: no statement walks through the whole town for each of them."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from storage.core.sqlite import open_sqlite
from storage.core.statements import statements

OF_A_STRETCH = [name for name, one in statements("sqlite").items() if "BETWEEN :first_grid" in one.sql]
SINCE = {"looks_undone_since": "observations_undone", "shops_of_moved_findings": "finding_events_at"}
"""What begins with the few rows since the cut-off, by their index."""


@pytest.mark.parametrize("name", sorted(OF_A_STRETCH))
@pytest.mark.parametrize("shape", ["empty", "a large town"])
async def test_a_statement_of_a_stretch_begins_with_its_grids(tmp_path: Path, shape: str, name: str) -> None:
    """Or with the few rows since the cut-off: whatever SQLite has counted, or never has, changes what it joins first."""
    path = tmp_path / "town.db"
    await (await open_sqlite(path)).close()
    db = sqlite3.connect(path)
    if shape == "a large town":
        db.execute("ANALYZE")
        counted = [("shops", "shops_grid", "100000 33"), ("ratings", "sqlite_autoindex_ratings_1", "5000 100 1")]
        counted += [
            ("self_checks", "self_checks_standing", "90000 2 1"),
            ("self_checks", "self_checks_shop", "90000 9 9"),
        ]
        db.executemany("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)", counted)
        db.commit()
        db.close()
        db = sqlite3.connect(path)
    statement = statements("sqlite")[name]
    plan = db.execute(f"EXPLAIN QUERY PLAN {statement.sql}", dict.fromkeys(statement.order, 0)).fetchall()
    db.close()
    assert plan[0][3].startswith("SEARCH"), [step[3] for step in plan]
    assert SINCE.get(name, "shops_grid") in plan[0][3]
