"""The packed evidence of many shops opened as columns of whole numbers: once, for everybody who reads it in a run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np

from programme.ratings.columns.tables import Ints
from storage.ratings.evidence_packing import split_all
from storage.ratings.packed_inputs import NOTHING, Parts

_Q, _I, _U, _B = "<i8", "<i4", "<u4", "u1"
LOOK = np.dtype(
    [(name, _Q) for name in ("id", "at", "observer", "tenure")]
    + [("day", _I), ("source", _B)]
    + [(name, _U) for name in ("duties", "half", "failed", "named", "left_out")]
    + [("said_day", _I), ("said_at", _Q), ("said_duties", _U), ("said_problems", _U)]
)
CASE = np.dtype(
    [
        (name, _Q)
        for name in (
            *("id", "tenure", "look", "by", "opened", "due", "overdue", "fixed", "fixed_by", "checked", "again"),
        )
    ]
    + [("day", _I), ("duty", _B), ("origin", _B), ("state", _B)]
)
REPORTED = np.dtype([("at", _Q), ("day", _I), ("duties", _U), ("problems", _U)])
KINDS = {"looks": LOOK, "cases": CASE, "reported": REPORTED}


@dataclass(slots=True)
class Table:
    """One part of all shops: `names` are its fields, a row of `numbers` each.

    `head` is each shop's place among the lists of duties' names, `heads`, which are as they were packed; `many` are its rows.
    """

    names: tuple[str, ...]
    numbers: Ints
    heads: list[bytes]
    head: Ints
    many: Ints

    @property
    def shop(self) -> Ints:
        """By row, which shop it belongs to."""
        return np.repeat(np.arange(len(self.many)), self.many)

    def column(self, name: str) -> Ints:
        found: Ints = self.numbers[self.names.index(name)]
        return found


class AllParts(dict[int, Parts]):
    """The parts of some shops, by shop. They stay as they are once one was opened: `changed` gives others."""

    def __init__(
        self, parts: Mapping[int, Parts] | Iterable[tuple[int, Parts]] = (), opened: Mapping[str, Table] | None = None
    ) -> None:
        super().__init__(parts)
        self._opened = dict(opened or {})

    @property
    def tables(self) -> dict[str, Table]:
        """The parts by their names, opened: the shops in the order in which they stand here."""
        return {name: self.table(name) for name in KINDS}

    def table(self, name: str) -> Table:
        """One part of all shops, opened once."""
        if name not in self._opened:
            self._opened[name] = _opened([getattr(parts, name) for parts in self.values()], KINDS[name])
        return self._opened[name]

    def changed(self, name: str, new: Mapping[int, bytes]) -> AllParts:
        """The same with one part of some shops put in anew; the other parts are not opened again."""
        found = AllParts(self, {other: table for other, table in self._opened.items() if other != name})
        for shop, part in new.items():
            found[shop] = found[shop]._replace(**{name: part})
        return found


def in_order(parts: Mapping[int, Parts], shops: Sequence[int]) -> AllParts:
    """The parts of these shops in this order: the same again where they are so already."""
    if isinstance(parts, AllParts) and list(parts) == list(shops):
        return parts
    return AllParts({shop: parts.get(shop, NOTHING) for shop in shops})


def late_shops(parts: AllParts, until: int) -> dict[str, set[int]]:
    """By part, the shops of which something in it was recorded after an instant."""
    shops = list(parts)
    late: dict[str, set[int]] = {}
    for name, columns in _RECORDED.items():
        table = parts.table(name)
        recorded = [column for column in map(table.column, columns) if column.max(initial=until) > until]
        late[name] = {shops[n] for column in recorded for n in table.shop[column > until].tolist()}
    return late


_RECORDED = {"looks": ("at",), "cases": ("opened", "overdue", "fixed", "checked", "again"), "reported": ("at",)}
"""The instants of each part."""


def _opened(parts: Sequence[bytes], kind: np.dtype[Any]) -> Table:
    names, blobs = split_all(parts)
    heads = {head: n for n, head in enumerate(dict.fromkeys(names))}
    return Table(
        names=kind.names or (),
        numbers=_numbers(b"".join(blobs), kind),
        heads=list(heads),
        head=np.fromiter(map(heads.__getitem__, names), np.int64, len(names)),
        many=np.fromiter(map(len, blobs), np.int64, len(blobs)) // kind.itemsize,
    )


def _numbers(rows: bytes, kind: np.dtype[Any]) -> Ints:
    """The fields of records; neighbours of one type are moved together, which takes a fifth of the time."""
    raw, names = np.frombuffer(rows, np.uint8).reshape(-1, kind.itemsize), kind.names or ()
    found, at, start = np.empty((len(names), len(raw)), np.int64), 0, 0
    for one, same in groupby(kind[name] for name in names):
        many = len(list(same))
        end = start + many * one.itemsize
        found[at : at + many] = np.ascontiguousarray(raw[:, start:end]).view(one).T
        at, start = at + many, end
    return found
