"""The digest of everything a grid's ratings came from: the same bytes for the same evidence on every machine."""

from __future__ import annotations

import hashlib
import zlib
from typing import Any

import numpy as np
import orjson

from programme.ratings.columns.judge import Judgement
from programme.ratings.columns.tables import starts
from programme.rules import Rules


def digests_of(judged: Judgement, rules: Rules) -> list[bytes]:
    """One digest a grid. A look that was recorded never changes: its number says it all."""
    town, known = judged.town, judged.known
    seen, cased, said = known.seen, known.cased, known.said
    cases = cased.cases
    ruled = (1 << len(rules.duties)) - 1  # bits of other duties depend on what else a stretch of shops ever recorded
    names = np.array([zlib.crc32(key.encode()) for key in town.keys], "<u4")
    days, honest = said.reported, known.honest
    by_starts: list[tuple[list[int], list[Any]]] = [
        (seen.starts, [seen.looks.id, _few(seen.age), seen.contested]),
        (known.clean_starts, [_few(known.clean)]),
        (starts(honest.shop, town.shops), [_few(honest.compared), _few(honest.agreed)]),
        (
            said.starts,
            [_some(days.day), _few(said.age), *(_some(m & ruled) for m in (days.duties, days.problems, said.fixed))],
        ),
        (
            cased.starts,
            [
                *(cases.id, names[cases.duty], cased.by, _some(cases.day), _some(cased.seen)),
                *(_few(cased.age), _few(cased.seen_age)),
                *(cased.own, cased.in_time, cased.proved, cased.overdue, cased.again, cases.resident),
            ],
        ),
    ]
    past = town.past
    by_shop = (town.id, town.duties, known.compared, known.agreed, town.veto, town.shut, past.stars, past.day, past.gap)
    ends = np.searchsorted(town.grid, np.arange(len(judged.grids) + 1)).tolist()
    shops: list[Any] = [*map(_plain, by_shop), past.score, past.weakest]
    rows: list[tuple[Any, list[Any]]] = [(np.array(at), [*map(np.ascontiguousarray, c)]) for at, c in by_starts]
    found = []
    for number, grid in enumerate(judged.grids):
        first, end = ends[number], ends[number + 1]
        digest = hashlib.sha256(orjson.dumps(grid))
        for column in shops:
            digest.update(column[first:end])
        for begins, columns in rows:
            a, b = begins[first], begins[end]
            digest.update(_plain(np.diff(begins[first : end + 1])))
            for column in columns:
                digest.update(column[a:b])
        found.append(digest.digest())
    return found


def _plain(column: Any) -> Any:
    """Numbers of eight bytes, one behind the other."""
    return np.ascontiguousarray(column, "<i8")


def _some(column: Any) -> Any:
    """Days and bits, which four bytes hold; a day that is missing becomes 0. A digest takes its time by the byte."""
    return column.astype("<i4")


def _few(column: Any) -> Any:
    """Ages, which two bytes hold."""
    return column.astype("<i2")
