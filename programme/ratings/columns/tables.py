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
    """Days of “all met”."""

    shop: Ints
    day: Ints


T = TypeVar("T", Looks, Cases, Reported, Clean)


def only(table: T, keep: Any) -> T:
    """The rows that `keep` (a mask or an order) chooses."""
    return type(table)(**{f.name: getattr(table, f.name)[keep] for f in fields(table)})


def starts(shop: Ints, shops: int) -> list[int]:
    """Where each shop's rows begin, and behind them the end of the last one's."""
    return [int(n) for n in np.searchsorted(shop, np.arange(shops + 1))]


BITS = np.array([(n).bit_count() for n in range(1 << 10)], np.int64)


def bits(mask: Ints) -> Ints:
    """How many bits are set; masks have at most `MOST_KEYS`."""
    found: Ints = BITS[mask & 1023] + BITS[mask >> 10]
    return found
