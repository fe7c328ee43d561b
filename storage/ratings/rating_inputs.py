"""The types of what a rating run reads of some grids, as rows, and the parts of it that are not packed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Protocol, TypeVar

from files.dataclass import dataclass
from storage.core.rows import instant, milliseconds
from storage.core.tx import Tx
from storage.ratings.as_of import Case
from storage.ratings.clean_masks import between
from storage.ratings.day_sums import first_of
from storage.ratings.evidence_packing import Kept, Said
from storage.ratings.figure_packing import packed_last
from storage.shops.shops import Pause


@dataclass(slots=True)
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


@dataclass(slots=True)
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
    that named a problem; `before` are the last stars as the run before left them, packed.
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
    before: Mapping[int, bytes]


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
_DAY = 86_400_000
"""Milliseconds."""
LIVED_IN, ALWAYS = 4_000, 1_000
"""Bytes kept of a shop after a quarter with thirty findings, and what any shop needs beside what is kept of it."""


async def stretches(tx: Tx, most: int) -> list[tuple[int, int]]:
    """All grids with shops, as spans of ids that hold about `most` lived-in shops each; no grid is ever cut.

    Of shops of which less is kept there are more, as many as need the same memory.
    """
    spans: list[tuple[int, int]] = []
    room = 0.0
    for row in await tx.rows("rating_grids"):
        if room <= 0:
            spans.append((row["grid_id"], row["grid_id"]))
            room = most
        else:
            spans[-1] = (spans[-1][0], row["grid_id"])
        room -= row["shops"] * (ALWAYS + row["size"]) / (ALWAYS + LIVED_IN)
    return spans


async def before(tx: Tx, stretch: tuple[int, int], run: int | None) -> dict[int, bytes]:
    """The last star as the run before left it, packed, by shop."""
    grids = {"first_grid": stretch[0], "last_grid": stretch[1]}
    rows = await tx.rows("rating_before", **grids, run_id=run) if run else []
    return {shop: packed_last(last, figures) for shop, last, figures in rows}


async def clean_days(tx: Tx, places: Sequence[Place], grids: Mapping[str, int], moment: Moment) -> dict[int, int]:
    """Days of “all met” as bits from the moment's first day on, without those said under an earlier holder."""
    first, last = moment.first.toordinal(), moment.last.toordinal()
    days: dict[int, int] = {}
    months = {"first": moment.first.isoformat()[:7], "last": moment.last.isoformat()[:7]}
    for shop, month, bits in await tx.rows("clean_days_of_grids", **grids, **months):
        by = first_of(month) - first  # a day that is earlier than the first falls off
        days[shop] = days.get(shop, 0) | (bits << by if by >= 0 else bits >> -by)
    begins = _begins(places, moment)
    early = {number: await _said_before(tx, grids, number) for number in sorted(set(begins.values()))}
    since = cache(lambda start: between(-1, start - first, last - first))
    found = {}
    for place in places:
        if said := days.get(place.id):
            start = begins.get(place.id, first)
            start += start in early and place.id in early[start]
            found[place.id] = said & since(start)
    return found


def _begins(places: Sequence[Place], moment: Moment) -> dict[int, int]:
    """The first day of the present holder, of those who came within the days that are read."""
    earliest = milliseconds(moment.through) - _DAY * (moment.last - moment.first).days
    new = {place.id: place.since for place in places if place.since is not None and place.since >= earliest}
    day = cache(lambda since: instant(since).astimezone(moment.through.tzinfo).date().toordinal())
    return {shop: day(since) for shop, since in new.items()}  # a roster makes many tenures of one instant


async def _said_before(tx: Tx, grids: Mapping[str, int], number: int) -> set[int]:
    """The shops whose “all met” of their holder's first day was said before them: it is not theirs."""
    rows = await tx.rows("clean_days_before_tenure", **grids, day=date.fromordinal(number))
    return {row["shop_id"] for row in rows}


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
