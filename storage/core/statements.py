"""Named SQL statements: a wing's `*.sql` serves both databases, its `postgres/*.sql` overrides where they differ.

A statement begins with `-- name: word` and ends before the next one; a mark behind the name says what it gives: nothing for
rows, `!` for how many rows it changed, `$` for one value. Values are written `:name` on both databases.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from storage.core.columns import Columns, declared, filled

_NAME = re.compile(r"^-- name: (\w+)[!$^]?[ \t]*$", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*--.*\n?", re.MULTILINE)
_VALUE = re.compile(r"'(?:[^']|'')*'|::\w+|:(\w+)")
"""A value, or what only looks like one: words in quotes, and a cast."""


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


def _load(paths: Sequence[Path], columns: Columns, dialect: str) -> dict[str, Statement]:
    found: dict[str, Statement] = {}
    for path in paths:
        for name, sql in _each(filled(path.read_text("utf-8"), columns)):
            if name in found:
                raise ValueError(f"two statements are called {name}; the second is in {path.name}")
            found[name] = _numbered(name, sql) if dialect == "postgres" else Statement(name, sql, ())
    return found


def _each(text: str) -> Iterator[tuple[str, str]]:
    """The statements of one file by their names, without comments."""
    _, *pieces = _NAME.split(text)
    for name, sql in zip(pieces[::2], pieces[1::2], strict=True):
        yield name, _COMMENT.sub("", sql).strip()


def _numbered(name: str, sql: str) -> Statement:
    """As PostgreSQL takes values: `$1` for the first name, and again wherever it comes again."""
    order: dict[str, int] = {}

    def number(found: re.Match[str]) -> str:
        return f"${order.setdefault(found[1], len(order) + 1)}" if found[1] else found[0]

    return Statement(name, _VALUE.sub(number, sql), tuple(order))
