"""Reads everything a rating run needs to know of some grids in one transaction, so that all of it belongs to one moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from storage.core.rows import milliseconds
from storage.core.tx import Tx
from storage.ratings import day_sums
from storage.ratings.evidence_packing import pack_reported, unpack_reported
from storage.ratings.evidence_tables import AllParts, late_shops
from storage.ratings.packed_inputs import EMPTY, Packed, Parts, opened
from storage.ratings.rating_inputs import (
    Contested,
    Inputs,
    Moment,
    Place,
    Shut,
    Veto,
    before,
    by_shop,
    clean_days,
)
from storage.shops import shops


async def of_grids(tx: Tx, stretch: tuple[int, int], moment: Moment) -> Inputs:
    """The same as `packed`, as rows."""
    return opened(await packed(tx, stretch, moment))


async def packed(tx: Tx, stretch: tuple[int, int], moment: Moment) -> Packed:
    """What was known of all shops at the moment, and the rows of the run before."""
    grids = {"first_grid": stretch[0], "last_grid": stretch[1]}
    span: dict[str, object] = {**grids, "first": moment.first, "last": moment.last}
    through = moment.through
    places = await tx.all(Place, "rating_shops", **grids, through=through)
    pauses = await shops.pauses(tx, moment.first, moment.last)
    parts = await _as_of(tx, await _parts(tx, places, grids), grids, through)
    raw = Packed(
        places=places,
        parts=parts,
        first=moment.first.toordinal(),
        clean=await clean_days(tx, places, grids, moment),
        residents=frozenset([row["id"] for row in await tx.rows("findings_of_residents", **grids, through=through)]),
        closures=by_shop(await tx.all(Shut, "rating_closures", **span, through=through)),
        pauses=[pause for pause in pauses if pause.at <= through],
        contested=by_shop(await tx.all(Contested, "rating_contested", **grids, through=through)),
        vetoes=by_shop(await tx.all(Veto, "rating_vetoes", **grids, through=through)),
        before=await before(tx, stretch, moment.previous_run),
    )
    return await _without_late_checks(tx, raw, parts, grids, moment)


async def _parts(tx: Tx, places: list[Place], grids: Mapping[str, int]) -> AllParts:
    """What is kept of every shop; what was never counted is counted from the raw rows."""
    kept = {shop: parts for shop, *parts in await tx.rows("evidence_of_grids", **grids, nothing=EMPTY)}
    found = AllParts()
    for place in places:
        parts = kept[place.id]
        found[place.id] = await _counted(tx, place.id, parts) if None in parts else Parts(*parts)
    return found


async def _counted(tx: Tx, shop: int, parts: Sequence[bytes | None]) -> Parts:
    """The parts of a shop of which some were never counted."""
    return Parts(*[await COUNT[n](tx, shop) if part is None else part for n, part in enumerate(parts)])


COUNT = (day_sums.count_looks, day_sums.count_cases, day_sums.count_reported)
"""By part."""


async def _as_of(tx: Tx, parts: AllParts, grids: Mapping[str, int], through: datetime) -> AllParts:
    """The evidence as it stood at the cut-off: each part counted anew of shops of which it was recorded since."""
    late = late_shops(parts, milliseconds(through))
    for name, statement in (("looks", "looks_undone_since"), ("cases", "shops_of_moved_findings")):
        late[name] |= {row["shop_id"] for row in await tx.rows(statement, **grids, through=through)}
    for count, (name, which) in zip(COUNT, late.items(), strict=True):
        if anew := {shop: await count(tx, shop, through) for shop in sorted(which & parts.keys())}:
            parts = parts.changed(name, anew)
    return parts


async def _without_late_checks(
    tx: Tx, raw: Packed, parts: AllParts, grids: Mapping[str, int], moment: Moment
) -> Packed:
    """Of the run's own day counts what had been said by its hour, not what was said later."""
    rows = await tx.rows("checks_before_late_ones", **grids, day=moment.last, through=moment.through)
    if not rows:
        return raw
    stood = {row["shop_id"]: row for row in rows}
    clean, reported = dict(raw.clean), dict[int, bytes]()
    for place in raw.places:
        if (row := stood.get(place.id)) is None:
            continue
        day = 1 << (moment.last - moment.first).days
        others = clean.get(place.id, 0) & ~day
        is_theirs = row["at"] is not None and (place.since is None or row["at"] >= place.since)
        if is_theirs and row["problems"]:
            said = day_sums.said_of(moment.last.isoformat(), row["at"], row["duties"], row["problems"])
            before = unpack_reported(parts[place.id].reported)
            reported[place.id] = pack_reported([*before, said])
        clean[place.id] = others | day if is_theirs and not row["problems"] else others
    return replace(raw, clean=clean, parts=parts.changed("reported", reported))
