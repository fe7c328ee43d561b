"""The title: earned over a quarter, shown before it is given, never taken unheard."""

from dataclasses import replace
from datetime import date

import pytest

from programme.ratings.bands import Past
from programme.rules import Rules
from programme.titles.title import (
    Held,
    begins_withdrawal,
    certificate_number,
    earned,
    hinders_award,
    hinders_withdrawal,
    notice_until,
    reevaluate_on,
)
from programme.titles.title_state import TITLE, TitleState

RULES = Rules()


def runs(stars: str) -> list[Past]:
    """“55-4”: one letter a run, oldest first, - for 待评."""
    return [Past(str(n), None if s == "-" else int(s), 90.0, 90.0) for n, s in enumerate(stars)]


EARNED = [
    ("twelve at five", "555555555555", False, True),
    ("eight of twelve", "444455555555", False, True),
    ("seven of twelve", "444445555555", False, False),
    ("a three among them", "355555555555", False, False),
    ("a three before them", "3555555555555", False, True),
    ("unrated runs are skipped", "---555-55555-5-5", False, True),
    ("an open red line", "555555555555", True, False),
    ("nothing yet", "", False, False),
    ("seven runs only", "5555555", False, False),
    ("eight runs only", "55555555", False, True),
]


@pytest.mark.parametrize(("words", "stars", "veto", "result"), EARNED, ids=[e[0] for e in EARNED])
def test_earned(words: str, stars: str, veto: bool, result: bool) -> None:
    assert earned(runs(stars), veto=veto, rules=RULES) is result, words


NOTICE = [
    ("a plain week", date(2026, 11, 23), date(2026, 11, 30)),
    ("from a Friday", date(2026, 11, 27), date(2026, 12, 4)),
    ("over National Day, with its adjusted working days", date(2026, 9, 30), date(2026, 10, 13)),
    ("over the turn of the year, with an adjusted working Sunday", date(2025, 12, 31), date(2026, 1, 8)),
]


@pytest.mark.parametrize(("words", "begun", "until"), NOTICE, ids=[n[0] for n in NOTICE])
def test_public_notice(words: str, begun: date, until: date) -> None:
    assert notice_until(begun, RULES) == until, words


ON_NOTICE = Held(TitleState.NOTICE, "2026-Q4", until=date(2027, 1, 8))
AWARD = [
    ("the last day still counts", ON_NOTICE, date(2027, 1, 8), "555", False, "notice"),
    ("the day after", ON_NOTICE, date(2027, 1, 9), "555", False, ""),
    ("an objection is open", replace(ON_NOTICE, open_objections=1), date(2027, 1, 9), "555", False, "objection"),
    ("a red line came", ON_NOTICE, date(2027, 1, 9), "555", True, "veto"),
    ("the star fell", ON_NOTICE, date(2027, 1, 9), "543", False, "star"),
    ("no notice was given", replace(ON_NOTICE, until=None), date(2027, 1, 9), "555", False, "notice"),
    ("it is awarded already", replace(ON_NOTICE, state=TitleState.AWARDED), date(2027, 1, 9), "555", False, "state"),
]


@pytest.mark.parametrize(("words", "title", "today", "stars", "veto", "why"), AWARD, ids=[a[0] for a in AWARD])
def test_what_hinders_an_award(words: str, title: Held, today: date, stars: str, veto: bool, why: str) -> None:
    assert hinders_award(title, today, runs(stars), veto=veto, rules=RULES) == why, words


LOSE = [
    ("three runs below four", "5333", False, ""),
    ("four runs below four", "53333", False, "runs"),
    ("four with unrated ones between", "533-3-3", False, "runs"),
    ("a four in between", "53343", False, ""),
    ("a confirmed red line", "5555", True, "veto"),
    ("nothing to go by", "33", False, ""),
]


@pytest.mark.parametrize(("words", "stars", "veto", "why"), LOSE, ids=[line[0] for line in LOSE])
def test_what_begins_a_withdrawal(words: str, stars: str, veto: bool, why: str) -> None:
    assert begins_withdrawal(runs(stars), veto=veto, rules=RULES) == why, words


HEARING = Held(TitleState.HEARING, "2026-Q4", until=date(2027, 3, 8))


def test_no_title_is_taken_unheard() -> None:
    assert hinders_withdrawal(HEARING, date(2027, 3, 8), cause="runs") == "hearing"
    assert hinders_withdrawal(HEARING, date(2027, 3, 9), cause="runs") == ""
    assert hinders_withdrawal(replace(HEARING, heard=True), date(2027, 3, 1), cause="runs") == ""
    assert hinders_withdrawal(HEARING, date(2027, 3, 9), cause="") == "cause"
    assert TitleState.WITHDRAWN not in TITLE.next[TitleState.AWARDED] | TITLE.next[TitleState.SUSPENDED]
    assert hinders_withdrawal(replace(HEARING, state=TitleState.AWARDED), date(2027, 3, 9), cause="runs") == "state"


def test_a_year_later_it_is_looked_at_again() -> None:
    assert reevaluate_on(date(2027, 1, 9)) == date(2028, 1, 9)
    assert reevaluate_on(date(2028, 2, 29)) == date(2029, 3, 1)


def test_certificates_sort_by_quarter_and_number() -> None:
    assert certificate_number("2026-Q4", 12) == "2026-Q4-0012"
