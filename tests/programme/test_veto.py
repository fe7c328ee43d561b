"""A red line lasts thirty days of the shop being open, no more and no less."""

from datetime import date

import pytest

from programme.calendar import OpenDays
from programme.rules import Rules
from programme.titles.veto import is_open

SINCE = date(2026, 11, 2)
CLOSED = OpenDays(shut=((date(2026, 11, 9), date(2026, 11, 15)),))
ROWS = [
    ("the day itself", OpenDays(), SINCE, True),
    ("the 30th open day", OpenDays(), date(2026, 12, 1), True),
    ("the 31st", OpenDays(), date(2026, 12, 2), False),
    (
        "a week of closure makes it a week longer",
        CLOSED,
        date(2026, 12, 8),
        True,
    ),
    ("and no longer", CLOSED, date(2026, 12, 9), False),
    ("before it began", OpenDays(), date(2026, 11, 1), False),
]


@pytest.mark.parametrize(("words", "days", "today", "result"), ROWS, ids=[r[0] for r in ROWS])
def test_a_red_line(words: str, days: OpenDays, today: date, result: bool) -> None:
    assert is_open(SINCE, days, today, Rules()) is result, words


def test_one_that_was_never_confirmed_counts_for_nothing() -> None:
    assert not is_open(None, OpenDays(), SINCE, Rules())
