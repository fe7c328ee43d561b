"""What a run read, kept grid by grid: the same run can be made again, and explained, whatever was recorded since.

Only what an appeal was granted about is taken out again: those make new versions of the runs since.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any

import orjson
from pydantic import TypeAdapter

from storage.core.tx import Tx
from storage.ratings.rating_inputs import Contested, Inputs, Place

FAST = 1
"""The compression level: a run writes as many of these as there are grids."""


@dataclass(frozen=True, slots=True)
class World:
    """One grid of a run, packed."""

    grid_id: int
    world: bytes


def packed(raw: Inputs, places: Sequence[Place]) -> World:
    """What was read of one grid's shops; the figures of the run before are not part of it, they are kept as they are."""
    shops = {place.id for place in places}
    parts = {f.name: _of_shops(getattr(raw, f.name), shops) for f in fields(Inputs)}
    parts |= {"places": list(places), "before": {}}
    text = orjson.dumps(parts, option=orjson.OPT_NON_STR_KEYS, default=sorted)
    return World(places[0].grid_id, zlib.compress(text, FAST))


def unpacked(world: bytes) -> Inputs:
    found: Inputs = _adapter().validate_json(zlib.decompress(world))
    return found


def _of_shops(part: Any, shops: set[int]) -> Any:
    return {shop: rows for shop, rows in part.items() if shop in shops} if isinstance(part, Mapping) else part


@cache
def _adapter() -> TypeAdapter[Any]:
    return TypeAdapter(Inputs)


async def keep(tx: Tx, run_id: int, kept: Sequence[World]) -> None:
    await tx.many("rating_world_add", [{"run_id": run_id, "grid_id": w.grid_id, "world": w.world} for w in kept])


async def grids(tx: Tx, run_id: int) -> list[int]:
    """The grids a run read, in the order in which it judged them."""
    return [row["grid_id"] for row in await tx.rows("rating_world_grids", run_id=run_id)]


async def first_run(tx: Tx, period: str, through: object) -> int | None:
    """The run that first read a period up to its end."""
    found = await tx.value("rating_world_first", period=period, through=through)
    return None if found is None else int(found)


async def of_grid(tx: Tx, run_id: int, grid_id: int) -> Inputs | None:
    """What the run read of a grid."""
    found = await tx.value("rating_world", run_id=run_id, grid_id=grid_id)
    return None if found is None else unpacked(bytes(found))


async def as_appealed(tx: Tx, raw: Inputs, grid_id: int) -> Inputs:
    """The same without what appeals that were granted since have taken out of it."""
    grid = {"first_grid": grid_id, "last_grid": grid_id}
    contested = {shop: list(found) for shop, found in raw.contested.items()}
    for row in await tx.rows("appeals_granted", **grid):
        contested.setdefault(row["shop_id"], []).append(Contested(row["shop_id"], row["look"], True, 0))
    aside = {row["id"] for row in await tx.rows("findings_set_aside", **grid)}
    lifted = {row["id"] for row in await tx.rows("vetoes_appealed", **grid)}
    return replace(
        raw,
        contested=contested,
        cases={shop: [case for case in found if case.id not in aside] for shop, found in raw.cases.items()},
        vetoes={shop: [veto for veto in found if veto.id not in lifted] for shop, found in raw.vetoes.items()},
    )
