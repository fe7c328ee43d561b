"""The short way of weighing a shop's looks gives what the long way gives, to the last bit."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from programme.calendar import OpenDays
from programme.ratings.ages import ages
from programme.ratings.evidence import Look, SelfDay, duty_weights, self_weight, sums
from programme.ratings.honesty import as_seen, duty_evidence, read
from programme.ratings.weighing import is_doubtful, weigh
from programme.rules import Rules
from tests.programme.test_worked_example import TODAY

RULES = Rules()
KEYS = tuple(d.key for d in RULES.duties)
DUTIES = st.sampled_from((KEYS, KEYS[:3], KEYS[1:], KEYS[2:3], ()))
LOOKS = st.lists(
    st.builds(
        Look,
        age=st.integers(-1, 130),
        source=st.sampled_from(("linked", "cross", "spot")),
        duties=DUTIES,
        facts=st.dictionaries(st.sampled_from(KEYS), st.sampled_from((0.0, 0.5, 1.0)), max_size=3),
        left_out=st.frozensets(st.sampled_from(KEYS), max_size=2),
        contested=st.booleans(),
    ),
    max_size=20,
)


@given(LOOKS, DUTIES, st.sampled_from((84.0, 87.3, 90.0)))
def test_one_walk_gives_what_a_reading_of_each_duty_gives(
    looks: list[Look], duties: tuple[str, ...], mean: float
) -> None:
    weighed = weigh(looks, duties, RULES)
    counted = [look for look in looks if not look.contested and 0 <= look.age <= RULES.rating.window]
    assert (weighed is None) == any(is_doubtful(look) for look in counted)
    if weighed is None:
        return
    prior = RULES.rating.prior
    assert read(looks, mean, prior, RULES) == as_seen(looks)
    assert weighed.outside == sums(as_seen(looks), duty_weights(RULES), RULES)
    assert weighed.duties.keys() == set(duties)
    for duty, found in weighed.duties.items():
        assert found.shrunk(mean, prior) == duty_evidence(looks, duty, mean, RULES)


@given(st.lists(st.integers(0, 100)), st.lists(st.integers(0, 100)))
def test_a_clean_day_weighs_as_a_day_on_which_all_was_met(clean: list[int], others: list[int]) -> None:
    days = [SelfDay(age, KEYS) for age in others]
    together = self_weight([*days, *(SelfDay(age, KEYS) for age in clean)], RULES)
    assert self_weight(days, RULES, clean) == together


@given(
    st.frozensets(st.integers(1, 7), min_size=1),
    st.booleans(),
    st.lists(st.tuples(st.integers(0, 90), st.integers(0, 20)), max_size=3),
)
def test_ages_counted_once_are_the_ages_counted_each_time(
    weekly: frozenset[int], holidays: bool, shut: list[tuple[int, int]]
) -> None:
    spans = tuple((TODAY - timedelta(days=a), TODAY - timedelta(days=max(a - b, 0))) for a, b in shut)
    days = OpenDays(weekly, holidays, spans)
    counted = ages(days, TODAY, 100)
    for n in range(101):
        day = TODAY - timedelta(days=n)
        assert counted.of(day) == days.age(day, TODAY)
        assert counted.is_open[n] == days.is_open(day)
        assert counted.is_shut[n] == days.is_shut(day)
