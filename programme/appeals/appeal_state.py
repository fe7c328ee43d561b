"""The states of an appeal (申诉) and which may follow which."""

from __future__ import annotations

from enum import StrEnum

from programme.transitions import Transitions


class AppealState(StrEnum):
    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"
    ENDED = "ended"  # the shop got another holder, or nothing of the look was the shop's


APPEAL = Transitions(
    "appeal",
    # a look that a granted star shall not rest on begins as granted
    first=frozenset({AppealState.OPEN, AppealState.GRANTED}),
    next={
        AppealState.OPEN: frozenset({AppealState.GRANTED, AppealState.REFUSED, AppealState.ENDED}),
        AppealState.GRANTED: frozenset(),
        AppealState.REFUSED: frozenset(),
        AppealState.ENDED: frozenset(),
    },
    with_holder={AppealState.OPEN: AppealState.ENDED},
)
