"""The states of an honour: nominated for a deed, agreed to, chosen where there is a ballot, announced, confirmed."""

from __future__ import annotations

from enum import StrEnum

from programme.transitions import Transitions

LONGEST_DEED = 200
NOTICE_DAYS = 5
"""Working days of a public notice, and of a hearing."""


class HonourState(StrEnum):
    NOMINATED = "nominated"  # the nominee has not answered yet
    DECLINED = "declined"
    AGREED = "agreed"  # may be voted on, or announced where there is no ballot
    CHOSEN = "chosen"  # elected; announced next
    PASSED_OVER = "passed over"  # not elected; how many votes is nobody's to know
    NOTICE = "notice"
    CONFIRMED = "confirmed"  # numbered; the plaque is drawn
    HEARING = "hearing"  # about to be taken back, for a reason that was said: whoever it is for may speak first
    WITHDRAWN = "withdrawn"  # after the hearing, with a reason


HONOUR = Transitions(
    "honour",
    first=frozenset({HonourState.NOMINATED, HonourState.CONFIRMED}),
    next={
        HonourState.NOMINATED: frozenset({HonourState.AGREED, HonourState.DECLINED}),
        HonourState.DECLINED: frozenset(),
        HonourState.AGREED: frozenset({HonourState.CHOSEN, HonourState.PASSED_OVER, HonourState.NOTICE}),
        HonourState.CHOSEN: frozenset({HonourState.NOTICE}),
        HonourState.PASSED_OVER: frozenset(),
        HonourState.NOTICE: frozenset({HonourState.CONFIRMED, HonourState.HEARING}),
        HonourState.CONFIRMED: frozenset({HonourState.HEARING}),
        HonourState.HEARING: frozenset({HonourState.NOTICE, HonourState.CONFIRMED, HonourState.WITHDRAWN}),
        HonourState.WITHDRAWN: frozenset(),
    },
)
ANNOUNCED_NEXT = (HonourState.AGREED, HonourState.CHOSEN)


def honour_number(year: int, count: int) -> str:
    """The number of a plaque: RY-2026-001."""
    return f"RY-{year}-{count:03d}"
