"""The states of a lead (线索) and which may follow which."""

from __future__ import annotations

from enum import StrEnum

from programme.transitions import Transitions


class LeadState(StrEnum):
    OPEN = "open"  # nobody has looked
    CONFIRMED = "confirmed"  # seen on the spot: there is a finding
    UNFOUNDED = "unfounded"  # looked, and there was nothing
    ELSEWHERE = "elsewhere"  # at no shop's door: it goes on as a request
    SAME = "same"  # reported before: it ends as the first one does
    WITHDRAWN = "withdrawn"  # whoever reported it has corrected the message: what they say now is another lead


LEAD = Transitions(
    "lead",
    first=frozenset({LeadState.OPEN}),
    next={
        LeadState.OPEN: frozenset(
            {LeadState.CONFIRMED, LeadState.UNFOUNDED, LeadState.ELSEWHERE, LeadState.SAME, LeadState.WITHDRAWN}
        ),
        LeadState.CONFIRMED: frozenset({LeadState.WITHDRAWN}),
        LeadState.UNFOUNDED: frozenset(),
        LeadState.ELSEWHERE: frozenset(),
        LeadState.SAME: frozenset({LeadState.OPEN, LeadState.WITHDRAWN}),
        LeadState.WITHDRAWN: frozenset(),
    },
)
