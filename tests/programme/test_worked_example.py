"""The worked example of PROGRAMME §4, to the decimal."""

from datetime import date, timedelta

import pytest

from programme.ratings.adjustment import Found
from programme.ratings.bands import Past, band
from programme.ratings.evidence import Claims, Grid, Look, SelfDay, duty_weights, self_weight, sums
from programme.ratings.stars import Evidence, rate
from programme.rules import Rules

RULES = Rules()
DUTIES = tuple(d.key for d in RULES.duties)
TODAY = date(2026, 11, 22)


def look(age: int, source: str = "linked", **facts: float) -> Look:
    observer = {"linked": 1, "spot": 2, "cross": 3}[source]
    return Look(age, source, DUTIES, facts, day=TODAY - timedelta(days=age), id=100 - age, observer=observer)


LOOKS = (look(2), look(9), look(16, facade=0), look(23), look(30, order=0), look(37), look(0, "spot"))
FOUND = tuple(
    Found(d, TODAY - timedelta(days=a), a, in_time=True, proved=True) for d, a in (("facade", 16), ("order", 30))
)
EXAMPLE = Evidence(
    today=TODAY,
    duties=DUTIES,
    looks=LOOKS,
    self_days=tuple(SelfDay(age, DUTIES) for age in range(30)),
    claims=Claims(0, 0),
    findings=FOUND,
)
GRID = Grid(mean=84, trust=0.95)


def test_the_worked_example_to_the_decimal() -> None:
    outside = sums(LOOKS, duty_weights(RULES), RULES)
    assert round(outside.weight, 3) == 6.434
    assert round(outside.weighted, 3) == 613.606
    assert round(self_weight(EXAMPLE.self_days, RULES), 3) == 2.386
    rating = rate(EXAMPLE, GRID, RULES)
    assert rating.external == pytest.approx(91.75, abs=0.005)
    assert rating.blended == pytest.approx(92.41, abs=0.005)
    assert rating.duties["facade"] == pytest.approx(86.77, abs=0.005)
    assert rating.duties["order"] == pytest.approx(88.45, abs=0.005)
    assert rating.adjustment.total == 1
    assert rating.score == pytest.approx(93.41, abs=0.005)
    assert band(rating.score or 0, rating.weakest or 0, RULES) == 5


def test_it_is_promoted_after_two_such_runs() -> None:
    four = Past("2026-W45", 4, 85.0, 80.0)
    once = rate(Evidence(**{**_fields(EXAMPLE), "past": (four,)}), GRID, RULES)
    assert (once.stars, once.why) == (4, "waiting")
    again = Past("2026-W46", 4, once.score, once.weakest)
    twice = rate(Evidence(**{**_fields(EXAMPLE), "past": (four, again)}), GRID, RULES)
    assert (twice.stars, twice.why) == (5, "up")


@pytest.mark.parametrize("mean", [84.0, 87.0, 90.0])
def test_a_shop_perfect_in_every_weekly_look_reaches_five_stars_in_any_grid(mean: float) -> None:
    looks = (*(look(age) for age in range(3, 126, 7)), look(30, "cross"))
    rating = rate(Evidence(TODAY, DUTIES, looks), Grid(mean, 0.9), RULES)
    assert rating.stars == 5


def _fields(known: Evidence) -> dict[str, object]:
    return {name: getattr(known, name) for name in known.__dataclass_fields__}
