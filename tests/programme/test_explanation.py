"""The explanation: what mattered, and a next step that raises the star when the rules are run with it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from programme.ratings.explanation import done, explain
from programme.ratings.stars import Evidence, Rating, rate
from programme.rules import Rules
from tests.programme.histories import History, any_rules, evidence, histories
from tests.programme.shops import GRID, RULES, WEEKLY, found, look, run, shop

EXPLAINED = [
    ("too few looks", shop(*WEEKLY[:1]), "looks", "2"),
    ("none that counts", shop(*[look(n, contested=True) for n in range(3)]), "looks", "1"),
    ("waits for somebody else", shop(*WEEKLY), "second_eyes", ""),
    ("one good run so far", shop(*WEEKLY, look(3, "cross"), past=(run(4),)), "hold", ""),
    ("the weakest duty", shop(*WEEKLY, look(2, order=0), look(30, "spot", facade=0)), "duty", "facade"),
    (
        "a fix nobody has seen",
        shop(*[look(n, facade=0) for n in range(1, 120, 3)], findings=(found("order", 1, in_time=True),)),
        "seen",
        "order",
    ),
    (
        "a finding to be put right",
        shop(*[look(n, facade=0) for n in range(1, 120, 3)], findings=(found("order", 1),)),
        "fix",
        "order",
    ),
    ("nothing was wrong, few looked", shop(*WEEKLY[:3], past=(run(3, 72, 72),)), "hold", ""),
    ("a long way below", shop(*WEEKLY[2:], findings=(found("green", 3, overdue=True),) * 4), "more_looks", ""),
]


@pytest.mark.parametrize(("words", "known", "step", "needs"), EXPLAINED, ids=[e[0] for e in EXPLAINED])
def test_the_one_next_step_raises_it_when_the_rules_are_run_with_it(
    words: str, known: Evidence, step: str, needs: str
) -> None:
    before = rate(known, GRID, RULES)
    told = explain(known, before, RULES)
    assert (told.step, told.needs) == (step, needs), words
    after = rate(done(known, before, told.step, told.needs), GRID, RULES)
    assert _height(after) > _height(before), words


def _height(rating: Rating) -> tuple[int, float]:
    return rating.stars or 0, rating.score or 0.0


@given(histories(), any_rules())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_happened_the_step_that_is_told_would_raise_it(history: History, rules: Rules) -> None:
    known = evidence(history)
    before = rate(known, GRID, rules)
    told = explain(known, before, rules)
    after = rate(done(known, before, told.step, told.needs), GRID, rules)
    assert told.step == "keep" or _height(after) > _height(before)


def test_the_explanation_names_the_two_looks_that_moved_it_most() -> None:
    known = shop(*WEEKLY, look(2, order=0), look(30, "spot", facade=0))
    told = explain(known, rate(known, GRID, RULES), RULES)
    assert [m.failed for m in told.mattered] == [("order",), ("facade",)]
    contested = shop(*WEEKLY, replace(look(2, order=0), contested=True))
    assert all(not m.failed for m in explain(contested, rate(contested, GRID, RULES), RULES).mattered)
