"""Named SQL statements: a wing's `*.sql` serves both databases, its `postgres/*.sql` overrides where they differ."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

import aiosql
from aiosql.adapters.asyncpg import AsyncPGAdapter
from aiosql.adapters.sqlite3 import SQLite3Adapter

from storage.core.columns import Columns, declared, filled


@dataclass(frozen=True, slots=True)
class Statement:
    """One named statement in the driver's own form; `order` are its values' names in the order PostgreSQL wants them."""

    name: str
    sql: str
    order: tuple[str, ...]


@cache
def statements(dialect: str) -> dict[str, Statement]:
    """Every named statement of `dialect` (`sqlite` or `postgres`).

    Raises:
        ValueError: when an override names nothing that it overrides.
    """
    folder = Path(str(files("storage")))
    shared, own = sorted(folder.glob("*/*.sql")), sorted(folder.glob(f"*/{dialect}/*.sql"))
    columns = declared(path.read_text("utf-8") for path in shared)
    named, overrides = _load(shared, columns, dialect), _load(own, columns, dialect)
    if strangers := overrides.keys() - named.keys():
        raise ValueError(f"{dialect}/ overrides what does not exist: {sorted(strangers)}")
    return named | overrides


def _load(paths: list[Path], columns: Columns, dialect: str) -> dict[str, Statement]:
    make_adapter: Any = AsyncPGAdapter if dialect == "postgres" else SQLite3Adapter
    adapter = make_adapter()
    found: dict[str, Statement] = {}
    for path in paths:
        text = filled(path.read_text("utf-8"), columns)
        queries = aiosql.from_str(text, lambda: adapter, attribute=None, mandatory_parameters=False)
        for name in queries.available_queries:
            if name.endswith("_cursor"):
                continue
            if name in found:
                raise ValueError(f"two statements are called {name}; the second is in {path.name}")
            order = tuple(cast("dict[str, list[str]]", getattr(adapter, "var_sorted", {})).get(name, ()))
            found[name] = Statement(name, getattr(queries, name).sql, order)
    return found
