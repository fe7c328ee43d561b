"""The evidence of some grids as columns: one array a field, one place a row, `shop` the index of the shop.

Duties are bits: the n-th of `Town.keys` is bit n. Instants are milliseconds, days ordinals; `NONE` stands for what is missing.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

NONE = -(2**62)
"""No instant, no number."""
SOURCES = ("linked", "cross", "spot")
ORIGINS = ("outsider", "self", "lead")
OUTSIDER, SELF, LEAD = range(3)
MOST_KEYS = 20
"""Three masks of so many duties fit into one number."""
MOST_SHOPS = 16_000
"""So many shops fit into the numbers that name a shop, a duty and an instant together."""


@dataclass(slots=True)
class Looks:
    """The looks of all shops, each shop's together, the newest first.

    `duties` are those that applied, `named` those the facts name, `half` and `failed` what the facts say of them; `said_…` is
    the self-check beside the look, its day `NONE` where there was none.
    """

    shop: Ints
    id: Ints
    at: Ints
    observer: Ints
    tenure: Ints
    day: Ints
    source: Ints
    duties: Ints
    half: Ints
    failed: Ints
    named: Ints
    left_out: Ints
    said_day: Ints
    said_at: Ints
    said_duties: Ints
    said_problems: Ints

    @property
    def flawed(self) -> Ints:
        """What was not met."""
        return self.half | self.failed


@dataclass(slots=True)
class Cases:
    """The findings of all shops, each shop's together; `look` is the observation one came from, `counts` by its state."""

    shop: Ints
    id: Ints
    tenure: Ints
    look: Ints
    by: Ints
    due: Ints
    overdue: Ints
    opened: Ints
    fixed: Ints
    fixed_by: Ints
    checked: Ints
    again: Ints
    day: Ints
    duty: Ints
    origin: Ints
    counts: Bools
    resident: Bools


@dataclass(slots=True)
class Reported:
    """Self-checks that named a problem."""

    shop: Ints
    day: Ints
    at: Ints
    duties: Ints
    problems: Ints


@dataclass(slots=True)
class Clean:
    """Days of “all met”: a row a shop, a place a day, from the day `first` on."""

    first: int
    said: Bools


T = TypeVar("T", Looks, Cases, Reported)


def only(table: T, keep: Any) -> T:
    """The rows that `keep` (a mask or an order) chooses; the table itself where a mask leaves nothing out."""
    if keep.dtype == np.bool_:
        if keep.all():
            return table
        keep = np.flatnonzero(keep)  # taken by place, a column needs a third of the time
    return type(table)(**{f.name: getattr(table, f.name).take(keep) for f in fields(table)})


MOST_CODES = 1 << 17
"""Codes below this are looked up in a table, which takes a tenth of the time of sorting them."""


def distinct(codes: Ints) -> tuple[Ints, Ints]:
    """The distinct ones in their order, and which of them each is; none is below 0."""
    top = int(codes.max(initial=0))
    if top >= MOST_CODES:
        values, which = np.unique(codes, return_inverse=True)
        return values, which
    is_there = np.zeros(top + 1, np.bool_)
    is_there[codes] = True
    return np.flatnonzero(is_there), (np.cumsum(is_there) - 1)[codes]


def starts(shop: Ints, shops: int) -> list[int]:
    """Where each shop's rows begin, and behind them the end of the last one's."""
    found: list[int] = np.searchsorted(shop, np.arange(shops + 1)).tolist()
    return found


BITS = np.array([(n).bit_count() for n in range(1 << 10)], np.int64)


def bits(mask: Ints) -> Ints:
    """How many bits are set; masks have at most `MOST_KEYS`."""
    found: Ints = BITS[mask & 1023] + BITS[mask >> 10]
    return found
