"""The states of a sheet of cases sent in chat and which may follow which."""

from __future__ import annotations

from enum import StrEnum

from programme.transitions import Transitions


class CaseSheetState(StrEnum):
    WAITING = "waiting"  # its file is fetched and read
    READY = "ready"  # read and shown: whoever sent it decides
    AGREED = "agreed"  # its cases are being taken
    DONE = "done"
    REFUSED = "refused"  # it cannot be read, or was not wanted


CASE_SHEET = Transitions(
    "case sheet",
    first=frozenset({CaseSheetState.WAITING}),
    next={
        CaseSheetState.WAITING: frozenset({CaseSheetState.READY, CaseSheetState.DONE, CaseSheetState.REFUSED}),
        CaseSheetState.READY: frozenset({CaseSheetState.AGREED, CaseSheetState.REFUSED}),
        CaseSheetState.AGREED: frozenset({CaseSheetState.DONE}),
        CaseSheetState.DONE: frozenset(),
        CaseSheetState.REFUSED: frozenset(),
    },
)
