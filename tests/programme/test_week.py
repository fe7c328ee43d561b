"""A week judged: deadlines to the minute, promises, and where a hand is wanted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from programme.digest.week import Round, is_kept, needs, outcome, streak
from programme.findings.finding_state import FindingState

NOW = datetime(2026, 11, 29, 16, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("state", "due", "fixed", "wanted"),
    [
        ("closed", NOW, NOW, "in_time"),
        ("fixed", NOW - HOUR, NOW - 2 * HOUR, "in_time"),
        ("closed", NOW - 2 * HOUR, NOW - HOUR, "late"),
        ("fixed", None, NOW - HOUR, "in_time"),
        ("fixed", NOW - HOUR, NOW + HOUR, "overdue"),
        ("open", NOW, None, "running"),
        ("open", NOW - timedelta(seconds=1), None, "overdue"),
        ("open", None, None, "running"),
        ("stopped", NOW - HOUR, None, "stopped"),
        ("between", None, None, "stopped"),
        ("handed", NOW - HOUR, None, "handed"),
    ],
)
def test_how_a_finding_stands(state: str, due: datetime | None, fixed: datetime | None, wanted: str) -> None:
    assert outcome(FindingState(state), due, fixed, NOW) == wanted


def test_a_fix_counts_once_somebody_else_has_seen_it() -> None:
    assert outcome(FindingState.FIXED, NOW, NOW - HOUR, NOW, is_confirmed=False) == "unseen"
    assert outcome(FindingState.CLOSED, NOW, NOW - HOUR, NOW, is_confirmed=True) == "in_time"


@pytest.mark.parametrize(
    ("due", "answered", "wanted"),
    [
        (NOW, NOW, True),
        (NOW - 2 * HOUR, NOW - HOUR, False),
        (NOW - HOUR, None, False),
        (NOW + HOUR, None, None),
        (NOW + HOUR, NOW + HOUR, None),
    ],
)
def test_whether_a_promise_was_kept(due: datetime, answered: datetime | None, wanted: bool | None) -> None:
    assert is_kept(due, answered, NOW) is wanted


@pytest.mark.parametrize(
    ("week", "wanted"),
    [
        (Round(10, 5), ()),
        (Round(10, 4), ("looks",)),
        (Round(10, 1, is_over=False), ()),
        (Round(3, 0), ()),
        (Round(0, 0), ()),
        (Round(10, 10, overdue=2), ()),
        (Round(10, 10, overdue=3), ("overdue",)),
        (Round(10, 1, overdue=4, unanswered=1), ("looks", "overdue", "help")),
    ],
)
def test_where_a_hand_is_wanted(week: Round, wanted: tuple[str, ...]) -> None:
    assert needs(week) == wanted


@pytest.mark.parametrize(
    ("weeks", "of", "wanted"),
    [
        ([], [], 0),
        (["2026-W47", "2026-W48"], ["2026-W47", "2026-W48"], 2),
        (["2026-W47", "2026-W48"], ["2026-W47"], 0),
        (["2026-W46", "2026-W47", "2026-W48"], ["2026-W46", "2026-W48"], 1),
        (["2026-W52", "2026-W53", "2027-W01"], ["2026-W53", "2027-W01"], 2),
    ],
)
def test_weeks_in_a_row(weeks: list[str], of: list[str], wanted: int) -> None:
    assert streak(weeks, of) == wanted
