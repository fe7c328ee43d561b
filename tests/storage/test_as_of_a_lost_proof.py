"""A run done again next month sees a lost proof as the first run did: the case was waiting for its photo."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.findings.lost_proof import EVENT
from programme.findings.finding_state import FindingState
from storage.ratings.as_of import Case, Step, as_of

NOW = Case(
    id=1,
    shop_id=1,
    tenure_id=1,
    duty="order",
    origin="outsider",
    found_by=2,
    observation_id=1,
    day=date(2026, 11, 23),
    opened_at=10,
    due_at=90,
    state=FindingState.CLOSED,
    overdue_at=None,
    fixed_at=40,
    fixed_by=3,
    checked_at=50,
    again_at=None,
    resident=False,
)
STEPS = [
    Step(10, 2, "opened"),
    Step(20, 3, "fixed"),
    Step(30, None, EVENT),
    Step(40, 3, "fixed"),
    Step(50, 2, "confirmed"),
]


@pytest.mark.parametrize(
    ("through", "state", "fixed"),
    [
        (15, FindingState.OPEN, None),
        (25, FindingState.FIXED, 20),
        (35, FindingState.OPEN, None),
        (45, FindingState.FIXED, 40),
        (55, FindingState.CLOSED, 40),
    ],
)
def test_what_a_run_sees_at_each_cut_off(through: int, state: FindingState, fixed: int | None) -> None:
    [seen] = as_of([NOW], {1: STEPS}, through)
    assert (seen.state, seen.fixed_at) == (state, fixed)
