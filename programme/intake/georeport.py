"""GeoReport v2 in our words: what is open, what is closed, and what a step of a request is called there."""

from __future__ import annotations

from datetime import date

from programme.requests.promises import number
from programme.requests.request_state import RequestState

OPEN, CLOSED = "open", "closed"
_OPEN_STATES = frozenset({RequestState.ASKING, RequestState.OPEN, RequestState.ANSWERED, RequestState.LEAD})

UPDATES = {
    "answered": "IN_PROGRESS",
    "done": "FIXED",
    "elsewhere": "NOT_COUNCILS_RESPONSIBILITY",
    "not found": "NO_FURTHER_ACTION",
    "cannot": "NO_FURTHER_ACTION",
    "same": "DUPLICATE",
    "reopened": "OPEN",
}
"""What an event is called in an update, as FixMyStreet reads it."""


def status(state: str) -> str:
    """open or closed; GeoReport knows no more."""
    return OPEN if state in _OPEN_STATES else CLOSED


def states(statuses: set[str]) -> list[str]:
    """The states that are meant by open, closed, or both; none for both."""
    if statuses >= {OPEN, CLOSED} or not statuses:
        return []
    return [str(state) for state in RequestState if status(state) in statuses]


def row_of(name: str) -> int | None:
    """The row that a number like 26-00042 names; None for anything else."""
    year, _, row = name.strip().partition("-")
    plain = year.isascii() and row.isascii() and year.isdecimal() and row.isdecimal()
    return int(row) if plain and len(year) == 2 and 5 <= len(row) <= 9 else None  # noqa: PLR2004 as `number` writes it


def is_named(name: str, asked: date, row: int) -> bool:
    """Whether a number is that of a row, its year included."""
    return name.strip() == number(asked, row)
