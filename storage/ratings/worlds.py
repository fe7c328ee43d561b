"""What a run read, kept grid by grid: the same run can be made again, and explained, whatever was recorded since.

Only what an appeal was granted about is taken out again: those make new versions of the runs since.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import orjson
from pydantic import TypeAdapter

from files.dataclass import dataclass
from files.lazily import lazy
from storage.core.tx import Tx
from storage.ratings.clean_masks import mask_of
from storage.ratings.evidence_packing import pack_cases, unpack_cases
from storage.ratings.packed_inputs import Packed, Parts, closed
from storage.ratings.rating_inputs import Contested, Inputs, Place, by_grid

if TYPE_CHECKING:
    from storage.ratings import evidence_tables, world_packing
else:
    evidence_tables = lazy("storage.ratings.evidence_tables")
    world_packing = lazy("storage.ratings.world_packing")

FAST = 1
"""The compression level: a run writes as many of these as there are grids."""


@dataclass(frozen=True, slots=True)
class World:
    """One grid of a run, packed."""

    grid_id: int
    world: bytes


def kept_of(packed: Packed) -> list[World]:
    """What was read of each grid's shops; the figures of the run before are not part of it, they are kept as they are."""
    grids = list(by_grid(packed.places))
    tables = evidence_tables.in_order(packed.parts, [place.id for grid in grids for place in grid]).tables
    parts = world_packing.packed_grids(tables, [len(grid) for grid in grids])
    return [World(grid[0].grid_id, _head(packed, grid) + rest) for grid, rest in zip(grids, parts, strict=True)]


def _head(packed: Packed, places: Sequence[Place]) -> bytes:
    """All but the packed parts of one grid: a list a column, what several shops have in common once."""
    shops = [place.id for place in places]
    kinds: dict[tuple[object, ...], int] = {}
    alike = [(place.street, place.open_days, place.holidays, place.duties) for place in places]
    clean = [packed.clean.get(shop) for shop in shops]
    head = {
        "grid_id": places[0].grid_id,
        "id": shops,
        "tenure_id": [place.tenure_id for place in places],
        "since": [place.since for place in places],
        "kind": [kinds.setdefault(kind, len(kinds)) for kind in alike],
        "kinds": list(kinds),
        "clean": [None if mask is None else f"{mask:x}" for mask in clean],
        **{name: getattr(packed, name) for name in ("first", "residents", "pauses")},
        **{name: _of(getattr(packed, name), shops) for name in ("closures", "contested", "vetoes")},
    }
    text = zlib.compress(orjson.dumps(head, option=orjson.OPT_NON_STR_KEYS, default=sorted), FAST)
    return b"".join([MARK, len(text).to_bytes(4, "little"), text])


def _of(rows: Mapping[int, object], shops: Sequence[int]) -> dict[int, object]:
    return {shop: rows[shop] for shop in shops if shop in rows} if rows else {}


def unpacked(kept: bytes) -> Packed:
    """What a run had read, of runs before it was packed, too."""
    mark, rest = kept[:1], kept[1:]
    if mark in (MARK, PLACES):
        end = 4 + int.from_bytes(rest[:4], "little")
        head: dict[str, Any] = orjson.loads(zlib.decompress(rest[4:end]))
        if mark == MARK:
            head = _in_places(head)
        head["clean"] = {shop: int(mask, 16) for shop, mask in head["clean"].items()}
        shops = head.pop("shops")
        return _packed(head, dict(zip(shops, world_packing.unpacked_parts(rest[end:], len(shops)), strict=True)))
    if mark == ROWS:
        return _unpacked_rows(zlib.decompress(rest))
    found: Inputs = _adapter(Inputs).validate_json(zlib.decompress(kept))
    return closed(found)


