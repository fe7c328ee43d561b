"""The points given and taken for what was found: both sides of every boundary, and each of them told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from programme.ratings.adjustment import Found, adjust
from tests.programme.shops import DUTIES, RULES, TODAY, fixed, found

ADJUSTMENTS = [
    ("nothing found", [], 0),
    ("overdue counts once each", [found("order", 3, overdue=True), found("green", 4, overdue=True)], -4),
    ("the same duty on the 14th open day", [found("order", 3), found("order", 17)], -3),
    ("and on the 15th no more", [found("order", 3), found("order", 18)], 0),
    ("two on one day are not again", [found("order", 3), found("order", 3)], 0),
    ("another duty is not again", [found("order", 3), found("green", 4)], 0),
    ("all fixed in time and seen within thirty days", [fixed("order", 29)], 1),
    ("thirty days ago is too long", [fixed("order", 30)], 0),
    ("one still open", [fixed("order", 3), found("green", 4)], 0),
    ("said to be right and not seen: neither", [found("order", 3, in_time=True)], 0),
    ("and it does not block another's point", [found("order", 3, in_time=True), fixed("green", 4)], 1),
    ("seen bad later: found again", [found("order", 3, again=True)], -3),
    ("and never late as well", [found("order", 3, again=True, overdue=True)], -3),
    ("one observer twice in a week is not again", [found("order", 1, by=7), found("order", 4, by=7)], 0),
    ("nor late twice", [found("order", n, by=7, overdue=True) for n in (1, 4)], -2),
    ("two observers in a week are", [found("order", 1, by=7), found("order", 4, by=8)], -3),
    ("one observer in two weeks is", [found("order", 1, by=7), found("order", 8, by=7)], -3),
    ("a resident was right", [found("order", 3, resident=True)], -2),
    ("two residents, one thing", [found("order", 3, resident=True), found("order", 3, resident=True)], -2),
    ("at most six for residents", [found(d, n, resident=True) for d in DUTIES for n in (1,)], -6),
    ("own report put right earns no points of its own", [found("order", 3, own=True, in_time=True)], 0),
    ("own report not yet right", [found("order", 3, own=True)], 0),
    ("own report overdue costs nothing", [found("order", 3, own=True, overdue=True)], 0),
    ("own reports are never “again”", [found("order", 3), found("order", 9, own=True)], 0),
    (
        "seen by an outsider too: as much as silence would earn",
        [fixed("order", 3, own=True, seen=TODAY)],
        1,
    ),
    ("but not before somebody saw it good", [found("order", 3, own=True, in_time=True, seen=TODAY)], 0),
    ("clamped below", [found(d, 5, overdue=True) for d in DUTIES] + [found("order", 2, resident=True)], -10),
    ("on the 84th open day", [found("order", 84, overdue=True)], -2),
    ("outside the window", [found("order", 85, overdue=True)], 0),
]


@pytest.mark.parametrize(("words", "findings", "total"), ADJUSTMENTS, ids=[a[0] for a in ADJUSTMENTS])
def test_the_adjustment(words: str, findings: list[Found], total: float) -> None:
    change = adjust(findings, TODAY, RULES)
    assert change.total == pytest.approx(total), words
    assert sum(item.points for item in change.items) == pytest.approx(total), "every point is told"


def test_every_point_is_told_with_its_day_and_finding() -> None:
    day = TODAY - timedelta(days=3)
    change = adjust([found("order", 3, id=7, overdue=True), fixed("green", 2, id=8)], TODAY, RULES)
    assert [(i.kind, i.points, i.finding, i.duty, i.day) for i in change.items] == [("overdue", -2, 7, "order", day)]


def test_a_bonus_of_own_reports_is_a_setting_and_clamped() -> None:
    generous = replace(RULES, rating=replace(RULES.rating, own_fixed=0.5, own_fixed_most=2.0))
    own = [found("order", n, own=True, in_time=True) for n in range(9)]
    assert adjust(own, TODAY, generous).total == 2
    assert adjust([*own, fixed("green", 3)], TODAY, generous).total == 3
