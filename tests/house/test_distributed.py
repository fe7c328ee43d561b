"""Our SQL stays within what PostgreSQL distributed by Citus takes, so that a second server needs no change of the program.

What it refuses: https://docs.citusdata.com/en/stable/develop/reference_workarounds.html, and what was seen refused when the
program ran on three nodes.
"""

from __future__ import annotations

import re

import pytest

from storage.core.migrations import in_dialect, steps
from storage.core.statements import statements

SUBQUERY_IN_VALUES = re.compile(r"\bVALUES\b(?:(?!\bON\s+CONFLICT\b|\bRETURNING\b).)*\bSELECT\b", re.DOTALL)
VOLATILE = re.compile(r"\b(?:random|clock_timestamp|timeofday|gen_random_uuid|nextval|setval|lastval)\s*\(")
"""An UPDATE may not call what gives another value at every call: the copies of a row would differ."""
NARROW_SEQUENCE = re.compile(r"\b(?:small)?serial\b|\b(?:smallint|integer|int|int4|int2)\s+GENERATED\b", re.IGNORECASE)
"""Each node numbers in a range of its own, which needs eight bytes."""
OF_ONE_SERVER = re.compile(
    r"\b(?:CREATE\s+(?:OR\s+REPLACE\s+)?RULE|INHERITS|PARTITION\s+BY\s+(?:RANGE|LIST|HASH))\b", re.IGNORECASE
)


def refused(sql: str) -> list[str]:
    """What of `sql` a distributed PostgreSQL does not run."""
    found = []
    if sql.lstrip().startswith("INSERT") and SUBQUERY_IN_VALUES.search(sql):
        found.append("a subquery inside VALUES: write INSERT … SELECT")
    if sql.lstrip().startswith("UPDATE") and (call := VOLATILE.search(sql)):
        found.append(f"{call[0]}) in an UPDATE")
    return found


def test_no_statement_is_refused() -> None:
    wrong = {name: found for name, statement in statements("postgres").items() if (found := refused(statement.sql))}
    assert not wrong


def test_no_migration_is_refused() -> None:
    for number, name, sql in steps():
        assert not NARROW_SEQUENCE.search(in_dialect(sql, "postgres")), (number, name)
        assert not OF_ONE_SERVER.search(sql), (number, name)


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO runs (version) VALUES ((SELECT max(version) + 1 FROM runs)) RETURNING id",
        "INSERT INTO runs (version)\nVALUES (CASE WHEN EXISTS (\n  SELECT 1 FROM runs) THEN 1 END) ON CONFLICT DO NOTHING",
        "UPDATE runs SET token = gen_random_uuid()",
    ],
)
def test_what_is_refused_is_seen(sql: str) -> None:
    assert refused(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO runs (version) SELECT coalesce(max(version), 0) + 1 FROM runs RETURNING id",
        "INSERT INTO offers (body) VALUES ($1) RETURNING id, (SELECT token FROM incarnation) AS life",
        "UPDATE runs SET version = (SELECT max(version) FROM runs)",
    ],
)
def test_what_is_taken_is_not_seen(sql: str) -> None:
    assert not refused(sql)
