"""What people say of the office's own people: a complaint about them, never a duty not met."""

from __future__ import annotations

from collections.abc import Sequence

from bot.language.clauses.clauses import said_of
from bot.language.words.lexicon import Kind, Token

_PEOPLE = frozenset({Kind.STAFF, Kind.CONDUCT})


def is_about_staff(tokens: Sequence[Token]) -> bool:
    """Whether it says that people of the office behaved badly."""
    if not {token.kind for token in tokens} & _PEOPLE:
        return False
    said = said_of(tokens)
    kinds = said.kinds
    if not kinds & _PEOPLE or Kind.HARSH in kinds:
        return bool(kinds & _PEOPLE)
    is_bad = said.some_failed or bool(kinds & {Kind.FAIL, Kind.DIRTY})
    return is_bad and not said.faults and Kind.ASKS not in kinds
