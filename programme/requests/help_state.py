"""The states of a help request (求助) and which may follow which."""

from __future__ import annotations

from enum import StrEnum

from programme.transitions import Transitions


class HelpState(StrEnum):
    ASKING = "asking"  # the shop has not said which of its shops yet; the clock runs all the same
    OPEN = "open"
    ANSWERED = "answered"  # the shop has not said whether that did it
    CLOSED = "closed"
    DROPPED = "dropped"  # nobody had answered when the shop got another holder, or took its message back by editing it


HELP = Transitions(
    "help request",
    first=frozenset({HelpState.ASKING, HelpState.OPEN}),
    next={
        HelpState.ASKING: frozenset({HelpState.OPEN, HelpState.DROPPED}),
        HelpState.OPEN: frozenset({HelpState.ANSWERED, HelpState.DROPPED}),
        HelpState.ANSWERED: frozenset({HelpState.OPEN, HelpState.CLOSED}),
        HelpState.CLOSED: frozenset(),
        HelpState.DROPPED: frozenset(),
    },
    with_holder={HelpState.OPEN: HelpState.DROPPED, HelpState.ANSWERED: HelpState.CLOSED},
)
