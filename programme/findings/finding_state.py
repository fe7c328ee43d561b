"""The states of a finding (问题) and which may follow which."""

from __future__ import annotations

from enum import StrEnum

from programme.transitions import Transitions


class FindingState(StrEnum):
    OPEN = "open"
    FIXED = "fixed"  # the shop says so; somebody else has to look
    STOPPED = "stopped"  # perhaps not the shop's: the clock stands
    HANDED = "handed"  # a case in a person's hands
    REPAIR = "repair"  # of a duty that is only reported: we have asked for the repair
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"  # counts for nobody: the look was taken back, an appeal granted, or the holder went
    BETWEEN = "between"  # of two shops, not said which: counts for neither, no clock


_S = FindingState

FINDING = Transitions(
    "finding",
    first=frozenset({_S.OPEN, _S.BETWEEN}),
    next={
        _S.OPEN: frozenset({_S.FIXED, _S.STOPPED, _S.HANDED, _S.REPAIR, _S.CLOSED, _S.WITHDRAWN}),
        _S.FIXED: frozenset({_S.CLOSED, _S.OPEN, _S.REPAIR, _S.WITHDRAWN}),
        _S.STOPPED: frozenset({_S.OPEN, _S.REPAIR, _S.WITHDRAWN}),
        _S.HANDED: frozenset({_S.FIXED, _S.STOPPED, _S.CLOSED, _S.WITHDRAWN}),
        _S.REPAIR: frozenset({_S.FIXED, _S.STOPPED, _S.CLOSED, _S.WITHDRAWN}),
        # open again within the days for it; withdrawn when an appeal or a judge sets aside what it came from
        _S.CLOSED: frozenset({_S.OPEN, _S.WITHDRAWN}),
        _S.WITHDRAWN: frozenset(),
        # whose it is gets a finding of its own; this one only marks that it was unclear
        _S.BETWEEN: frozenset({_S.WITHDRAWN}),
    },
    with_holder=dict.fromkeys((_S.OPEN, _S.FIXED, _S.STOPPED, _S.HANDED, _S.REPAIR, _S.BETWEEN), _S.WITHDRAWN),
)
