"""Rows come back as frozen dataclasses with proper types, whatever the database keeps underneath.

Both databases keep the same few plain kinds: instants as whole milliseconds since 1970 UTC, days and times of day as ISO
text, truth as 0/1, word sets as words apart by blanks, everything nested as JSON. This file is the only place that knows.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, date, datetime, time
from enum import StrEnum
from functools import lru_cache
from operator import itemgetter
from typing import Any, Protocol, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import orjson

T = TypeVar("T")
Plain = int | float | str | bytes | None


class Row(Protocol):
    """What both drivers give: a value by its column's name, or all of them in the columns' order."""

    def __getitem__(self, column: Any, /) -> Any: ...

    def __iter__(self) -> Iterator[Any]: ...

    def keys(self) -> Any: ...


def instant(milliseconds: int) -> datetime:
    """A stored instant as an aware UTC time."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def milliseconds(moment: datetime) -> int:
    """An aware time as stored. Raises ValueError for a naive one: it would mean another moment on another machine."""
    if moment.tzinfo is None:
        raise ValueError(f"a time without a zone cannot be stored: {moment!r}")
    return round(moment.timestamp() * 1000)


def plain(value: Any) -> Plain:
    """One value as the databases keep it."""
    kept: Plain = value if type(value) in _AS_IT_IS else _BY_TYPE[type(value)](value)
    return kept


_AS_IT_IS = frozenset({int, float, str, bytes, type(None)})
_TO_PLAIN: tuple[tuple[Any, Callable[[Any], Plain]], ...] = (
    (bool, int),
    (str, str),
    (datetime, milliseconds),
    (date, date.isoformat),
    (time, lambda value: value.isoformat("minutes")),
    (set | frozenset, lambda value: " ".join(sorted(value))),
    (tuple, lambda value: " ".join(map(str, value))),
)


def _nested(value: object) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


class _ByType(dict[type, Callable[[Any], Plain]]):
    """How values of one type are kept, found once for each type."""

    def __missing__(self, kind: type) -> Callable[[Any], Plain]:
        self[kind] = next((convert for base, convert in _TO_PLAIN if issubclass(kind, base)), _nested)
        return self[kind]


_BY_TYPE = _ByType()


def _same(value: Any) -> Any:
    return value


@lru_cache(maxsize=1024)
def _word_set(words: str) -> frozenset[str]:
    """Roles and duties: few sets, read again and again."""
    return frozenset(words.split())


_SIMPLE: Mapping[object, Callable[[Any], Any]] = {
    datetime: instant,
    date: date.fromisoformat,
    time: time.fromisoformat,
    bool: bool,
    float: float,
}


def _converter(hint: Any) -> tuple[Callable[[Any], Any], bool]:
    """How a column becomes a field of this type, and whether it may be empty."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _converter(next(a for a in get_args(hint) if a is not type(None)))[0], True
    if origin is frozenset:
        return _word_set, False
    if origin is tuple:
        kind = get_args(hint)[0]
        return lru_cache(maxsize=1024)(lambda value: tuple(map(kind, value.split()))), False
    if origin is not None:
        return orjson.loads, False
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint, False
    return _SIMPLE.get(hint, _same), False


_MAKERS: dict[tuple[object, str], Callable[[Row], Any]] = {}


def make_all(kind: type[T], sql: str, rows: Sequence[Row]) -> list[T]:
    """Rows of one statement as `kind`; how they are made is worked out once for each statement."""
    if not rows:
        return []
    make = _MAKERS.get((kind, sql))
    if make is None:
        make = _MAKERS[kind, sql] = maker(kind, tuple(rows[0].keys()))
    return [make(row) for row in rows]


def maker(kind: type[T], columns: Sequence[str]) -> Callable[[Row], T]:
    """A function that makes `kind` (a dataclass) from a row of these columns, which carry its fields' names.

    Raises:
        LookupError: a field has no column.
    """
    names = [f.name for f in fields(cast("Any", kind))]
    if missing := set(names) - set(columns):
        raise LookupError(f"{kind.__name__} needs columns {sorted(missing)}, which the statement does not select")
    order = [columns.index(name) for name in names]
    in_order: Callable[[Row], Any] = itemgetter(*order, order[-1])  # one more, so that even one column is a tuple
    always, filled = _conversions(kind, names)

    def make(row: Row) -> T:
        values = list(in_order(row))
        values.pop()
        for at, convert in always:
            values[at] = convert(values[at])
        for at, convert in filled:
            if values[at] is not None:
                values[at] = convert(values[at])
        return kind(*values)

    return make


_Conversions = list[tuple[int, Callable[[Any], Any]]]


def _conversions(kind: type, names: Sequence[str]) -> tuple[_Conversions, _Conversions]:
    """What becomes of which fields: always, and of those that may be empty where they are not. The others stay as they are."""
    hints = get_type_hints(kind)
    found = [(at, *_converter(hints[name])) for at, name in enumerate(names)]
    told = [each for each in found if each[1] is not _same]
    always = [(at, convert) for at, convert, may_be_empty in told if not may_be_empty]
    return always, [(at, convert) for at, convert, may_be_empty in told if may_be_empty]


def plain_values(values: dict[str, Any]) -> dict[str, Plain]:
    """The values of one statement, turned in their place into what the databases keep."""
    for name, value in values.items():
        if type(value) not in _AS_IT_IS:
            values[name] = _BY_TYPE[type(value)](value)
    return values


def plain_copy(values: Mapping[str, Any]) -> dict[str, Plain]:
    """The same of values that stay the caller's; of many rows most have nothing to be turned."""
    copy = dict(values)
    return copy if _AS_IT_IS.issuperset(map(type, copy.values())) else plain_values(copy)


def values_of(row: Any) -> dict[str, object]:
    """A row's values by their columns' names, as a statement takes them that saves the row."""
    return {f.name: getattr(row, f.name) for f in fields(row)}
