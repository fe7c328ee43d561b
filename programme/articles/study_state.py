"""Whether a member wants the weekly article. Everybody does at first, is asked once a quarter, and silence ends it."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from programme.calendar import quarter_of
from programme.transitions import Transitions


class StudyState(StrEnum):
    WANTS = "wants"
    ASKED = "asked"  # “还要每周收吗？” is open
    STOPPED = "stopped"


STUDY = Transitions(
    "study choice",
    first=frozenset({StudyState.WANTS, StudyState.STOPPED}),
    next={
        StudyState.WANTS: frozenset({StudyState.ASKED, StudyState.STOPPED}),
        StudyState.ASKED: frozenset({StudyState.WANTS, StudyState.STOPPED}),
        StudyState.STOPPED: frozenset({StudyState.WANTS}),
    },
)

PATIENCE = timedelta(days=28)
"""How long after the question an article still comes without an answer."""


def on_day(state: StudyState, since: date, today: date) -> StudyState:
    """What a choice made on `since` has become when the article of `today` goes out."""
    if state is StudyState.WANTS and quarter_of(since) != quarter_of(today):
        return StudyState.ASKED
    if state is StudyState.ASKED and today - since >= PATIENCE:
        return StudyState.STOPPED
    return state
