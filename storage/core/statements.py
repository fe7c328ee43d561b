"""Named SQL statements: a wing's `*.sql` serves both databases, its `postgres/*.sql` overrides where they differ.

A statement begins with `-- name: word` and ends before the next one; a mark behind the name says what it gives: nothing for
rows, `!` for how many rows it changed, `$` for one value. Values are written `:name` on both databases.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from files.dataclass import dataclass
from storage.core.columns import Columns, declared, filled

_NAME = re.compile(r"^-- name: (\w+)[!$^]?[ \t]*$", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*--.*\n?", re.MULTILINE)
_VALUE = re.compile(r"'(?:[^']|'')*'|::\w+|:(\w+)")
"""A value, or what only looks like one: words in quotes, and a cast."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One named statement in the driver's own form; `order` are its values' names in the order in which they are numbered.

    `numbered` takes its values in that order; PostgreSQL has no other form.
    """

    name: str
    sql: str
    order: tuple[str, ...]
    numbered: str = ""


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
            found[name] = _statement(name, sql, dialect)
    return found


def _each(text: str) -> Iterator[tuple[str, str]]:
    """The statements of one file by their names, without comments."""
    _, *pieces = _NAME.split(text)
    for name, sql in zip(pieces[::2], pieces[1::2], strict=True):
        yield name, _COMMENT.sub("", sql).strip()


def _statement(name: str, sql: str, dialect: str) -> Statement:
    """PostgreSQL takes values by number only: `$1` for the first name, and again wherever it comes again; SQLite has `?1`."""
    order: dict[str, int] = {}
    mark = "$" if dialect == "postgres" else "?"

    def number(found: re.Match[str]) -> str:
        return f"{mark}{order.setdefault(found[1], len(order) + 1)}" if found[1] else found[0]

    numbered = _VALUE.sub(number, sql)
    return Statement(name, numbered if dialect == "postgres" else sql, tuple(order), numbered)
