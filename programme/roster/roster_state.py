"""The states of a roster somebody sent and which may follow which."""

from __future__ import annotations

from enum import StrEnum

from programme.transitions import Transitions


class RosterState(StrEnum):
    WAITING = "waiting"  # the file has not come yet
    READY = "ready"  # previewed; whoever sent it decides
    REFUSED = "refused"
    SET_ASIDE = "set aside"  # reading it broke its worker twice
    CANCELLED = "cancelled"
    APPLIED = "applied"
    UNDONE = "undone"


_S = RosterState

ROSTER = Transitions(
    "roster",
    # one from the terminal was decided on before it is written down
    first=frozenset({_S.WAITING, _S.READY}),
    next={
        _S.WAITING: frozenset({_S.READY, _S.REFUSED, _S.SET_ASIDE, _S.CANCELLED}),
        _S.READY: frozenset({_S.APPLIED, _S.CANCELLED}),
        _S.REFUSED: frozenset(),
        _S.SET_ASIDE: frozenset(),
        _S.CANCELLED: frozenset(),
        _S.APPLIED: frozenset({_S.UNDONE}),
        _S.UNDONE: frozenset(),
    },
)
