"""A roster in the spellings that are known already, so that a space or a full-width digit makes no second grid or branch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from programme.identity import compact, person_key, street_key
from programme.roster.roster import Entry, Known


def in_known_spelling(entries: Sequence[Entry], known: Known) -> list[Entry]:
    """Rows whose street, grid, branch and member are written as what is known of the same, else as in the first row."""
    streets = _Spellings(street_key, (s.street for s in known.shops))
    grids = _Spellings(compact, (s.grid for s in known.shops))
    branches = _Spellings(compact, (m.branch for m in known.members))
    members = _Spellings(person_key, ())
    found = []
    for e in entries:
        street, grid, branch, member = streets(e.street), grids(e.grid), branches(e.branch), members(e.member)
        same = (street, grid, branch, member) == (e.street, e.grid, e.branch, e.member)
        found.append(e if same else replace(e, street=street, grid=grid, branch=branch, member=member))
    return found


class _Spellings:
    """The first spelling met of each word."""

    def __init__(self, key: Callable[[str], str], known: Iterable[str]) -> None:
        self._key = key
        self._first: dict[str, str] = {}
        self._seen: dict[str, str] = {}
        for word in known:
            self(word)

    def __call__(self, word: str) -> str:
        if word not in self._seen:
            self._seen[word] = self._first.setdefault(self._key(word), word)
        return self._seen[word]
