"""What is known of some grids' shops, as columns: what a columnar judge is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from programme.ratings.columns.day_table import DayTable
from programme.ratings.columns.tables import Bools, Cases, Clean, Floats, Ints, Looks, Reported


@dataclass(slots=True)
class Pasts:
    """The last star of each shop's tenure, 0 where there was none, with its day; `gap` where a run since gave none."""

    stars: Ints
    score: Floats
    weakest: Floats
    day: Ints
    gap: Bools


STATES = ("unrated", "rated", "closed", "paused")


@dataclass(slots=True)
class Town:
    """The shops of whole grids, grid after grid, each grid's by id, and their evidence.

    `keys` are the duties behind the bits, those of the rules first, in their order; `grid` counts the grids from 0. `contested`
    are the ids of looks that an appeal keeps out of the score. `veto` is as in `Evidence`; `shut` is the place in `STATES`
    of a shop that is shut, 0 of the others.
    """

    today: date
    keys: tuple[str, ...]
    id: Ints
    grid: Ints
    duties: Ints
    tenure: Ints
    since: Ints
    days: DayTable
    contested: frozenset[int]
    past: Pasts
    veto: Bools
    shut: Ints
    looks: Looks
    cases: Cases
    reported: Reported
    clean: Clean

    @property
    def shops(self) -> int:
        return len(self.id)
