"""Everything a rating run needs to know of some grids, read together so that it is one moment's truth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeVar

import orjson

from programme.findings.finding_state import FindingState
from storage.core.rows import instant, milliseconds
from storage.core.tx import Tx
from storage.ratings.day_sums import Kept, Said, days_in, said_of, unpacked
from storage.shops import shops
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
class Case:
    """A finding as far as judging goes; instants in milliseconds, as they are stored.

    `resident`: somebody who had no part in the work when they said it reported it, first or after others.
    """

    id: int
    shop_id: int
    tenure_id: int
    duty: str
    origin: str
    observation_id: int | None
    day: date
    opened_at: int
    due_at: int | None
    state: FindingState
    overdue_at: int | None
    fixed_at: int | None
    resident: bool


@dataclass(frozen=True, slots=True)
class Shut:
    """A closure of the shop's own; `until` is its last day, None while unknown."""

    shop_id: int
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Veto:
    shop_id: int
    since: date


@dataclass(frozen=True, slots=True)
class Inputs:
    """The raw material of whole grids, everything but `pauses` and `contested` by shop.

    `clean` are the days (as ordinals) on which the standing self-check said that all was met, `reported` the self-checks
    that named a problem; `before` are the figures of the run before.
    """

    places: list[Place]
    looks: Mapping[int, list[Kept]]
    clean: Mapping[int, list[int]]
    reported: Mapping[int, list[Said]]
    cases: Mapping[int, list[Case]]
    closures: Mapping[int, list[Shut]]
    pauses: list[Pause]
    contested: frozenset[int]
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


async def of_grids(tx: Tx, stretch: tuple[int, int], moment: Moment) -> Inputs:
    """Looks and self-checks of the moment's days that were made before it ends, and the rows of the run before."""
    grids = {"first_grid": stretch[0], "last_grid": stretch[1]}
    span: dict[str, object] = {**grids, "first": moment.first, "last": moment.last}
    through = moment.through
    places = await tx.all(Place, "rating_shops", **grids)
    looks = await tx.rows("kept_looks_of_grids", **grids)
    until = milliseconds(through)
    return Inputs(
        places=places,
        looks={row["shop_id"]: unpacked(row["looks"], until) for row in looks},
        clean=await _clean(tx, places, grids, moment),
        reported=await _reported(tx, span, through),
        cases=_by_shop(await tx.all(Case, "rating_findings", **grids, first=moment.first, through=through)),
        closures=_by_shop(await tx.all(Shut, "rating_closures", **span)),
        pauses=await shops.pauses(tx, moment.first, moment.last),
        contested=frozenset(row["subject_id"] for row in await tx.rows("rating_contested", **grids, through=through)),
        vetoes=_by_shop(await tx.all(Veto, "rating_vetoes", **grids, through=through)),
        before=await _before(tx, grids, moment.previous_run),
    )


async def _reported(tx: Tx, span: Mapping[str, object], through: datetime) -> dict[int, list[Said]]:
    found: dict[int, list[Said]] = defaultdict(list)
    for row in await tx.rows("problem_days_of_grids", **span, through=through):
        found[row["shop_id"]].append(said_of(row["day"], row["at"], row["duties"], row["problems"]))
    return found


async def _before(tx: Tx, grids: Mapping[str, int], run: int | None) -> dict[int, dict[str, object]]:
    rows = await tx.rows("rating_before", **grids, run_id=run) if run else []
    return {row["shop_id"]: orjson.loads(row["figures"]) for row in rows}


async def _clean(tx: Tx, places: Sequence[Place], grids: Mapping[str, int], moment: Moment) -> dict[int, list[int]]:
    """Days of “all met”, without those said after the run's hour or under an earlier holder."""
    first, last = moment.first.toordinal(), moment.last.toordinal()
    days: dict[int, list[int]] = defaultdict(list)
    months = {"first": moment.first.isoformat()[:7], "last": moment.last.isoformat()[:7]}
    for row in await tx.rows("clean_days_of_grids", **grids, **months):
        days[row["shop_id"]] += days_in(row["month"], row["days"])
    late = await tx.rows("clean_days_too_late", **grids, day=moment.last, through=moment.through)
    too_late = {row["shop_id"] for row in late}
    for place in places:
        if said := days.get(place.id):
            begins = max(first, await _begins(tx, place, said, moment))
            days[place.id] = [d for d in said if begins <= d <= last]
            if place.id in too_late:
                days[place.id].remove(last)
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


def _by_shop(rows: Iterable[T]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for row in rows:
        found[row.shop_id].append(row)
    return found


def by_grid(inputs: Inputs) -> Iterator[list[Place]]:
    """The shops of each grid, one grid after another."""
    grid: list[Place] = []
    for place in inputs.places:
        if grid and place.grid_id != grid[0].grid_id:
            yield grid
            grid = []
        grid.append(place)
    if grid:
        yield grid