def _in_places(head: dict[str, Any]) -> dict[str, Any]:
    """The head of `_head` with a dictionary a shop, as it was kept before."""
    grid, kinds, shops = head.pop("grid_id"), head.pop("kinds"), head.pop("id")
    columns = zip(shops, head.pop("tenure_id"), head.pop("since"), head.pop("kind"), strict=True)
    places = [
        dict(zip((f.name for f in fields(Place)), (shop, grid, *kinds[kind], tenure, since), strict=True))
        for shop, tenure, since, kind in columns
    ]
    clean = {shop: mask for shop, mask in zip(shops, head["clean"], strict=True) if mask is not None}
    return head | {"places": places, "shops": shops, "clean": clean}


def _packed(head: dict[str, Any], parts: dict[int, Parts]) -> Packed:
    plain: Packed = _adapter(Packed).validate_python({**head, "parts": {}, "before": {}})
    return replace(plain, parts=parts)


def _unpacked_rows(whole: bytes) -> Packed:
    """What earlier runs kept: the packed evidence as it stood, and lists of days."""
    end = 4 + int.from_bytes(whole[:4], "little")
    head: dict[str, Any] = orjson.loads(whole[4:end])
    at, parts = end, {}
    for shop, sizes in zip(head.pop("shops"), head.pop("sizes"), strict=True):
        cuts = [at, *(at := at + size for size in sizes)]
        parts[shop] = Parts(*[whole[a:b] for a, b in pairwise(cuts)])
    first = min([day for days in head["clean"].values() for day in days], default=0)
    clean = {shop: mask_of(days, first) for shop, days in head["clean"].items()}
    return _packed(head | {"first": first, "clean": clean}, parts)


MARK, PLACES, ROWS = b"4", b"3", b"2"
"""The first byte of what is kept: before, its head had a dictionary a place, and earlier all of it was in rows; JSON before
that begins otherwise."""


@cache
def _adapter(kind: type[Packed | Inputs]) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


async def keep(tx: Tx, run_id: int, kept: Sequence[World]) -> None:
    await tx.many("rating_world_add", [{"run_id": run_id, "grid_id": w.grid_id, "world": w.world} for w in kept])


async def forget(tx: Tx, *, before: datetime, repeated_before: datetime) -> None:
    """Drop what runs of so long ago had read, and earlier what another run has, too. The ratings themselves stay."""
    await tx.do("rating_worlds_forget", before=before, repeated_before=repeated_before)


async def grids(tx: Tx, run_id: int) -> list[int]:
    """The grids a run read, in the order in which it judged them."""
    return [row["grid_id"] for row in await tx.rows("rating_world_grids", run_id=run_id)]


async def first_run(tx: Tx, period: str, through: object) -> int | None:
    """The run that first read a period up to its end."""
    found = await tx.value("rating_world_first", period=period, through=through)
    return None if found is None else int(found)


async def of_grid(tx: Tx, run_id: int, grid_id: int) -> Packed | None:
    """What the run read of a grid."""
    found = await tx.value("rating_world", run_id=run_id, grid_id=grid_id)
    return None if found is None else unpacked(bytes(found))


async def as_appealed(tx: Tx, packed: Packed, grid_id: int) -> Packed:
    """The same without what appeals that were granted since have taken out of it."""
    grid = {"first_grid": grid_id, "last_grid": grid_id}
    contested = {shop: list(found) for shop, found in packed.contested.items()}
    for row in await tx.rows("appeals_granted", **grid):
        contested.setdefault(row["shop_id"], []).append(Contested(row["shop_id"], row["look"], True, 0))
    parts = dict(packed.parts)
    aside = {(row["shop_id"], row["id"]) for row in await tx.rows("findings_set_aside", **grid)}
    for shop in sorted({shop for shop, _ in aside} & parts.keys()):
        cases = unpack_cases(parts[shop].cases, shop, packed.residents)
        left = [case for case in cases if (shop, case.id) not in aside]
        if len(left) < len(cases):
            parts[shop] = parts[shop]._replace(cases=pack_cases(left))
    lifted = {row["id"] for row in await tx.rows("vetoes_appealed", **grid)}
    vetoes = {shop: [veto for veto in found if veto.id not in lifted] for shop, found in packed.vetoes.items()}
    return replace(packed, contested=contested, parts=parts, vetoes=vetoes)
