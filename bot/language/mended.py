"""What an owner says was put right: a thing that was broken, or what somebody told them of before."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from bot.language.lexicon import Kind, Token
from bot.language.segments import segments
from bot.language.statements import Says, statements
from bot.language.vocabulary import Vocabulary

_GROUPS = Vocabulary("mended")
_AGAINST = frozenset(
    {
        Kind.NOT,
        Kind.NONE,
        Kind.REFUSED,
        Kind.LATER,
        Kind.UNDERWAY,
        Kind.DOUBT,
        Kind.ASKS,
        Kind.SHOULD,
        Kind.CORRECTS,
        Kind.FAIL,
        Kind.CLOSED,
        Kind.HARSH,
        Kind.CLAIM,
        Kind.OTHERS_DID,
    }
)
"""With one of these it may not be put right, or not by them."""
_DONE = frozenset({Says.TIDIED, Says.FIXED})
_FAULTS = frozenset({Says.FAULT, Says.WEAK_FAULT, Says.NOT_TIDIED, Says.FAILED})
_VERBS = frozenset({Kind.TIDY, Kind.AWAY, Kind.FIXED, Kind.CLEAN})
_FINISHED = re.compile(f"{_GROUPS.pattern('verbs')}.{{0,3}}{_GROUPS.pattern('endings')}")
_REPAIR = re.compile(rf"{_GROUPS.pattern('repair')}|{_GROUPS.pattern('works')}\b")
_THINGS = frozenset({Kind.FIXTURE, Kind.LAMP, Kind.PUBLIC, Kind.DUTY})
_LOOK = re.compile(_GROUPS.pattern("invitation"))
"""One may come and see."""


def is_mended(tokens: Sequence[Token]) -> bool:
    """“上次说的地砖补上了”, “灯换好了”, “got the grease off, come and have a look”."""
    kinds = {token.kind for token in tokens if token.text != "吧"}
    if kinds & _AGAINST or not kinds & _VERBS:
        return False
    told = "".join(f" {token.text}" if token.text.isascii() else token.text for token in tokens)
    found = {one.says for part in segments(tokens) for one in statements(part)}
    is_told_of = Kind.TOLD_OF in kinds
    if found & _FAULTS and not is_told_of:
        return False
    is_repair = bool(kinds & _THINGS) and bool(_REPAIR.search(told))
    is_known = is_told_of or is_repair or _was_outside(tokens) or bool(_LOOK.search(told))
    return _is_done(found, told) and is_known


def _was_outside(tokens: Sequence[Token]) -> bool:
    """“盲道上的花桶都搬回来啦”: what was taken in stood where it should not."""
    kinds = "".join(token.kind for token in tokens if token.kind is not Kind.FILLER)
    return bool(re.match("o[hM]*[gv]A?a[dC]", kinds))


def _is_done(found: Set[Says], told: str) -> bool:
    """Whether it is told as done: by 了 or 好, or by the English form of the verb."""
    return bool(found & _DONE) or bool(_FINISHED.search(told)) or (told.isascii() and Says.TO_FIX in found)
