"""State transitions: one table per kind of thing, checked by the only function that saves its state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from enum import StrEnum
from typing import Generic, TypeVar

from files.dataclass import dataclass

S = TypeVar("S", bound=StrEnum)


class ForbiddenTransition(ValueError):
    """A state that cannot follow the one before was to be saved: the caller did not check the present state."""


@dataclass(frozen=True, slots=True)
class Transitions(Generic[S]):
    """The table of one kind of thing, which `kind` names.

    `first` are the states it may begin in; `next` says where it may go from each state. Staying where it is is always allowed.
    `with_holder` says what becomes of it when the shop gets another holder; each is a transition of `next` as well. These alone
    are reversed, when the roster that brought the new holder is taken back.
    """

    kind: str
    first: frozenset[S]
    next: Mapping[S, frozenset[S]]
    with_holder: Mapping[S, S] = field(default_factory=dict)

    def check_first(self, state: S) -> None:
        """Raises ForbiddenTransition unless it may begin so."""
        if state not in self.first:
            raise ForbiddenTransition(f"a {self.kind} cannot begin as {state}")

    def check(self, before: S, after: S) -> None:
        """Raises ForbiddenTransition unless `after` may follow `before`."""
        if after is not before and after not in self.next[before]:
            raise ForbiddenTransition(f"a {self.kind} cannot go from {before} to {after}")

    def ends(self) -> Iterator[tuple[S, S]]:
        """Each (before, after) of what ends with a tenure.

        Raises:
            ForbiddenTransition: one of them is not in the table.
        """
        for before, after in self.with_holder.items():
            self.check(before, after)
            yield before, after

    def pairs(self) -> list[tuple[S, S]]:
        """Every transition of the table."""
        return [(before, after) for before, allowed in self.next.items() for after in sorted(allowed)]
