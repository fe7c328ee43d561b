"""Saves the new state of a row: only where its table of transitions allows it, and nobody has moved it meanwhile."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Protocol, TypeVar

from messages.errors import Overtaken
from programme.transitions import Transitions
from storage.core.rows import values_of
from storage.core.tx import Tx

S = TypeVar("S", bound=StrEnum)
S_co = TypeVar("S_co", bound=StrEnum, covariant=True)


class Stateful(Protocol[S_co]):
    """A row with a number and a state."""

    @property
    def id(self) -> int: ...
    @property
    def state(self) -> S_co: ...


async def save_state(tx: Tx, table: Transitions[S], statement: str, before: Stateful[S], after: Stateful[S]) -> None:
    """Save `after` in the place of `before`, by a named statement that takes all its columns and the state `before` had.

    Raises:
        ForbiddenTransition: it cannot go there from where it is.
        Overtaken: it is not in the state of `before` any more.
    """
    table.check(before.state, after.state)
    values: dict[str, Any] = values_of(after)
    if await tx.do(statement, before=before.state, **values) != 1:
        raise Overtaken(f"{table.kind} {after.id} is not {before.state} any more")
