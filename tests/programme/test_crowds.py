"""Looks that a manager should ask about: in a crowd, on five days of a week, or praise where another found something."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from programme.reviews.anomalies import Often, Recorded, crowds, often, praised

AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def looks(many: int, seconds: int) -> list[Recorded]:
    return [Recorded(1, shop, AT + timedelta(seconds=seconds * shop)) for shop in range(many)]


@pytest.mark.parametrize(("many", "seconds", "found"), [(10, 13, 1), (10, 14, 0), (9, 1, 0), (13, 20, 1), (40, 5, 1)])
def test_ten_looks_within_two_minutes_are_told_and_each_crowd_once(many: int, seconds: int, found: int) -> None:
    assert len(crowds(looks(many, seconds))) == found


def test_five_days_of_one_observer_at_one_shop_are_told() -> None:
    week = [Recorded(1, 7, AT + timedelta(days=n), (AT + timedelta(days=n)).date()) for n in range(5)]
    assert often(week) == [Often(1, 7, week[-1].at, 5)]
    assert often(week[1:]) == []
    assert often([*week[1:], Recorded(2, 7, week[0].at, week[0].day)]) == []


def test_praise_against_what_another_found_the_same_day_is_told_once() -> None:
    day = AT.date()
    praise, failure = Recorded(1, 7, AT, day), Recorded(2, 7, AT, day, is_met=False)
    assert praised([praise, praise, failure]) == [praise]
    assert praised([praise, Recorded(1, 7, AT, day, is_met=False)]) == []
    assert praised([praise, Recorded(2, 7, AT, day - timedelta(days=1), is_met=False)]) == []
