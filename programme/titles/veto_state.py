"""The states of a veto (红线) and which may follow which."""

from __future__ import annotations

from enum import StrEnum

from programme.transitions import Transitions


class VetoState(StrEnum):
    PROPOSED = "proposed"  # moves nothing until another person confirms it
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    LIFTED = "lifted"


VETO = Transitions(
    "veto",
    first=frozenset({VetoState.PROPOSED}),
    next={
        VetoState.PROPOSED: frozenset({VetoState.CONFIRMED, VetoState.REFUSED, VetoState.LIFTED}),
        VetoState.CONFIRMED: frozenset({VetoState.LIFTED}),
        VetoState.REFUSED: frozenset(),
        VetoState.LIFTED: frozenset(),
    },
    with_holder={VetoState.PROPOSED: VetoState.LIFTED, VetoState.CONFIRMED: VetoState.LIFTED},
)
