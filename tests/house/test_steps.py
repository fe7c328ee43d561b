"""Every step of the database has a number of its own: two branches that took the same one left no database to open."""

from __future__ import annotations

from tests.house.test_house import ROOT

STEPS = sorted((ROOT / "storage" / "core" / "migrations").glob("[0-9]*.sql"))


def test_the_steps_are_numbered_once_and_without_a_gap() -> None:
    assert [int(step.name.partition("_")[0]) for step in STEPS] == list(range(1, len(STEPS) + 1))
