"""Who is elected: more than half of the returned papers, at most so many, a tie for the last place left to others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.honours.ballot_count import Count, counted, outcome, read_count

VOTES = (39, 38, 35, 33, 31, 30, 27, 25, 24, 22, 22, 20)


def test_nine_are_elected_the_two_with_22_are_not_ours_to_decide_and_20_is_out() -> None:
    found = outcome(Count(41, 40, 39, VOTES), 43, 10)
    assert (found.is_valid, found.elected, found.tied) == (True, tuple(range(9)), (9, 10))


@pytest.mark.parametrize(("votes", "is_elected"), [(20, False), (21, True)])
def test_of_forty_papers_twenty_one_votes_are_needed(votes: int, is_elected: bool) -> None:
    assert bool(outcome(Count(41, 40, 39, (votes,)), 43, 10).elected) is is_elected


@pytest.mark.parametrize(("returned", "is_valid"), [(21, False), (22, True)])
def test_of_forty_three_more_than_half_have_to_come_back(returned: int, is_valid: bool) -> None:
    assert outcome(Count(41, returned, returned, (returned,)), 43, 1).is_valid is is_valid


@given(st.lists(st.integers(0, 40), min_size=1, max_size=15), st.integers(1, 12))
def test_nobody_is_elected_over_somebody_with_as_many_votes(votes: list[int], most: int) -> None:
    found = outcome(Count(40, 40, 40, tuple(votes)), 40, most)
    assert len(found.elected) <= most
    out = set(range(len(votes))) - set(found.elected)
    assert all(votes[one] > 20 for one in found.elected)
    assert not {votes[one] for one in found.elected} & {votes[one] for one in out}
    assert not found.tied or len(found.elected) < most < len(found.elected) + len(found.tied)


def test_a_teller_types_all_figures_in_one_go() -> None:
    assert read_count("发41 收40 有效39，票 39、38", 2) == Count(41, 40, 39, (39, 38))
    assert read_count("41 40 39 39", 2) is None
    assert not Count(41, 42, 39, (1,)).is_possible(43, 10), "more came back than went out"
    assert not Count(41, 40, 39, (40,)).is_possible(43, 10), "more votes than valid papers"


def test_a_paper_with_too_many_marks_or_none_is_not_valid() -> None:
    assert counted([(0,), (0, 1), (), (1,)], 5, 2, 1) == Count(5, 4, 2, (1, 1))
