"""Seasons, nearness and hours of sites that are no shop: tables of examples, and what holds for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.rules import Rules
from programme.sites.nearby import by_nearness
from programme.sites.season_days import days_in, without_days
from programme.sites.site_hours import is_open_at, opens_next
from programme.sites.stalls import Fault, is_open, stall_duty

TODAY = date(2026, 6, 10)


@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [
        (None, None, True),
        (TODAY, TODAY, True),
        (TODAY - timedelta(days=9), TODAY - timedelta(days=1), False),
        (TODAY + timedelta(days=1), None, False),
        (None, TODAY, True),
    ],
)
def test_a_season_holds_with_its_first_and_last_day(since: date | None, until: date | None, holds: bool) -> None:
    assert is_open(since, until, TODAY) is holds


def test_the_duty_a_stall_may_look_like_is_its_services_own() -> None:
    assert stall_duty(Rules().services) == "order"
    assert stall_duty([]) == ""


def test_a_fault_is_the_shops_the_stalls_or_both() -> None:
    said = {fault: (fault.is_shops, fault.is_stalls) for fault in Fault}
    assert said == {Fault.SHOPS: (True, False), Fault.STALLS: (False, True), Fault.BOTH: (True, True)}


@pytest.mark.parametrize(
    ("words", "days", "rest"),
    [
        ("西瓜 6月6日到9月20日", [date(2026, 6, 6), date(2026, 9, 20)], "西瓜"),
        ("到9月30日", [date(2026, 9, 30)], ""),
        ("苗木 11月20日至1月10日", [date(2026, 11, 20), date(2027, 1, 10)], "苗木"),
        ("melons 6 Jun until 20 Sep", [date(2026, 6, 6), date(2026, 9, 20)], "melons"),
        ("2026-06-06 到 2026-09-20", [date(2026, 6, 6), date(2026, 9, 20)], ""),
        ("春茶", [], "春茶"),
        ("2月30日", None, ""),
    ],
)
def test_the_days_of_a_season_are_read(words: str, days: list[date] | None, rest: str) -> None:
    assert days_in(words, TODAY) == days
    assert without_days(words) == rest


@pytest.mark.parametrize(
    ("hours", "moment", "is_open", "opens"),
    [
        ("全天", datetime(2026, 11, 23, 3), True, None),
        ("18:00-8:00", datetime(2026, 11, 23, 9), False, datetime(2026, 11, 23, 18)),
        ("18:00-8:00", datetime(2026, 11, 23, 7, 59), True, None),
        ("工作日 18:00-8:00；周末 全天", datetime(2026, 11, 28, 12), True, None),
        ("工作日 18:00-8:00；周末 全天", datetime(2026, 11, 27, 12), False, datetime(2026, 11, 27, 18)),
        ("看现场牌子", datetime(2026, 11, 27, 12), None, None),
        ("", datetime(2026, 11, 27, 12), None, None),
    ],
)
def test_hours_of_a_car_park(hours: str, moment: datetime, is_open: bool | None, opens: datetime | None) -> None:
    assert is_open_at(hours, moment) is is_open
    assert opens_next(hours, moment) == opens


@given(
    st.sampled_from(["18:00-8:00", "8:30-17:30", "工作日 17:00-次日8:30", "周末 8:00-20:00", "6:15-6:45"]),
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)),
)
def test_what_opens_next_is_shut_now_and_open_then(hours: str, moment: datetime) -> None:
    at = opens_next(hours, moment)
    if at is not None:
        assert is_open_at(hours, moment) is False
        assert at > moment
        assert is_open_at(hours, at)


@dataclass(frozen=True)
class Place:
    name: str
    latitude: float | None
    longitude: float | None
    pitches: int
    street: str = ""
    community: str = ""
    place: str = ""


PLACES = st.lists(
    st.builds(
        Place,
        st.text("甲乙丙丁", min_size=1, max_size=3),
        st.none() | st.floats(30, 31),
        st.none() | st.floats(118, 119),
        st.integers(0, 90),
    ),
    max_size=8,
)


@given(PLACES, st.none() | st.tuples(st.floats(30, 31), st.floats(118, 119)))
def test_nearness_orders_by_nothing_else(places: list[Place], point: tuple[float, float] | None) -> None:
    """No list orders sites by any figure: whatever their numbers are, the order is that of the way there."""
    found = by_nearness(places, point)
    assert sorted(map(id, found)) == sorted(map(id, places))
    others = [Place(one.name, one.latitude, one.longitude, 90 - one.pitches) for one in places]
    assert [one.name for one in by_nearness(others, point)] == [one.name for one in found]


def test_what_is_named_comes_first_and_what_nobody_knows_last() -> None:
    near, far, unknown = Place("近", 30.0, 118.0, 1), Place("远", 30.9, 118.9, 1), Place("不知", None, None, 1)
    assert by_nearness([unknown, far, near], (30.0, 118.0)) == [near, far, unknown]
    assert by_nearness([unknown, far, near], (30.0, 118.0), "去远那边")[0] is far
