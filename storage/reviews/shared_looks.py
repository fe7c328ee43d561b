"""Shop-weeks with more than one observer, and what each of them found there."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import orjson

from programme.calendar import iso_week
from programme.reviews.strictness import Shared
from storage.core.tx import Tx
from storage.shops import shops


async def shared_since(tx: Tx, since: date) -> list[Shared]:
    """Grid by grid, so that a whole county is never in memory."""
    found: list[Shared] = []
    for grid in await shops.grids(tx):
        faults: dict[tuple[int, int], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        for row in await tx.rows("looks_of_grid_since", grid_id=grid.id, since=since):
            week = iso_week(date.fromisoformat(row["day"]))
            faults[row["shop_id"], week][row["observer_id"]].append(
                sum(x < 1 for x in orjson.loads(row["facts"]).values())
            )
        found += [
            Shared(observer, shop, week, sum(many) / len(many))
            for (shop, week), together in faults.items()
            if len(together) > 1
            for observer, many in together.items()
        ]
    return found
