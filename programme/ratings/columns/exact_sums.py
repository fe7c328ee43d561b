"""Sums of many rows by shop, each rounded once: what `math.fsum` gives for every shop's own rows, for all shops together.

A term is split where a whole number of 2⁻²⁰ ends. The coarse parts of a shop add up without rounding, and so do the fine ones;
adding the two sums is the one rounding. Terms too large or too fine for that are summed by `fsum` itself.
"""

from __future__ import annotations

from itertools import pairwise
from math import fsum

import numpy as np

from programme.ratings.columns.tables import Floats, Ints, starts

COARSE = 1.5 * 2.0**32
"""Added and taken away again, it leaves a whole number of 2⁻²⁰."""
FINE = 1.5 * 2.0**-12
"""The same of 2⁻⁶⁴."""
LARGEST = 2.0**20
MOST_ROWS = 1 << 10
"""So many parts of one shop add up exactly: 2¹⁰ of at most 2²⁰, and 2¹⁰ of at most 2⁻²¹."""


def exact_sums(shop: Ints, values: Floats, shops: int) -> Floats:
    """The sum of each shop's values."""
    coarse = (values + COARSE) - COARSE
    fine = values - coarse
    if not _is_exact(shop, values, fine, shops):
        order = np.argsort(shop, kind="stable")
        found, ends = values[order].tolist(), starts(shop[order], shops)
        return np.array([fsum(found[a:b]) for a, b in pairwise(ends)], np.float64)
    whole: Floats = np.bincount(shop, coarse, shops).astype(np.float64)
    return whole + np.bincount(shop, fine, shops)


def _is_exact(shop: Ints, values: Floats, fine: Floats, shops: int) -> bool:
    if not len(values):
        return True
    is_small = np.abs(values).max() <= LARGEST  # False, too, where one is no number
    return bool(is_small and ((fine + FINE) - FINE == fine).all() and np.bincount(shop).max() <= MOST_ROWS)
