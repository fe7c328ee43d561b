"""The evidence of one grid's shops as a run keeps it: column by column, each number in as few bytes as its column needs.

A column's numbers are kept as their distance from its smallest, byte plane by byte plane; where many are missing, bits say
which are there. It takes a seventh of the time of compressing the rows, and about as much room.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from struct import Struct

import numpy as np
import numpy.typing as npt

from storage.ratings.evidence_columns import CASE, LOOK, REPORTED
from storage.ratings.evidence_packing import NONE, split_all
from storage.ratings.packed_inputs import Parts

Ints = npt.NDArray[np.int64]

_HEAD = Struct("<HI")
"""How many lists of names a part has, and how long they are together."""
_KINDS = {"looks": LOOK, "cases": CASE, "reported": REPORTED}
_WIDEST = 8
_MOST = 2**62


def packed_parts(parts: Sequence[Parts]) -> bytes:
    """The parts of some shops."""
    found: list[bytes] = []
    for name, kind in _KINDS.items():
        heads, blobs = split_all([getattr(part, name) for part in parts])
        distinct = {head: n for n, head in enumerate(dict.fromkeys(heads))}
        whole = b"".join(distinct)
        found += [_HEAD.pack(len(distinct), len(whole)), whole]
        many = [len(blob) // kind.itemsize for blob in blobs]
        found += _columns(np.array([[distinct[head] for head in heads], many], np.int64))
        rows = np.frombuffer(b"".join(blobs), kind)
        found += _columns(np.array([rows[column] for column in kind.names or ()], np.int64))
    return b"".join(found)


def _columns(numbers: Ints) -> Iterator[bytes]:
    """Columns of one length, a row each."""
    least = numbers.min(axis=1, initial=_MOST)
    has_holes = least == NONE
    there = numbers[has_holes] != NONE
    least[has_holes] = np.where(there, numbers[has_holes], _MOST).min(axis=1, initial=_MOST)
    least[least == _MOST] = 0
    far = numbers - least[:, None]
    far[has_holes] = np.where(there, far[has_holes], 0)
    wide = [(top.bit_length() + 7) // 8 for top in far.max(axis=1, initial=0).tolist()]
    yield bytes(wide)
    yield (~has_holes).tobytes()
    yield least.astype("<i8").tobytes()
    yield np.packbits(there, axis=1).tobytes()
    far, holes = far.astype("<i8", copy=False), iter(there)
    for width, column, is_partial in zip(wide, far, has_holes.tolist(), strict=True):
        kept = (column[next(holes)] if is_partial else column).view(np.uint8).reshape(-1, _WIDEST)
        yield kept[:, :width].T.tobytes()


def unpacked_parts(packed: bytes, shops: int) -> list[Parts]:
    """The same parts again, byte for byte."""
    source = _Source(packed)
    return [Parts(*three) for three in zip(*[source.part(kind, shops) for kind in _KINDS.values()], strict=True)]


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
