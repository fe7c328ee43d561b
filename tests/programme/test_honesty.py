"""The rules that no setting may break (PROGRAMME §3), in any configuration and any history we can think of."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import strategies as st

from programme.ratings.bands import TOP, Past, standing
from programme.ratings.evidence import Claims, Look, Sums, grid_of
from programme.ratings.honesty import read
from programme.ratings.stars import Evidence, Rating, rate
from programme.rules import Rules
from tests.programme.histories import (
    CLAIM,
    REPORT,
    SILENT,
    TODAY,
    History,
    any_rules,
    histories,
    holds,
    rated,
)

FLOAT = 1e-9
"""Floating point's share of a score."""

EXAMPLES = pytest.mark.parametrize(
    "examples", [60, pytest.param(3_000, marks=[pytest.mark.slow, pytest.mark.timeout(900)])]
)
"""Many are others at every run, so that they add up from run to run; a few are always the same."""


def no_lower(one: Rating, other: Rating) -> bool:
    """On both keys."""
    pairs = ((one.score, other.score), (one.weakest, other.weakest))
    return all((a or 0.0) >= (b or 0.0) - FLOAT for a, b in pairs)


@EXAMPLES
def test_no_self_check_and_no_honest_word_ever_costs(examples: int) -> None:
    """Never below the same history without self-checks; never below silence; fixed in time, never below “all met”."""

    def check(known: History, rules: Rules) -> None:
        assert no_lower(rated(known, rules), rated(known.mute(), rules))
        for day in [d for d in known.days if d.faults][-2:]:
            honest = rated(known.told(day.age, REPORT), rules)
            assert no_lower(honest, rated(known.told(day.age, SILENT), rules))
            assert not day.is_fixed or no_lower(honest, rated(known.told(day.age, CLAIM), rules))

    holds(check, examples, histories(), any_rules())


@EXAMPLES
def test_what_others_saw_outweighs_what_a_shop_says(examples: int) -> None:
    """The self-checks' share is never above 1/(1 + self_share), a quarter by default, and a claim lifts no weakest duty."""

    def check(known: History, rules: Rules) -> None:
        one = rated(known, rules)
        whole = rules.rating.prior + one.weight + one.own_weight
        assert one.own_weight <= whole / (1 + rules.rating.self_share) + FLOAT
        quiet = replace(known, days=tuple(replace(d, said=SILENT if d.said == CLAIM else d.said) for d in known.days))
        assert one.duties == rated(quiet, rules).duties

    holds(check, examples, histories(), any_rules())


@EXAMPLES
def test_better_keys_never_make_a_lower_star(examples: int) -> None:
    key = st.floats(0, 100)
    past = st.builds(Past, st.just(""), st.none() | st.integers(1, 5), key, key)

    def check(runs: list[Past], score: float, weakest: float, more: float, second_eyes: bool) -> None:
        rules = Rules()
        low = standing(score, weakest, runs, second_eyes=second_eyes, rules=rules)
        high = standing(score + more, weakest + more, runs, second_eyes=second_eyes, rules=rules)
        assert high.stars >= low.stars
        if runs and runs[-1].stars is not None:
            assert abs(low.stars - runs[-1].stars) <= 1

    holds(check, examples, st.lists(past, max_size=4), key, key, key, st.booleans())


@EXAMPLES
def test_a_flawless_weekly_shop_reaches_five_stars_in_any_grid(examples: int) -> None:
    """Whatever its neighbours are like: the clamp of μ sees to it."""

    def check(weekday: int, neighbours: float, proved: float, spot: int) -> None:
        rules, duties = Rules(), tuple(d.key for d in Rules().duties)
        looks = [Look(age, "linked", duties) for age in range(weekday, 85, 7)] + [Look(spot, "spot", duties)]
        grid = grid_of([Sums(50, 50 * neighbours)], [Claims(100, round(100 * proved))], rules)
        first = rate(Evidence(TODAY, duties, tuple(looks)), grid, rules)
        assert first.stars == TOP
        run = Past("", TOP - 1, first.score, first.weakest)
        assert rate(Evidence(TODAY, duties, tuple(looks), past=(run,)), grid, rules).stars == TOP

    holds(check, examples, st.integers(0, 6), st.floats(0, 100), st.floats(0, 1), st.integers(0, 126))


def test_the_once_in_fourteen_open_days_goes_where_it_helps_most() -> None:
    """Two looks a week apart, both at what the shop had reported first: only one is left out, and it is the heavier one."""
    duties = tuple(d.key for d in Rules().duties)
    old, new = (Look(age, "linked", duties, {"order": 0.0}, frozenset({"order"})) for age in (20, 13))
    far = replace(old, age=27)
    assert [bool(look.left_out) for look in read((old, new), 84, 3, Rules())] == [False, True]
    assert [bool(look.left_out) for look in read((far, new), 84, 3, Rules())] == [True, True]
    spot = replace(old, source="spot")
    assert [bool(look.left_out) for look in read((spot, new), 84, 3, Rules())] == [True, False]


def test_what_was_reported_and_found_put_right_counts_as_met() -> None:
    duties = tuple(d.key for d in Rules().duties)
    look = Look(3, "linked", duties, {"green": 0.0}, frozenset({"order"}))
    [told] = read((look,), 84, 3, Rules())
    assert told.counted == duties
