"""Activities to the number: the ring, the four figures, the totals, and rules that no sequence of events breaks."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.activities.activity_state import PartState, moving_up, on_signing
from programme.activities.branch_ring import in_order, ring
from programme.activities.icalendar import Event, calendar
from programme.activities.joint import JointTotals, read_totals
from programme.activities.lines import Check, Meeting, Visit, read_check, read_meeting, read_visit
from programme.activities.plan import as_typed, read_plan
from programme.activities.time_given import Given, Noting, Totals, hours, impossible, noting, read_minutes, totals

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 9, tzinfo=ZONE)
SIX = "一二三四五六"


def test_the_ring_to_the_letter() -> None:
    assert ring(SIX, "2026-Q4") == dict(zip(SIX, "四五六一二三", strict=True))
    assert ring(SIX, "2027-Q1")["一"] == "五"
    assert ring(SIX, "2027-Q1")["六"] == "四"
    five = ("2026-Q4", "2027-Q1", "2027-Q2", "2027-Q3", "2027-Q4")
    pairs = Counter(pair for quarter in five for pair in ring(SIX, quarter).items())
    assert pairs == Counter(permutations(SIX, 2))
    assert ring("一二", "2026-Q4") == {"一": "二", "二": "一"}
    assert ring("一", "2026-Q4") == {}


def test_branches_stand_in_the_order_of_their_numbers() -> None:
    assert in_order(["第三支部", "第一支部", "第二支部"]) == ["第一支部", "第二支部", "第三支部"]


@given(st.integers(2, 9), st.integers(2020, 2040), st.integers(1, 4))
def test_everybody_goes_somewhere_else_and_is_visited_once(many: int, year: int, quarter: int) -> None:
    drawn = ring([f"{n}支部" for n in range(many)], f"{year}-Q{quarter}")
    assert all(name != visited for name, visited in drawn.items())
    assert sorted(drawn) == sorted(drawn.values())


def test_the_opening_row_adds_to_each_figure_apart() -> None:
    held = totals([90, 100], [90] * 12 + [100] * 8 + [60])
    before = Totals(195, 2100, 320 * 60, 0)
    whole = held + before
    assert (whole.activities, whole.attendances, round(whole.minutes / 60, 2)) == (197, 2121, 323.17)
    assert round(held.person_minutes / 60, 2) == 32.33


def test_totals_of_a_joint_action() -> None:
    assert read_totals("当场整改 16+30+19 劝导 6") == JointTotals(advised=6, fixed=65)
    assert read_totals("劝导6 限期整改 2 移交：1") == JointTotals(advised=6, limited=2, passed=1)
    assert read_totals("都办好了") is None


@given(st.integers(0, 40), st.integers(0, 40), st.one_of(st.none(), st.integers(1, 30)))
def test_no_more_places_are_given_than_there_are(signed: int, waiting: int, places: int | None) -> None:
    lucky = moving_up(places, signed, waiting)
    assert 0 <= lucky <= waiting
    if places is None:
        assert on_signing(places, signed) is PartState.SIGNED
    else:
        assert lucky == 0 or signed + lucky <= places
        assert (on_signing(places, signed) is PartState.SIGNED) == (signed < places)


def test_no_state_of_a_person_says_that_they_stayed_away() -> None:
    """Nobody is absent anywhere: whoever does not come has no row."""
    assert set(PartState) == {"signed", "waiting", "came"}


@given(st.integers(0, 23), st.integers(1, 720), st.integers(0, 23), st.integers(1, 720))
def test_what_cannot_be_both_is_refused_either_way(one: int, first: int, other: int, second: int) -> None:
    a = Given(NOW.replace(hour=one), min(first, (23 - one) * 60 + 59))
    b = Given(NOW.replace(hour=other), min(second, (23 - other) * 60 + 59))
    assert impossible(a, [b]) == impossible(b, [a])
    if a.minutes + b.minutes > 720:
        assert impossible(a, [b])


@pytest.mark.parametrize(
    ("later", "is_so"),
    [
        (timedelta(minutes=-1), Noting.EARLY),
        (timedelta(days=7), Noting.ALONE),
        (timedelta(days=7, seconds=1), Noting.WITH_A_SECOND),
        (timedelta(days=30), Noting.WITH_A_SECOND),
        (timedelta(days=30, seconds=1), Noting.TOO_LATE),
    ],
)
def test_after_a_week_one_person_is_not_enough(later: timedelta, is_so: Noting) -> None:
    assert noting(NOW, NOW + later) is is_so


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("60分钟", 60),
        ("1.5小时", 90),
        ("早走1小时", 30),
        ("早走半小时", 60),
        ("一个半小时", 90),
        ("0分钟", 0),
        ("不记得", None),
    ],
)
def test_how_long_somebody_stayed(words: str, minutes: int | None) -> None:
    assert read_minutes(words, 90) == minutes


def test_hours_are_said_to_the_hundredth() -> None:
    assert [hours(m) for m in (90, 100, 60, 0)] == ["1.5", "1.67", "1", "0"]


@given(st.integers(0, 11), st.integers(1, 11), st.integers(1, 200), st.integers(1, 60))
def test_a_plan_reads_as_itself_however_late(begins: int, lasts: int, places: int, days: int) -> None:
    day = NOW.date() + timedelta(days=days)
    plan = read_plan(f"{day} {begins}:30-{begins + lasts}:45 西津路 文明劝导 {places}人", NOW)
    assert not plan.wrong
    assert read_plan(as_typed(plan), NOW + timedelta(minutes=5)) == plan


@given(st.text(min_size=1, max_size=120), st.text(max_size=60))
def test_a_feed_holds_any_words(summary: str, location: str) -> None:
    feed = calendar("城管蓝", [Event("a@b", NOW, NOW + timedelta(hours=1), summary, location, 0, NOW)])
    lines = feed.split("\r\n")
    assert lines[-1] == ""
    assert all(len(line.encode()) <= 75 for line in lines)
    assert feed.count("BEGIN:VEVENT\r\n") == feed.count("END:VEVENT\r\n") == 1


def test_lines_of_branches() -> None:
    assert read_check("学到：晨会短 建议 贴清单") == Check("晨会短", "贴清单")
    assert read_check("都很好") is None
    assert read_visit("第三支部 讲党课，缺一台洒水车", ["第三支部"]) == Visit("第三支部", "讲党课", "一台洒水车")
    assert read_visit("第三支部 讲党课", ["第三支部"]) == Visit("第三支部", "讲党课", "")
    assert read_visit("讲党课", ["第三支部"]) is None
    assert read_meeting("中心组 12人 学习条例") == Meeting("中心组", 12, "学习条例")
    assert read_meeting("中心组") is None
