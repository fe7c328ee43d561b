"""Migrations are numbered one after the other: two of one number, landed side by side, let no database be made."""

from __future__ import annotations

from collections import Counter

from tests.house.test_house import ROOT


def test_each_migration_has_a_number_of_its_own_and_none_is_left_out() -> None:
    numbers = [int(file.name[:4]) for file in (ROOT / "storage" / "core" / "migrations").glob("[0-9]*.sql")]
    assert [number for number, many in Counter(numbers).items() if many > 1] == []
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
