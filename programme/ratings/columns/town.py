"""What is known of some grids' shops, as columns: what a columnar judge is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from programme.ratings.bands import Past
from programme.ratings.columns.day_table import DayTable
from programme.ratings.columns.tables import Cases, Clean, Ints, Looks, Reported


@dataclass(slots=True)
class Town:
    """The shops of whole grids, grid after grid, each grid's by id, and their evidence.

    `keys` are the duties behind the bits, those of the rules first, in their order; `grid` counts the grids from 0. `contested`
    are the ids of looks that an appeal keeps out of the score. `shut`, `past` and `veto` are as in `Evidence`.
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
    past: list[tuple[Past, ...]]
    veto: list[bool]
    shut: list[str]
    looks: Looks
    cases: Cases
    reported: Reported
    clean: Clean

    @property
    def shops(self) -> int:
        return len(self.id)
