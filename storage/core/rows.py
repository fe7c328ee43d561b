"""Rows come back as frozen dataclasses with proper types, whatever the database keeps underneath.

Both databases keep the same few plain kinds: instants as whole milliseconds since 1970 UTC, days and times of day as ISO
text, truth as 0/1, word sets as words apart by blanks, everything nested as JSON. This file is the only place that knows.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, date, datetime, time
from enum import StrEnum
from functools import cache
from typing import Any, Protocol, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import orjson

T = TypeVar("T")
Plain = int | float | str | bytes | None


class Row(Protocol):
    """What both drivers give: a value by its column's name."""

    def __getitem__(self, column: Any, /) -> Any: ...

    def keys(self) -> Any: ...


def instant(milliseconds: int) -> datetime:
    """A stored instant as an aware UTC time."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def milliseconds(moment: datetime) -> int:
    """An aware time as stored. Raises ValueError for a naive one: it would mean another moment on another machine."""
    if moment.tzinfo is None:
        raise ValueError(f"a time without a zone cannot be stored: {moment!r}")
    return round(moment.timestamp() * 1000)


def plain(value: object) -> Plain:
    """One value as the databases keep it."""
    if value is None or type(value) in _AS_IT_IS:
        return cast("Plain", value)
    for kind, convert in _TO_PLAIN:
        if isinstance(value, kind):
            return convert(value)
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


_AS_IT_IS = frozenset({int, float, str, bytes})
_TO_PLAIN: tuple[tuple[Any, Callable[[Any], Plain]], ...] = (
    (bool, int),
    (str, str),
    (datetime, milliseconds),
    (date, date.isoformat),
    (time, lambda value: value.isoformat("minutes")),
    (set | frozenset, lambda value: " ".join(sorted(value))),
    (tuple, lambda value: " ".join(map(str, value))),
)


def _same(value: Any) -> Any:
    return value


def _optional(convert: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else convert(value)


_SIMPLE: Mapping[object, Callable[[Any], Any]] = {
    datetime: instant,
    date: date.fromisoformat,
    time: time.fromisoformat,
    bool: bool,
    float: float,
}


def _converter(hint: Any) -> Callable[[Any], Any]:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        inner = _converter(next(a for a in get_args(hint) if a is not type(None)))
        return _same if inner is _same else _optional(inner)
    if origin is frozenset:
        return lambda value: frozenset(value.split())
    if origin is tuple:
        return lambda value: tuple(map(get_args(hint)[0], value.split()))
    if origin is not None:
        return orjson.loads
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint
    return _SIMPLE.get(hint, _same)


def maker(kind: type[T]) -> Callable[[Row], T]:
    """A function that makes `kind` (a dataclass) from a row whose columns carry its field names."""
    return cast("Callable[[Row], T]", _maker(cast("Any", kind)))


@cache
def _maker(kind: Any) -> Callable[[Row], Any]:
    hints = get_type_hints(kind)
    converters = [(f.name, _converter(hints[f.name])) for f in fields(kind)]

    def make(row: Row) -> Any:
        return kind(*[convert(row[name]) for name, convert in converters])

    return make


def plain_values(values: Mapping[str, object]) -> dict[str, Plain]:
    """The values of one statement as the databases keep them."""
    return {name: plain(value) for name, value in values.items()}


def values_of(row: Any) -> dict[str, object]:
    """A row's values by their columns' names, as a statement takes them that saves the row."""
    return {f.name: getattr(row, f.name) for f in fields(row)}


def make_all(kind: type[T], rows: Sequence[Row]) -> list[T]:
    make = maker(kind)
    return [make(row) for row in rows]
