"""The dates beside an order of a roster, seen from Saturday 28 November 2026."""

from datetime import date

import pytest

from programme.roster.order_days import order_days
from programme.spans import Span

TODAY = date(2026, 11, 28)
FIRST = date(2026, 12, 1)

SAID = [
    ("", Span(TODAY, None)),
    ("12月1日", Span(FIRST, None)),
    ("自12月1日起", Span(FIRST, None)),
    ("2026年12月1日起", Span(FIRST, None)),
    ("2026-12-01", Span(FIRST, None)),
    ("12/1", Span(FIRST, None)),
    ("1 dec", Span(FIRST, None)),
    ("dec 1, 2026", Span(FIRST, None)),
    ("11月20日", Span(TODAY, None)),
    ("2026年10月", Span(TODAY, None)),
    ("到12月1日", Span(TODAY, FIRST)),
    ("until 1 dec 2026", Span(TODAY, FIRST)),
    ("到12月", Span(TODAY, date(2026, 12, 31))),
    ("11月20日-12月1日", Span(TODAY, FIRST)),
    ("2026-12-01至2027-01-05", Span(FIRST, date(2027, 1, 5))),
    ("1月5日", Span(date(2027, 1, 5), None)),
    ("到11月1日", None),
    ("11月1日至11月20日", None),
    ("2月30日", None),
    ("13月1日", None),
]


@pytest.mark.parametrize(("words", "meant"), SAID)
def test_from_when_to_when(words: str, meant: Span | None) -> None:
    assert order_days(words, TODAY) == meant
