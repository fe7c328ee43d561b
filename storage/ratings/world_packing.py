"""The evidence of grids' shops as a run keeps it: column by column, each number in as few bytes as its column needs.

A column's numbers are kept as their distance from its smallest, byte plane by byte plane; where many are missing, bits say
which are there. All grids of a stretch are packed together, each as if it were alone; compressing rows takes longer by far.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from struct import Struct

import numpy as np
import numpy.typing as npt

from programme.ratings.columns.tables import Bools, Ints
from storage.ratings.evidence_packing import NONE
from storage.ratings.evidence_tables import KINDS, Table
from storage.ratings.packed_inputs import Parts

_HEAD = Struct("<HI")
"""How many lists of names a part has, and how long they are together."""
_WIDEST = 8
_WIDTHS = np.array([1 << 8 * n for n in range(_WIDEST)])
"""The smallest numbers that need one byte more."""


def packed_grids(tables: Mapping[str, Table], shops: Sequence[int]) -> list[bytes]:
    """The parts of some grids' shops; `shops` says how many each of them has, one after the other."""
    found: list[list[bytes]] = [[] for _ in shops]
    ends = np.cumsum([0, *shops])
    for table in tables.values():
        which: list[int] = []
        for grid, (a, b) in zip(found, pairwise(ends.tolist()), strict=True):
            heads = table.head[a:b].tolist()
            own = {head: n for n, head in enumerate(dict.fromkeys(heads))}
            which += [own[head] for head in heads]
            whole = b"".join([table.heads[head] for head in own])
            grid += [_HEAD.pack(len(own), len(whole)), whole]
        _add(found, [np.array(which, np.int64), table.many], _Cuts(ends))
        _add(found, table.numbers, _Cuts(np.concatenate([[0], np.cumsum(table.many)])[ends]))
    return [b"".join(grid) for grid in found]


class _Cuts:
    """Where each grid's rows begin, and behind them the end of the last one's."""

    def __init__(self, ends: Ints) -> None:
        self.ends, self.sizes = ends, np.diff(ends)
        self.spans = list(pairwise(ends.tolist()))
        self._has = np.flatnonzero(self.sizes)
        self._begins = ends[self._has]

    def each(self, how: np.ufunc, column: Ints) -> Ints:
        """The least or greatest number of every grid, 0 where there is no row."""
        found = np.zeros(len(self.sizes), np.int64)
        if len(self._has):
            found[self._has] = how.reduceat(column, self._begins)
        return found


@dataclass(slots=True)
class _Column:
    """One column of all grids: by grid its smallest number, how many bytes wide it is, which rows are there, its planes."""

    least: Ints
    wide: Ints
    has_holes: Bools
    there: list[bytes]
    planes: list[bytes]


def _add(found: Sequence[list[bytes]], numbers: Iterable[Ints], cuts: _Cuts) -> None:
    """Columns of one length."""
    columns = [_column(column, cuts) for column in numbers]
    wide = np.array([column.wide for column in columns], np.uint8).T
    is_whole = ~np.array([column.has_holes for column in columns]).T
    least = np.array([column.least for column in columns], "<i8").T
    there, planes = (zip(*[getattr(c, name) for c in columns], strict=True) for name in ("there", "planes"))
    for grid, *heads, bits, bytes_ in zip(found, wide, is_whole, least, there, planes, strict=True):
        grid.extend([*[head.tobytes() for head in heads], *bits, *bytes_])


def _column(column: Ints, cuts: _Cuts) -> _Column:
    least = cuts.each(np.minimum, column)
    has_holes = least == NONE
    bits = [b""] * len(least)
    if has_holes.any():
        is_there = column != NONE
        bits = [np.packbits(is_there[a:b]).tobytes() if has_holes[n] else b"" for n, (a, b) in enumerate(cuts.spans)]
        column, cuts = column[is_there], _Cuts(np.concatenate([[0], np.cumsum(is_there)])[cuts.ends])
        least = cuts.each(np.minimum, column)
    far = column - np.repeat(least, cuts.sizes)
    wide = np.searchsorted(_WIDTHS, cuts.each(np.maximum, far), side="right")
    planes = np.ascontiguousarray(far.view(np.uint8).reshape(-1, _WIDEST)[:, : int(wide.max(initial=0))].T)
    kept = [planes[:width, a:b].tobytes() for width, (a, b) in zip(wide.tolist(), cuts.spans, strict=True)]
    return _Column(least, wide, has_holes, bits, kept)


def unpacked_parts(packed: bytes, shops: int) -> list[Parts]:
    """The same parts again, byte for byte."""
    source = _Source(packed)
    return [Parts(*three) for three in zip(*[source.part(kind, shops) for kind in KINDS.values()], strict=True)]


class _Source:
    def __init__(self, packed: bytes) -> None:
        self._packed, self._at = packed, 0

    def _take(self, size: int) -> bytes:
        self._at += size
        return self._packed[self._at - size : self._at]

    def part(self, kind: np.dtype[np.void], shops: int) -> list[bytes]:
        """One part of every shop."""
        many, size = _HEAD.unpack(self._take(_HEAD.size))
        heads, rest = [], self._take(size)
        for _ in range(many):
            end = 2 + int.from_bytes(rest[:2], "little")
            heads.append(rest[:end])
            rest = rest[end:]
        which, sizes = self._columns(2, shops)
        rows = np.zeros(int(sizes.sum()), kind)
        names = kind.names or ()
        for name, column in zip(names, self._columns(len(names), len(rows)), strict=True):
            rows[name] = column
        ends = [0, *np.cumsum(sizes).tolist()]
        return [heads[n] + rows[a:b].tobytes() for n, (a, b) in zip(which.tolist(), pairwise(ends), strict=True)]

    def _columns(self, many: int, rows: int) -> list[Ints]:
        wide = list(self._take(many))
        is_whole = np.frombuffer(self._take(many), np.bool_)
        least = np.frombuffer(self._take(_WIDEST * many), "<i8").tolist()
        is_there = np.ones((many, rows), np.bool_)
        if holes := int((~is_whole).sum()):
            size = (rows + 7) // 8
            packed = np.frombuffer(self._take(size * holes), np.uint8).reshape(holes, size)
            is_there[~is_whole] = np.unpackbits(packed, axis=1, count=rows)
        return [self._column(width, first, there) for width, first, there in zip(wide, least, is_there, strict=True)]

    def _column(self, wide: int, least: int, there: npt.NDArray[np.bool_]) -> Ints:
        many = int(there.sum())
        far = np.zeros((many, _WIDEST), np.uint8)
        far[:, :wide] = np.frombuffer(self._take(wide * many), np.uint8).reshape(wide, many).T
        found = np.full(len(there), NONE, np.int64)
        found[there] = far.view("<i8").reshape(-1) + least
        return found
