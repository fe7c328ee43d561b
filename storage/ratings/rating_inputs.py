"""The types of what a rating run reads of some grids, as rows, and the parts of it that are not packed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeVar

import orjson

from storage.core.rows import instant
from storage.core.tx import Tx
from storage.ratings.as_of import Case
from storage.ratings.day_sums import days_in
from storage.ratings.evidence_packing import Kept, Said
from storage.shops.shops import Pause


@dataclass(frozen=True, slots=True)
class Place:
    """A shop as far as judging it goes, with the tenure it is in, `since` in milliseconds; `duties` as a shop has them."""

    id: int
    grid_id: int
    street: str
    open_days: tuple[int, ...]
    holidays: bool
    duties: tuple[str, ...]
    tenure_id: int | None
    since: int | None


@dataclass(frozen=True, slots=True)
class Shut:
    """A closure of the shop's own; `until` is its last day, None while unknown."""

    shop_id: int
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Veto:
    id: int
    shop_id: int
    since: date


@dataclass(frozen=True, slots=True)
class Contested:
    """An appeal against a look that is granted, or was not decided yet; `due_at` in milliseconds."""

    shop_id: int
    look: int
    is_granted: bool
    due_at: int


@dataclass(frozen=True, slots=True)
class Inputs:
    """The raw material of whole grids as it was at the run's cut-off, everything but `pauses` by shop.

    `clean` are the days (as ordinals) on which the standing self-check said that all was met, `reported` the self-checks
    that named a problem; `before` are the figures of the run before.
    """

    places: list[Place]
    looks: Mapping[int, list[Kept]]
    clean: dict[int, list[int]]
    reported: dict[int, list[Said]]
    cases: Mapping[int, list[Case]]
    closures: Mapping[int, list[Shut]]
    pauses: list[Pause]
    contested: Mapping[int, list[Contested]]
    vetoes: Mapping[int, list[Veto]]
    before: Mapping[int, dict[str, object]]


@dataclass(frozen=True, slots=True)
class Moment:
    """Of which days and up to when: `through` is aware, in the programme's zone, and its day is `last`."""

    first: date
    last: date
    through: datetime
    previous_run: int | None


class _OfShop(Protocol):
    @property
    def shop_id(self) -> int: ...


T = TypeVar("T", bound=_OfShop)


async def stretches(tx: Tx, most: int) -> list[tuple[int, int]]:
    """All grids with shops, as spans of ids that hold about `most` shops each; no grid is ever cut."""
    spans: list[tuple[int, int]] = []
    room = 0
    for row in await tx.rows("rating_grids"):
        if room <= 0:
            spans.append((row["grid_id"], row["grid_id"]))
            room = most
        else:
            spans[-1] = (spans[-1][0], row["grid_id"])
        room -= row["shops"]
    return spans


async def before(tx: Tx, stretch: tuple[int, int], run: int | None) -> dict[int, dict[str, object]]:
    """The figures of the run before, by shop."""
    grids = {"first_grid": stretch[0], "last_grid": stretch[1]}
    rows = await tx.rows("rating_before", **grids, run_id=run) if run else []
    return {row["shop_id"]: orjson.loads(row["figures"]) for row in rows}


async def clean_days(tx: Tx, places: Sequence[Place], grids: Mapping[str, int], moment: Moment) -> dict[int, list[int]]:
    """Days of “all met”, without those said under an earlier holder."""
    first, last = moment.first.toordinal(), moment.last.toordinal()
    days: dict[int, list[int]] = defaultdict(list)
    months = {"first": moment.first.isoformat()[:7], "last": moment.last.isoformat()[:7]}
    for row in await tx.rows("clean_days_of_grids", **grids, **months):
        days[row["shop_id"]] += days_in(row["month"], row["days"])
    for place in places:
        if said := days.get(place.id):
            begins = max(first, await _begins(tx, place, said, moment))
            days[place.id] = [d for d in said if begins <= d <= last]
    return days


async def _begins(tx: Tx, place: Place, said: Sequence[int], moment: Moment) -> int:
    """The first day that counts for the present holder; what somebody said on that day before them does not."""
    if place.since is None:
        return 0
    day = instant(place.since).astimezone(moment.through.tzinfo).date()
    number = day.toordinal()
    if day < moment.first or number not in said:
        return number
    return number + bool(await tx.rows("clean_days_before_tenure", shop_id=place.id, day=day))


def by_shop(rows: Iterable[T]) -> dict[int, list[T]]:
    """The rows of each shop, in their order."""
    found: dict[int, list[T]] = defaultdict(list)
    for row in rows:
        found[row.shop_id].append(row)
    return found


def by_grid(places: Iterable[Place]) -> Iterator[list[Place]]:
    """The shops of each grid, one grid after another."""
    grid: list[Place] = []
    for place in places:
        if grid and place.grid_id != grid[0].grid_id:
            yield grid
            grid = []
        grid.append(place)
    if grid:
        yield grid
