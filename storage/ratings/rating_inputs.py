"""Everything a rating run needs to know of some grids, read together so that it is one moment's truth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeVar

import orjson

from storage.core.rows import instant, milliseconds
from storage.core.tx import Tx
from storage.ratings.as_of import Case, Step, as_of
from storage.ratings.day_sums import Kept, Said, days_in, looks_as_of, said_of
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


async def of_grids(tx: Tx, stretch: tuple[int, int], moment: Moment) -> Inputs:
    """Looks and self-checks of the moment's days that were made before it ends, and the rows of the run before."""
    grids = {"first_grid": stretch[0], "last_grid": stretch[1]}
    span: dict[str, object] = {**grids, "first": moment.first, "last": moment.last}
    through = moment.through
    places = await tx.all(Place, "rating_shops", **grids, through=through)
    cases = await tx.all(Case, "rating_findings", **grids, first=moment.first, through=through)
    pauses = await shops.pauses(tx, moment.first, moment.last)
    raw = Inputs(
        places=places,
        looks=await _looks(tx, grids, through),
        clean=await _clean(tx, places, grids, moment),
        reported=await _reported(tx, span, through),
        cases=_by_shop(as_of(cases, await _steps_since(tx, cases, moment), milliseconds(through))),
        closures=_by_shop(await tx.all(Shut, "rating_closures", **span, through=through)),
        pauses=[pause for pause in pauses if pause.at <= through],
        contested=_by_shop(await tx.all(Contested, "rating_contested", **grids, through=through)),
        vetoes=_by_shop(await tx.all(Veto, "rating_vetoes", **grids, through=through)),
        before=await before(tx, stretch, moment.previous_run),
    )
    await _undo_late_checks(tx, raw, grids, moment)
    return raw


async def _looks(tx: Tx, grids: Mapping[str, int], through: datetime) -> dict[int, list[Kept]]:
    undone = {row["shop_id"] for row in await tx.rows("looks_undone_since", **grids, through=through)}
    rows = await tx.rows("kept_looks_of_grids", **grids)
    return {
        shop: await looks_as_of(tx, shop, row["looks"], through, is_changed=shop in undone)
        for row in rows
        for shop in (row["shop_id"],)
    }


async def _steps_since(tx: Tx, cases: Sequence[Case], moment: Moment) -> dict[int, list[Step]]:
    """What happened after the run's hour to findings that existed then, with all that happened to those before."""
    since = await tx.rows("finding_steps_since", through=moment.through)
    moved = {row["finding_id"] for row in since} & {case.id for case in cases}
    return {number: await tx.all(Step, "finding_steps", finding_id=number) for number in sorted(moved)}


async def _undo_late_checks(tx: Tx, raw: Inputs, grids: Mapping[str, int], moment: Moment) -> None:
    """Of the run's own day counts what had been said by its hour, not what was said later."""
    rows = await tx.rows("checks_before_late_ones", **grids, day=moment.last, through=moment.through)
    last, stood = moment.last.toordinal(), {row["shop_id"]: row for row in rows}
    for place in raw.places:
        if (row := stood.get(place.id)) is None:
            continue
        days = [day for day in raw.clean.get(place.id, ()) if day != last]
        is_theirs = row["at"] is not None and (place.since is None or row["at"] >= place.since)
        if is_theirs and row["problems"]:
            said = said_of(moment.last.isoformat(), row["at"], row["duties"], row["problems"])
            raw.reported.setdefault(place.id, []).append(said)
        raw.clean[place.id] = [*days, last] if is_theirs and not row["problems"] else days


async def _reported(tx: Tx, span: Mapping[str, object], through: datetime) -> dict[int, list[Said]]:
    found: dict[int, list[Said]] = defaultdict(list)
    for row in await tx.rows("problem_days_of_grids", **span, through=through):
        found[row["shop_id"]].append(said_of(row["day"], row["at"], row["duties"], row["problems"]))
    return found


async def before(tx: Tx, stretch: tuple[int, int], run: int | None) -> dict[int, dict[str, object]]:
    """The figures of the run before, by shop."""
    grids = {"first_grid": stretch[0], "last_grid": stretch[1]}
    rows = await tx.rows("rating_before", **grids, run_id=run) if run else []
    return {row["shop_id"]: orjson.loads(row["figures"]) for row in rows}


async def _clean(tx: Tx, places: Sequence[Place], grids: Mapping[str, int], moment: Moment) -> dict[int, list[int]]:
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
