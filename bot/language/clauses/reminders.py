"""What came of a word said on the spot: whether a fault told before it still stands, or nobody understands what was done."""

from __future__ import annotations

from collections.abc import Sequence

from bot.language.statements.statements import Says, Statement, statements
from bot.language.words.lexicon import Kind, Token

STANDS = frozenset({Says.FAULT, Says.NOT_TIDIED, Says.WEAK_FAULT, Says.FAILED, Says.TO_FIX})
"""What says after a reminder that the fault still stands, or that it is going to be put right."""


def stands(found: Sequence[Statement]) -> bool:
    return any(one.says in STANDS for one in found)


def fixes_last(told: Sequence[list[Token]]) -> Sequence[list[Token]]:
    """The clauses with one that only says “fixed on the spot” behind those that tell what was: “fixed at 9: boxes outside”."""
    found = list(statements(told[0])) if len(told) > 1 else []
    is_heading = bool(found) and all(one.says is Says.FIXED and not one.duties for one in found)
    return [*told[1:], told[0]] if is_heading else told


def is_answered(clause: Sequence[Token]) -> bool:
    """“太吵 老板当场关小了”: a fault, and in the same breath that something was done about it, in whatever words."""
    at = next((n for n, token in enumerate(clause) if token.kind is Kind.AT_ONCE), 0)
    if not any(one.says in STANDS and one.duties for one in statements(clause[:at])):
        return False
    behind = [one for one in statements(clause[at:]) if one.duties or one.says is not Says.WEAK_FAULT]  # 捞掉了
    return any(token.text.endswith("了") for token in clause[at + 1 :]) and not stands(behind)
