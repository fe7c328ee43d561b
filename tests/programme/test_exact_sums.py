"""The sums of many shops at once are those of `math.fsum`, to the last bit, whatever the terms are."""

from __future__ import annotations

from math import fsum

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from programme.ratings.columns.exact_sums import exact_sums

SHOPS = 4
WEIGHTS = st.integers(0, 126).map(lambda age: 0.5 ** (age / 42) / 3)
TERMS = st.one_of(
    WEIGHTS,
    st.tuples(WEIGHTS, st.integers(0, 31)).map(lambda both: both[0] * (100 * both[1] / 31)),
    st.floats(-1e30, 1e30),
    st.floats(-1e-9, 1e-9),
)
ROWS = st.lists(st.tuples(st.integers(0, SHOPS - 1), TERMS), max_size=40)


@given(ROWS)
def test_each_sum_is_rounded_once(rows: list[tuple[int, float]]) -> None:
    shop, values = np.array([n for n, _ in rows], np.int64), np.array([value for _, value in rows], np.float64)
    sums = exact_sums(shop, values, SHOPS).tolist()
    assert sums == [fsum([value for n, value in rows if n == one]) for one in range(SHOPS)]


def test_a_shop_with_thousands_of_rows() -> None:
    values = 0.5 ** (np.arange(5000) % 127 / 42) / 3
    assert exact_sums(np.zeros(5000, np.int64), values, 2).tolist() == [fsum(values.tolist()), 0.0]
