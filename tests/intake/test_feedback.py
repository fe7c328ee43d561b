"""What a platform hears of its alert, word and number; and from which share on a camera is asked to rest."""

import pytest

from programme.findings.lead_state import LeadState
from programme.intake.feedback import STATE, heard
from programme.intake.intake_state import IntakeState
from programme.intake.truth import Truth
from programme.requests.request_state import RequestState

PASSED = IntakeState.PASSED
WORDS = [
    (IntakeState.NEW, None, False, None, None),
    (IntakeState.DISMISSED, None, False, None, ("false_alarm", 3)),
    (PASSED, None, False, None, ("passed", 1)),
    (PASSED, LeadState.UNFOUNDED, False, None, ("not_found", 4)),
    (PASSED, LeadState.CONFIRMED, False, None, ("confirmed", 1)),
    (PASSED, LeadState.CONFIRMED, True, None, ("done", 2)),
    (PASSED, None, False, RequestState.OPEN, ("passed", 1)),
    (PASSED, None, False, RequestState.ANSWERED, ("passed", 1)),
    (PASSED, None, False, RequestState.DONE, ("done", 2)),
    (PASSED, None, False, RequestState.CLOSED, ("done", 2)),
    (PASSED, None, False, RequestState.NOT_FOUND, ("not_found", 4)),
    (PASSED, None, False, RequestState.ELSEWHERE, ("elsewhere", 4)),
    (PASSED, None, False, RequestState.CANNOT, ("cannot", 4)),
    (PASSED, LeadState.CONFIRMED, False, RequestState.LEAD, ("confirmed", 1)),
]


@pytest.mark.parametrize(("state", "lead", "closed", "request_state", "word"), WORDS)
def test_how_far_it_has_come_is_one_word_and_the_platforms_number(
    state: str, lead: str | None, closed: bool, request_state: str | None, word: tuple[str, int] | None
) -> None:
    said = heard(state, lead, closed, request_state)
    assert (said and (said.value, STATE[said])) == word


@pytest.mark.parametrize(
    ("judged", "confirmed", "is_wrong"),
    [(19, 0, False), (20, 9, True), (20, 10, False), (87, 61, False), (0, 0, False)],
)
def test_a_rest_is_offered_below_half_of_twenty_judged(judged: int, confirmed: int, is_wrong: bool) -> None:
    assert Truth("C12", "stall", 100, judged, confirmed).is_mostly_wrong is is_wrong
