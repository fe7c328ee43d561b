"""PROGRAMME §4 in rows: both sides of every boundary of evidence, adjustment, bands, red line and calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from programme.calendar import OpenDays
from programme.ratings.bands import Past, band, standing, unsteady
from programme.ratings.evidence import (
    Claims,
    Look,
    SelfDay,
    Sums,
    candor,
    claims_of,
    grid_of,
    self_weight,
    trust,
    weight_of,
)
from programme.ratings.stars import Evidence, rate
from tests.programme.shops import DUTIES, GRID, RULES, TODAY, WEEKLY, found, look, run, shop

WEIGHTS = {d.key: d.weight for d in RULES.duties}


SCORES = [
    ("all met", look(), 100),
    ("hygiene failed: 30 of 100", look(hygiene=0), 70),
    ("greenery failed: 10 of 100", look(green=0), 90),
    ("order put right on the spot", look(order=0.5), 85),
    ("everything failed", look(**dict.fromkeys(DUTIES, 0)), 0),
    (
        "greenery does not apply: 30 of 90",
        look(duties=("hygiene", "order", "facility", "facade"), order=0),
        100 * 60 / 90,
    ),
    ("order left out: 100 of 70", look(order=0, left_out=frozenset({"order"})), 100),
    ("order left out, facade failed: 55 of 70", look(order=0, facade=0, left_out=frozenset({"order"})), 100 * 55 / 70),
    ("nothing left to judge", look(duties=("order",), order=0, left_out=frozenset({"order"})), None),
]


@pytest.mark.parametrize(("words", "seen", "score"), SCORES, ids=[s[0] for s in SCORES])
def test_a_looks_score(words: str, seen: Look, score: float | None) -> None:
    assert seen.score(WEIGHTS) == (None if score is None else pytest.approx(score)), words


AGES = [
    ("today", look(0), 1.0),
    ("a cross review", look(0, "cross"), 1.5),
    ("a spot check", look(0, "spot"), 2.0),
    ("half after 42 open days", look(42), 0.5),
    ("an eighth on the 126th open day", look(126), 1 / 8),
    ("nothing on the 127th", look(127), 0.0),
    ("one of two by one observer in a week", replace(look(0), part=0.5), 0.5),
    ("nothing while contested", look(0, contested=True), 0.0),
]


@pytest.mark.parametrize(("words", "seen", "weight"), AGES, ids=[a[0] for a in AGES])
def test_a_looks_weight(words: str, seen: Look, weight: float) -> None:
    assert weight_of(seen, RULES) == pytest.approx(weight), words


MEANS = [
    ("nothing at all", [], 84),
    ("clamped from below", [Sums(10, 500)], 84),
    ("exactly the lower bound", [Sums(10, 840)], 84),
    ("in between", [Sums(10, 870)], 87),
    ("exactly the upper bound", [Sums(10, 900)], 90),
    ("clamped from above", [Sums(10, 1000)], 90),
    ("pooled over shops, not averaged", [Sums(1, 100), Sums(9, 765)], 86.5),
]


@pytest.mark.parametrize(("words", "pooled", "mean"), MEANS, ids=[m[0] for m in MEANS])
def test_the_grids_mean(words: str, pooled: list[Sums], mean: float) -> None:
    assert grid_of(pooled, [], RULES).mean == pytest.approx(mean), words


CLAIMS = [
    ("all five agreed", look(), SelfDay(0, DUTIES), Claims(5, 5)),
    ("one found failed", look(order=0), SelfDay(0, DUTIES), Claims(5, 4)),
    ("put right on the spot is not met", look(order=0.5), SelfDay(0, DUTIES), Claims(5, 4)),
    ("a day with a problem adds nothing", look(), SelfDay(0, DUTIES, frozenset({"order"})), Claims()),
    ("only duties both spoke of", look(duties=DUTIES[:3]), SelfDay(0, DUTIES[1:]), Claims(2, 2)),
]


@pytest.mark.parametrize(("words", "seen", "said", "result"), CLAIMS, ids=[c[0] for c in CLAIMS])
def test_claims_beside_looks(words: str, seen: Look, said: SelfDay, result: Claims) -> None:
    assert claims_of(seen, said) == result, words


TRUST = [
    ("no claims: the grid's share", Claims(), 0.9, 0.9),
    ("twenty true ones", Claims(20, 20), 0.9, 0.95),
    ("twenty false ones", Claims(20, 0), 0.9, 0.45),
    ("five of five in a doubtful grid", Claims(5, 5), 0.5, 0.6),
]


@pytest.mark.parametrize(("words", "claims", "grid", "share"), TRUST, ids=[t[0] for t in TRUST])
def test_how_far_a_word_is_trusted(words: str, claims: Claims, grid: float, share: float) -> None:
    assert trust(claims, grid, RULES) == pytest.approx(share), words


SELF_DAYS = [
    ("today", SelfDay(0, DUTIES), 0.1),
    ("six weeks ago", SelfDay(42, DUTIES), 0.05),
    ("order reported, not fixed: its share leaves", SelfDay(0, DUTIES, frozenset({"order"})), 0.07),
    ("order reported and fixed", SelfDay(0, DUTIES, frozenset({"order"}), frozenset({"order"})), 0.1),
    ("too old", SelfDay(127, DUTIES), 0.0),
]


@pytest.mark.parametrize(("words", "day", "weight"), SELF_DAYS, ids=[s[0] for s in SELF_DAYS])
def test_a_self_checks_weight(words: str, day: SelfDay, weight: float) -> None:
    assert self_weight([day], RULES) == pytest.approx(weight), words


def test_self_checks_are_at_most_a_quarter_of_all_evidence() -> None:
    rating = rate(shop(*WEEKLY, self_days=tuple(SelfDay(age, DUTIES) for age in range(84))), GRID, RULES)
    assert rating.own_weight == pytest.approx((3 + rating.weight) / 3)


BANDS = [(90, 80, 5), (89.99, 80, 4), (90, 79.99, 4), (80, 65, 4), (79.99, 65, 3), (80, 64.99, 3)]
BANDS += [(70, 0, 3), (69.99, 0, 2), (60, 0, 2), (59.99, 100, 1), (0, 0, 1), (100, 100, 5), (100, 0, 3)]


@pytest.mark.parametrize(("score", "weakest", "stars"), BANDS)
def test_two_keys(score: float, weakest: float, stars: int) -> None:
    assert band(score, weakest, RULES) == stars


GOOD, WEAK = run(4, 91, 81), run(4, 76.9, 75)
WAITING = run(None)
STANDINGS = [
    ("the first star at once", [], 95, 85, 5, "first"),
    ("at once after 待评 too", [run(2), WAITING], 95, 85, 5, "first"),
    ("one good run waits", [run(4)], 95, 85, 4, "waiting"),
    ("two good runs rise", [run(4), GOOD], 91, 81, 5, "up"),
    ("short of the margin", [run(4), GOOD], 90.99, 81, 4, "held"),
    ("short on the other key", [run(4), GOOD], 91, 80.99, 4, "held"),
    ("a good run, a plain one, a good one", [GOOD, run(4)], 95, 85, 4, "waiting"),
    ("up one star only", [run(2, 95, 85), run(2, 95, 85)], 95, 85, 3, "up"),
    ("one weak run warns", [run(4)], 76.9, 75, 4, "warned"),
    ("two weak runs fall", [run(4), WEAK], 76.9, 75, 3, "down"),
    ("exactly the margin below holds", [run(4), WEAK], 77, 62, 4, "held"),
    ("weak on the weakest duty alone", [run(4, 85, 61.9)], 85, 61.9, 3, "down"),
    ("down one star only", [run(5, 20, 20), run(5, 20, 20)], 20, 20, 4, "down"),
    ("one star is the least", [run(1, 20, 20), run(1, 20, 20)], 20, 20, 1, "held"),
    ("five stars hold down to 87", [run(5, 87, 77), run(5, 87, 77)], 87, 77, 5, "held"),
    ("unrated long ago does not matter", [WAITING, run(4), GOOD], 91, 81, 5, "up"),
]


@pytest.mark.parametrize(
    ("words", "past", "score", "weakest", "stars", "why"), STANDINGS, ids=[s[0] for s in STANDINGS]
)
def test_patience(words: str, past: list[Past], score: float, weakest: float, stars: int, why: str) -> None:
    placed = standing(score, weakest, past, second_eyes=True, rules=RULES)
    assert (placed.stars, placed.why) == (stars, why), words


GATES = [
    ("two looks", WEEKLY[:2], "unrated", None, ""),
    ("the third on the 42nd open day", (*WEEKLY[:2], look(42)), "rated", 4, "second_eyes"),
    ("on the 43rd it is too old", (*WEEKLY[:2], look(43)), "unrated", None, ""),
    ("a contested one still counts for the gate", (*WEEKLY[:2], look(3, contested=True)), "rated", 4, "second_eyes"),
    ("none of three counts: all are contested", tuple(look(n, contested=True) for n in range(3)), "unrated", None, ""),
    ("five looks of one observer in one week", tuple(look(n, observer=7) for n in range(5)), "unrated", None, ""),
    ("of three observers they are three", tuple(look(n, observer=n + 1) for n in range(3)), "rated", 4, "second_eyes"),
    ("second eyes that saw it bad", (*WEEKLY, look(100, "cross", hygiene=0)), "rated", 4, "second_eyes"),
    ("contested second eyes", (*WEEKLY, look(3, "spot", contested=True)), "rated", 4, "second_eyes"),
    ("second eyes on the 126th open day", (*WEEKLY, look(126, "cross")), "rated", 5, "first"),
    ("on the 127th they are too long ago", (*WEEKLY, look(127, "cross")), "rated", 4, "second_eyes"),
]


@pytest.mark.parametrize(("words", "looks", "state", "stars", "why"), GATES, ids=[g[0] for g in GATES])
def test_the_gate(words: str, looks: tuple[Look, ...], state: str, stars: int | None, why: str) -> None:
    rating = rate(shop(*looks), GRID, RULES)
    assert (rating.state, rating.stars, rating.why) == (state, stars, why), words


def test_without_second_eyes_the_star_holds_and_only_the_promotion_waits() -> None:
    past = (run(4, 95, 85), run(4, 95, 85))
    waits = rate(shop(*WEEKLY, past=past), GRID, RULES)
    assert (waits.stars, waits.why) == (4, "second_eyes")
    assert rate(shop(*WEEKLY, past=(run(5, 95, 85),)), GRID, RULES).stars == 5


STATES = [
    ("unrated keeps the last star for show", shop(*WEEKLY[:1], past=(run(4),)), "unrated", 4, None),
    ("closed", shop(*WEEKLY, shut="closed", past=(run(4),)), "closed", 4, None),
    ("paused", shop(*WEEKLY, shut="paused", past=(run(4),)), "paused", 4, None),
    ("a new holder has no past", shop(*WEEKLY[:1]), "unrated", None, None),
    ("a red line shows two", shop(*WEEKLY, veto=True, past=(run(4),)), "rated", 4, 2),
    ("a red line raises nobody", shop(*[look(n, hygiene=0, order=0) for n in range(9)], veto=True), "rated", None, 1),
    ("after closing nothing is forgotten", shop(*WEEKLY, past=(run(3, 50, 50),)), "rated", 3, 3),
]


@pytest.mark.parametrize(("words", "known", "state", "previous", "shown"), STATES, ids=[s[0] for s in STATES])
def test_what_people_see(words: str, known: Evidence, state: str, previous: int | None, shown: int | None) -> None:
    rating = rate(known, GRID, RULES)
    assert (rating.state, rating.previous, rating.shown) == (state, previous, shown), words


def test_an_overdue_finding_lowers_s_but_never_e() -> None:
    plain, late = (rate(shop(*WEEKLY, findings=f), GRID, RULES) for f in ((), (found("order", 3, overdue=True),)))
    assert late.score == pytest.approx((plain.score or 0) - 2)
    assert late.external == plain.external


CANDOR = [
    ("three faults say nothing", Claims(3, 3), None),
    ("four say something", Claims(4, 4), (4 * 0.5 + 4) / 8),
    ("hidden ones", Claims(4, 0), (4 * 0.5) / 8),
]


@pytest.mark.parametrize(("words", "faults", "share"), CANDOR, ids=[c[0] for c in CANDOR])
def test_candor(words: str, faults: Claims, share: float | None) -> None:
    assert candor(faults, 0.5, RULES) == (None if share is None else pytest.approx(share)), words


CALENDAR = [
    ("seven plain days", OpenDays(), date(2026, 11, 15), 7),
    ("today itself", OpenDays(), TODAY, 0),
    ("never on Sundays", OpenDays(frozenset(range(1, 7))), date(2026, 11, 15), 6),
    ("three days of closure", OpenDays(shut=((date(2026, 11, 17), date(2026, 11, 19)),)), date(2026, 11, 15), 4),
    ("a closure that goes on", OpenDays(shut=((date(2026, 11, 20), None),)), date(2026, 11, 15), 4),
    (
        "two closures over each other count once",
        OpenDays(shut=((date(2026, 11, 17), date(2026, 11, 19)), (date(2026, 11, 18), date(2026, 11, 20)))),
        date(2026, 11, 15),
        3,
    ),
]


@pytest.mark.parametrize(("words", "days", "seen", "age"), CALENDAR, ids=[c[0] for c in CALENDAR])
def test_ages_in_open_days(words: str, days: OpenDays, seen: date, age: int) -> None:
    assert days.age(seen, TODAY) == age, words


def test_public_holidays_age_nothing_where_the_shop_does_not_work_them() -> None:
    seen, after = date(2026, 9, 30), date(2026, 10, 8)
    assert OpenDays().age(seen, after) == 8
    assert OpenDays(works_holidays=False).age(seen, after) == 1


def test_one_observers_week_is_one_look_for_a_friend_and_for_a_raider() -> None:
    """PROGRAMME §4: a daily look moves the score as the same observer's single look of that week would."""
    steady = tuple(look(age, observer=1) for age in range(7, 70, 7))
    spots = tuple(look(age, "spot", observer=2, hygiene=0, order=0) for age in range(14, 70, 14))
    plain = rate(shop(*steady, *spots), GRID, RULES).external or 0
    for facts in ({}, dict.fromkeys(DUTIES, 0.0)):
        daily = tuple(look(age, observer=3, **facts) for age in range(5))
        single = [rate(shop(*steady, *spots, one), GRID, RULES).external or 0 for one in daily]
        all_days = rate(shop(*steady, *spots, *daily), GRID, RULES).external or 0
        assert min(single) - 1e-9 <= all_days <= max(single) + 1e-9
        assert abs(all_days - plain) <= 10


NEAR_A_CUT = [(92.0, True), (92.1, False), (88.0, True), (82.0, True), (85.0, False), (100.0, False), (57.9, False)]


@pytest.mark.parametrize(("score", "is_unsteady"), NEAR_A_CUT)
def test_a_score_within_two_points_of_a_cut_is_unsteady(score: float, is_unsteady: bool) -> None:
    assert unsteady(score, RULES) == is_unsteady
