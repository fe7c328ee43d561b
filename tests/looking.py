"""Statements that only tests need: they stand beside the tests, and every test database knows them."""

from __future__ import annotations

from pathlib import Path

from storage.core.columns import declared
from storage.core.statements import _load, statements

_PATH = Path(__file__).with_suffix(".sql")
_STORAGE = Path(__file__).parents[1] / "storage"


OURS: set[str] = set()
"""Their names."""


def add() -> None:
    """Make them known to every database that is opened."""
    lists = declared(path.read_text("utf-8") for path in sorted(_STORAGE.glob("*/*.sql")))
    for dialect in ("sqlite", "postgres"):
        own = _load([_PATH], lists, dialect)
        statements(dialect).update(own)
        OURS.update(own)
