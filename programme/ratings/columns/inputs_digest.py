"""The digest of everything a grid's ratings came from: the same bytes for the same evidence on every machine."""

from __future__ import annotations

import hashlib
import zlib
from typing import Any

import numpy as np
import orjson

from programme.ratings.columns.judge import Judgement
from programme.rules import Rules


def digests_of(judged: Judgement, rules: Rules) -> list[bytes]:
    """One digest a grid. A look that was recorded never changes: its number says it all."""
    town, known = judged.town, judged.known
    seen, cased, said = known.seen, known.cased, known.said
    cases = cased.cases
    ruled = (1 << len(rules.duties)) - 1  # bits of other duties depend on what else a stretch of shops ever recorded
    names = np.array([zlib.crc32(key.encode()) for key in town.keys], np.int64)
    points = (cased.age, cased.own, cased.in_time, cased.proved, cased.overdue, cased.again, cased.by, cased.seen)
    days = said.reported
    by_starts: list[tuple[list[int], list[Any]]] = [
        (seen.starts, [seen.looks.id, seen.age, seen.contested]),
        (known.clean_starts, [known.clean]),
        (said.starts, [days.day, said.age, days.duties & ruled, days.problems & ruled, said.fixed & ruled]),
        (cased.starts, [cases.id, names[cases.duty], cases.day, *points, cased.seen_age, cases.resident]),
    ]
    past = town.past
    by_shop = (town.id, town.duties, known.compared, known.agreed, town.veto, town.shut, past.stars, past.day, past.gap)
    ends = np.searchsorted(town.grid, np.arange(len(judged.grids) + 1)).tolist()
    shops = [_plain(column) for column in by_shop] + [_plain(column, "<f8") for column in (past.score, past.weakest)]
    rows = [(np.array(starts), [_plain(column) for column in columns]) for starts, columns in by_starts]
    found = []
    for number, grid in enumerate(judged.grids):
        first, end = ends[number], ends[number + 1]
        honest = [(int(town.id[shop]), known.honest[shop]) for shop in range(first, end) if shop in known.honest]
        digest = hashlib.sha256(orjson.dumps((grid, honest)))
        for column in shops:
            digest.update(column[first:end])
        for starts, columns in rows:
            a, b = starts[first], starts[end]
            digest.update(_plain(np.diff(starts[first : end + 1])))
            for column in columns:
                digest.update(column[a:b])
        found.append(digest.digest())
    return found


def _plain(column: Any, kind: str = "<i8") -> Any:
    """Numbers of eight bytes, one behind the other."""
    return np.ascontiguousarray(column, kind)
