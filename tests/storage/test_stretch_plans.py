"""A stretch of a rating run costs what its own shops cost: no statement walks through the whole town for each of them."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from storage.core.sqlite import open_sqlite
from storage.core.statements import statements
from storage.ratings import rating_inputs

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


async def test_a_late_shop_is_counted_from_its_own_findings(tmp_path: Path) -> None:
    """Their steps since the cut-off were looked for among all steps of the town, once for each late shop."""
    await (await open_sqlite(tmp_path / "town.db")).close()
    db = sqlite3.connect(tmp_path / "town.db")
    statement = statements("sqlite")["finding_steps_since"]
    plan = db.execute(f"EXPLAIN QUERY PLAN {statement.sql}", dict.fromkeys(statement.order, 0)).fetchall()
    db.close()
    assert [("findings_shop" in plan[0][3]), ("finding_events_finding" in plan[1][3])] == [True, True], plan


@pytest.mark.parametrize(
    ("kept", "spans"),
    [(0, [(1, 2), (3, 3)]), (4_000, [(1, 1), (2, 2), (3, 3)])],
    ids=["little is kept of a shop", "lived-in shops"],
)
async def test_a_stretch_holds_as_many_shops_as_need_the_same_memory(
    tmp_path: Path, kept: int, spans: list[tuple[int, int]]
) -> None:
    database = await open_sqlite(tmp_path / "town.db")
    db = sqlite3.connect(tmp_path / "town.db")
    for shop in range(1, 31):
        grid = (shop - 1) // 10 + 1
        db.execute("INSERT INTO grids (id, name) VALUES (?, ?) ON CONFLICT DO NOTHING", (grid, f"{grid}"))
        place = (shop, f"{shop}", f"{shop}", "", "", grid, 0)
        db.execute(
            "INSERT INTO shops (id, name, door, street, walk, grid_id, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)", place
        )
        db.execute("INSERT INTO shop_evidence (shop_id, looks) VALUES (?, ?)", (shop, bytes(kept)))
    db.commit()
    db.close()
    assert await database.read(lambda tx: rating_inputs.stretches(tx, 4)) == spans
    assert await database.read(lambda tx: rating_inputs.stretches(tx, 0)) == [(1, 1), (2, 2), (3, 3)]
    await database.close()
