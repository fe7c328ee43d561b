"""What an owner says in English was put right: a thing that was broken, or what somebody told them of before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.statements.statements import Says, statements
from bot.language.words.lexicon import Kind, Token
from bot.language.words.segments import segments
from bot.language.words.vocabulary import Vocabulary

_GROUPS = Vocabulary("remedies")
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
_REPAIR = re.compile(rf"{_GROUPS.pattern('repair', 'en')}|{_GROUPS.pattern('works')}\b")
_THINGS = frozenset({Kind.FIXTURE, Kind.LAMP, Kind.PUBLIC, Kind.DUTY})
_MOVED = frozenset({Kind.GOODS, Kind.VEHICLE, Kind.DIRT})
"""Whoever tells that one of these was put away had it where it should not be."""
_LOOK = re.compile(_GROUPS.pattern("invitation", "en"))
"""One may come and see."""


def is_mended(tokens: Sequence[Token]) -> bool:
    """“fixed the sign you told us about”, “got the grease off, come and have a look”."""
    kinds = {token.kind for token in tokens if token.text != "吧"}
    told = "".join(f" {token.text}" for token in tokens)
    if not told.isascii() or kinds & _AGAINST or not kinds & _VERBS:
        return False
    stated = [one.says for part in segments(tokens) for one in statements(part)]
    found = set(stated)
    is_told_of = Kind.TOLD_OF in kinds
    if found & _FAULTS and not is_told_of:
        return False
    is_repair = bool(kinds & _THINGS) and bool(_REPAIR.search(told))
    is_moved = Kind.OTHER_TIME not in kinds and bool(kinds & _MOVED)
    is_known = is_told_of or is_repair or is_moved or bool(_LOOK.search(told))
    praises = sum(one in (Says.ONE_MET, Says.MET) for one in stated)
    return (
        is_known and bool(found & _DONE) and praises <= 1
    )  # “cages in, sign lit, trees ok, paving ok” is how it stands
