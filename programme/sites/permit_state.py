"""The states of a permit (销售证) to sell at a sale site, and which may follow which."""

from __future__ import annotations

from enum import StrEnum

from programme.transitions import Transitions


class PermitState(StrEnum):
    ASKED = "asked"  # waits for the keeper of the site
    GIVEN = "given"  # hangs at the stall, until its last day
    REFUSED = "refused"  # not given, and it was said why
    DROPPED = "dropped"  # asked for and not wanted any more, or the season was over first
    GIVEN_BACK = "given back"  # its holder does not come any more
    WITHDRAWN = "withdrawn"  # taken back by a manager, for the rest of this season
    ENDED = "ended"  # its last day is over


PERMIT = Transitions(
    "permit",
    first=frozenset({PermitState.ASKED}),
    next={
        PermitState.ASKED: frozenset({PermitState.GIVEN, PermitState.REFUSED, PermitState.DROPPED}),
        PermitState.GIVEN: frozenset({PermitState.GIVEN_BACK, PermitState.WITHDRAWN, PermitState.ENDED}),
        PermitState.WITHDRAWN: frozenset({PermitState.ENDED}),
        PermitState.REFUSED: frozenset(),
        PermitState.DROPPED: frozenset(),
        PermitState.GIVEN_BACK: frozenset(),
        PermitState.ENDED: frozenset(),
    },
)
LIVING = frozenset({PermitState.ASKED, PermitState.GIVEN})
"""States in which its holder counts on the pitch."""

TALKS = 2
"""Faults that are only talked about; after the last of them a manager decides, and hears its holder first."""


def permit_number(year: int, row: int) -> str:
    """S26-0007: how a permit is called on paper, never like the number of a request.

    >>> permit_number(2026, 7)
    'S26-0007'
    """
    return f"S{year % 100:02d}-{row:04d}"
