"""Why a fault is still there, or that it is in hand: beside an owner's plain words of a fault it leaves them no less plain."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.lexicon import Kind, Token
from bot.language.segments import segments
from bot.language.statements import Says, statements

_FAULTS = frozenset({Says.FAULT, Says.NOT_TIDIED, Says.FAILED})
_HARMLESS = frozenset({Says.TO_FIX, Says.DOUBTED})
_OPEN = frozenset(
    {
        Kind.DOUBT,
        Kind.CLAIM,
        Kind.ASKS,
        Kind.SHOULD,
        Kind.CORRECTS,
        Kind.STAFF,
        Kind.OTHER_TIME,
        Kind.OTHERS_DID,
        Kind.NOT,
        Kind.NONE,
        Kind.AT_ONCE,
        Kind.DONE,
    }
)
"""What makes of an aside more than an excuse."""
_SAYS = re.compile("[说讲嫌怪弄搞扔倒摆放]|say|said|told|tell|did|threw|put")
"""What kin may say or do about the front."""


def excused(tokens: Sequence[Token]) -> frozenset[Kind]:
    """The kinds of words that stand in excuses alone: “门口三天没扫了 老婆住院”, “一摊油 正在冲”."""
    found: set[Kind] = set()
    left: set[Kind] = set()
    is_told = False
    for part in segments(tokens):
        at = next((n for n, token in enumerate(part) if token.kind is Kind.LATER), None)
        tells = _tells(part[:at])
        behind = part if at is None or not tells else part[at:]
        kinds = {token.kind for token in behind} & {Kind.LATER, Kind.KIN}
        is_aside = _is_aside(behind) and (Kind.LATER not in kinds or ((is_told or tells) and _announces(behind)))
        (found if is_aside else left).update(kinds)
        left |= {token.kind for token in part[:at]} & {Kind.KIN} if tells else set()
        is_told |= tells
    return frozenset(found - left)


def _tells(part: Sequence[Token]) -> bool:
    return any(one.says in _FAULTS for one in statements(part))


def _announces(part: Sequence[Token]) -> bool:
    return any(one.says is Says.TO_FIX for one in statements(part))


def _is_aside(part: Sequence[Token]) -> bool:
    """Whether a clause tells only of something at home, or that a fault will be put right."""
    kinds = {token.kind for token in part}
    if kinds & _OPEN - ({Kind.DONE} if Kind.KIN in kinds else set()):
        return False
    if Kind.KIN in kinds and _SAYS.search(" ".join(token.text for token in part)):
        return False
    return all(one.says in _HARMLESS for one in statements(part))
