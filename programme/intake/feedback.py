"""What a platform hears of its alerts: one word for how far a thing has come, and the number its own software knows for it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from programme.findings.lead_state import LeadState
from programme.intake.intake_state import IntakeState
from programme.requests.request_state import RequestState

TYPE = "cn.fivestar.alert."


class Heard(StrEnum):
    PASSED = "passed"  # somebody was asked to look
    CONFIRMED = "confirmed"  # seen on the spot, and being put right
    NOT_FOUND = "not_found"  # looked, and there was nothing
    FALSE_ALARM = "false_alarm"  # the picture shows no such thing
    DONE = "done"
    ELSEWHERE = "elsewhere"  # somebody else's to do
    CANNOT = "cannot"  # cannot be done now


STATE = {
    Heard.PASSED: 1,
    Heard.CONFIRMED: 1,
    Heard.DONE: 2,
    Heard.FALSE_ALARM: 3,
    Heard.NOT_FOUND: 4,
    Heard.ELSEWHERE: 4,
    Heard.CANNOT: 4,
}
"""As alarm platforms count: 1 in hand, 2 dealt with, 3 a false alarm, 4 set aside."""
LAST = frozenset({Heard.DONE, Heard.FALSE_ALARM, Heard.NOT_FOUND, Heard.ELSEWHERE, Heard.CANNOT})
"""After these nothing more is said, unless what was done is opened again."""

_OF_REQUEST = {
    RequestState.DONE: Heard.DONE,
    RequestState.CLOSED: Heard.DONE,
    RequestState.NOT_FOUND: Heard.NOT_FOUND,
    RequestState.ELSEWHERE: Heard.ELSEWHERE,
    RequestState.CANNOT: Heard.CANNOT,
}


def heard(state: str, lead: str | None, finding_closed: bool, request: str | None) -> Heard | None:
    """The word for an intake with what came of it; None while nobody has sorted it."""
    if state == IntakeState.DISMISSED:
        return Heard.FALSE_ALARM
    if state != IntakeState.PASSED:
        return None
    if request is not None and request != RequestState.LEAD:
        return _OF_REQUEST.get(RequestState(request), Heard.PASSED)
    if lead == LeadState.UNFOUNDED:
        return Heard.NOT_FOUND
    if lead == LeadState.CONFIRMED:
        return Heard.DONE if finding_closed else Heard.CONFIRMED
    return Heard.PASSED


def event(source: str, outer_id: str, word: Heard, now: datetime) -> dict[str, Any]:
    """The CloudEvent that says so."""
    return {
        "specversion": "1.0",
        "id": f"{source}/{outer_id}/{word}",
        "source": f"/intake/{source}",
        "type": f"{TYPE}{word}",
        "subject": outer_id,
        "time": now.isoformat(timespec="seconds"),
        "datacontenttype": "application/json",
        "data": {"id": outer_id, "word": str(word), "state": STATE[word]},
    }
