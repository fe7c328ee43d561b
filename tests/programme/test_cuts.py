"""Cuts proposed from the shadow time: whole points, falling, told apart, and five stars within reach."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programme.ratings.cuts import WITHIN_REACH, proposed, reaching
from programme.rules import Cut, Rating, Rules, problems

SPREAD = [(60 + n * 0.4, 50 + n * 0.4) for n in range(100)]


def test_a_spread_street_is_told_apart() -> None:
    cuts = proposed(SPREAD, Rules())
    assert [c.stars for c in cuts] == [5, 4, 3, 2]
    assert [reaching(SPREAD, c) for c in cuts] == [20, 57, 87, 97]


def test_a_street_of_the_best_keeps_five_stars_within_reach_of_a_flawless_shop() -> None:
    cuts = proposed([(97.0, 95.0)] * 50, Rules())
    assert cuts[0] == Cut(5, WITHIN_REACH, 95.0)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.floats(5, 100), st.floats(0, 100)), min_size=1, max_size=80))
def test_whatever_comes_out_can_be_written_into_the_file(shops: list[tuple[float, float]]) -> None:
    cuts = proposed(shops, Rules())
    assert not list(problems(Rules(rating=Rating(cuts=cuts))))
    assert all(c.score == int(c.score) for c in cuts)
