"""The ladder, the clock that stops, reopening, and pictures that were seen before."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.calendar import OpenDays
from programme.duties import ON_THE_SPOT, REPORT_ONLY, THREE_DAYS
from programme.findings.rectification import Rung, after_look, after_stop, doubts, ladder, may_reopen
from programme.findings.shares import label, shares
from programme.reviews.anomalies import MOST, Burst, Picture, Recorded, bursts, distance, reused
from programme.rules import Rules

RULES = Rules()
ZONE = ZoneInfo("Asia/Shanghai")
SHOP = (time(8), time(20))


def at(day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


def test_two_reminders_and_then_a_case() -> None:
    rungs = ladder(ON_THE_SPOT, at(24), RULES, SHOP, OpenDays())
    assert rungs is not None
    seen = [rungs.rung(at(24, 9) + timedelta(minutes=m)) for m in (0, 59, 60, 120, 121, 239, 240, 900)]
    assert seen == [
        Rung.NONE,
        Rung.NONE,
        Rung.REMIND,
        Rung.REMIND,
        Rung.AGAIN,
        Rung.AGAIN,
        Rung.CASE,
        Rung.CASE,
    ]


def test_signs_have_working_days_and_reports_no_deadline() -> None:
    rungs = ladder(THREE_DAYS, at(26), RULES, SHOP, OpenDays())
    assert rungs is not None
    assert rungs.due == datetime(2026, 12, 1, 17, 30, tzinfo=ZONE)
    assert rungs.case == datetime(2026, 12, 4, 17, 30, tzinfo=ZONE)
    assert ladder(REPORT_ONLY, at(26), RULES, SHOP, OpenDays()) is None


STOPS = [
    ("half an hour was left", at(24, 11), at(24, 10, 30), at(26, 9), at(26, 9, 30)),
    ("it was overdue already", at(24, 11), at(24, 12), at(26, 9), at(24, 11)),
    ("it went on at once", at(24, 11), at(24, 10), at(24, 10), at(24, 11)),
    ("a clock that jumped back shortens nothing", at(24, 11), at(24, 10), at(24, 9), at(24, 11)),
]


@pytest.mark.parametrize(("words", "due", "stopped", "resumed", "new"), STOPS, ids=[s[0] for s in STOPS])
def test_the_clock_stops(words: str, due: datetime, stopped: datetime, resumed: datetime, new: datetime) -> None:
    assert after_stop(due, stopped, resumed) == new, words


LOOKS = [
    ("half an hour was left", at(24, 11), at(24, 10, 30), at(24, 14), at(24, 14, 30)),
    ("two minutes were left", at(24, 11), at(24, 10, 58), at(24, 14), at(24, 14, 30)),
    ("fixed on the stroke", at(24, 11), at(24, 11), at(24, 14), at(24, 14, 30)),
    ("it was late already", at(24, 11), at(24, 11, 1), at(24, 14), at(24, 11)),
]


@pytest.mark.parametrize(("words", "due", "fixed", "heard", "new"), LOOKS, ids=[s[0] for s in LOOKS])
def test_the_wait_for_our_look_is_not_the_shops(
    words: str, due: datetime, fixed: datetime, heard: datetime, new: datetime
) -> None:
    assert after_look(due, fixed, heard) == new, words


def test_reopening_within_seven_days() -> None:
    assert may_reopen(at(10), at(17), RULES)
    assert not may_reopen(at(10), at(17, 9, 1), RULES)


BEFORE = Picture(1, 10, at(1), "a", "ffff0000ffff0000")
NEAR = "ffff0000ffff0007"
FAR = "0000ffff0000ffff"
FIXES = [
    ("an honest new picture", Picture(9, 10, at(20), "z", FAR), [BEFORE], [], None, []),
    ("the problem's own picture again", Picture(9, 10, at(20), "z", NEAR), [BEFORE], [], None, ["unchanged"]),
    ("a neighbour's picture", Picture(9, 11, at(20), "z", NEAR), [], [BEFORE], None, ["reused"]),
    ("the very same file", Picture(9, 11, at(20), "a", FAR), [], [BEFORE], None, ["reused"]),
    ("taken before the problem", Picture(9, 10, at(20), "z", FAR), [BEFORE], [], at(18), ["old"]),
    ("by a telephone that is a minute behind", Picture(9, 10, at(20), "z", FAR), [BEFORE], [], at(19, 8, 59), []),
    ("no hash, nothing to say", Picture(9, 10, at(20)), [BEFORE], [BEFORE], None, []),
    (
        "later pictures prove nothing",
        Picture(9, 10, at(20), "z", NEAR),
        [],
        [Picture(2, 10, at(21), "a", NEAR)],
        None,
        [],
    ),
]


@pytest.mark.parametrize(("words", "fix", "problem", "others", "taken", "why"), FIXES, ids=[f[0] for f in FIXES])
def test_doubtful_fixes(
    words: str, fix: Picture, problem: list[Picture], others: list[Picture], taken: datetime | None, why: list[str]
) -> None:
    assert [d.why for d in doubts(fix, at(19), problem, others, taken)] == why, words


@given(st.lists(st.integers(0, 2**64 - 1), max_size=12), st.lists(st.integers(0, 63), max_size=6), st.integers(0, 11))
def test_reused_pictures_are_found_as_by_comparing_all(hashes: list[int], flipped: list[int], which: int) -> None:
    if hashes:
        copy = hashes[which % len(hashes)]
        for bit in flipped:
            copy ^= 1 << bit
        hashes.append(copy)
    pictures = [Picture(n, n, at(1) + timedelta(hours=n), "", f"{h:016x}") for n, h in enumerate(hashes)]
    plain = [
        (next(p.id for p in pictures[:n] if distance(p.phash, late.phash) <= 6), late.id)
        for n, late in enumerate(pictures)
        if any(distance(p.phash, late.phash) <= 6 for p in pictures[:n])
    ]
    assert [(r.earlier.id, r.later.id) for r in reused(pictures)] == plain


def test_a_round_entered_at_once_is_no_burst_and_a_street_in_a_minute_is() -> None:
    ten = [Recorded(1, shop, at(24) + timedelta(seconds=10 * shop)) for shop in range(10)]
    assert bursts(ten) == []
    many = [Recorded(2, shop, at(24) + timedelta(seconds=10 * shop)) for shop in range(MOST + 8)]
    assert bursts(many + ten) == [Burst(2, many[0].at, many[-1].at, MOST + 8)]
    assert bursts([Recorded(3, 1, at(24) + timedelta(seconds=s)) for s in range(40)]) == []
    again = [Recorded(2, r.shop, r.at + timedelta(hours=2)) for r in many]
    assert len(bursts(many + again)) == 2


SHARES = [
    ("nothing closed", [], (0, 0, 0)),
    ("as it should be", ["service"] * 7 + ["management"] * 2 + ["enforcement"], (70, 20, 10)),
    ("thirds add up to a hundred", ["service", "management", "enforcement"], (34, 33, 33)),
    ("one", ["management"], (0, 100, 0)),
    ("an unknown label is not counted", ["service", ""], (100, 0, 0)),
]


@pytest.mark.parametrize(("words", "closed", "percents"), SHARES, ids=[s[0] for s in SHARES])
def test_721(words: str, closed: list[str], percents: tuple[int, int, int]) -> None:
    assert shares(closed).as_tuple() == percents, words


def test_721_labels() -> None:
    assert label(handed=False, overdue=False) == "service"
    assert label(handed=False, overdue=True) == "management"
    assert label(handed=True, overdue=True) == "enforcement"


@given(st.lists(st.sampled_from(["service", "management", "enforcement"]), min_size=1))
def test_721_always_adds_up(closed: list[str]) -> None:
    found = shares(closed)
    assert sum(found.as_tuple()) == 100
    assert all(
        abs(p - 100 * closed.count(s) / len(closed)) < 1
        for p, s in zip(found.as_tuple(), ("service", "management", "enforcement"), strict=True)
    )
