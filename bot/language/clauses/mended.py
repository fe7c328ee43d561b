"""What an owner says in English was put right: a thing that was broken, or what somebody told them of before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.language.statements.statements import Says, statements
from bot.language.words.kinds import AGAINST_FIX
from bot.language.words.lexicon import Kind, Token
from bot.language.words.segments import is_english, segments
from bot.language.words.vocabulary import Vocabulary

_GROUPS = Vocabulary("remedies")
_AGAINST = AGAINST_FIX
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
    kinds = {token.kind for token in tokens if token.text != "吧" and token.text not in _NO_MORE}
    told = "".join(f" {token.text}" for token in tokens)
    if not is_english(tokens) or kinds & _AGAINST or not (kinds & _VERBS or _AGAIN.search(told)):
        return False
    stated = [says for part in segments(tokens) for says in _stated(part)]
    if not _FAULTS.isdisjoint(stated) and Kind.TOLD_OF not in kinds:
        return False
    if _is_well_again(kinds, told):
        return True
    praises = sum(one in (Says.ONE_MET, Says.MET) for one in stated)  # “cages in, sign lit, trees ok” is how it stands
    return praises <= 1 and not _DONE.isdisjoint(stated) and _was_at_fault(tokens, kinds, told)


def _was_at_fault(tokens: Sequence[Token], kinds: set[Kind], told: str) -> bool:
    """Whether what was done tells by itself that something was not well."""
    is_repair = bool(kinds & _THINGS) and bool(_REPAIR.search(told))
    is_moved = not _is_past(tokens) and bool(kinds & _MOVED or kinds >= {Kind.GREEN, Kind.AWAY})
    is_done = not _is_past(tokens) and any(map(_is_of_fault, segments(tokens)))
    is_over = is_done or any(token.text in _NO_MORE for token in tokens)
    return Kind.TOLD_OF in kinds or is_repair or is_moved or is_over or bool(_LOOK.search(told))


_AGAIN = re.compile(rf"\b{_GROUPS.pattern('again')}\b")


def _is_well_again(kinds: set[Kind], told: str) -> bool:
    """“electrician came, sign is bright again”: it was not so before."""
    return bool(_AGAIN.search(told) and kinds & (_THINGS | {Kind.TIDY, Kind.AWAY}))


def _stated(part: Sequence[Token]) -> list[Says]:
    """What a clause states, without a fault of which it goes on that it is done: “the line on the tree has been taken down”."""
    return [Says.TIDIED] if _is_of_fault(part) else [one.says for one in statements(part)]


def _is_of_fault(part: Sequence[Token]) -> bool:
    """“the loose slab was relaid”."""
    stated = [one.says for one in statements(part)]
    is_over = stated[-1:] == [Says.TIDIED] and not any(token.text in _JOINS for token in part)
    return is_over and not _FAULTS.isdisjoint(stated)


def _is_past(tokens: Sequence[Token]) -> bool:
    """Whether it is told of another day; “yesterday's boxes” are only called so."""
    return any(one.kind is Kind.OTHER_TIME and then.text not in _OF for one, then in pairwise([*tokens, tokens[-1]]))


_JOINS = frozenset(_GROUPS.words("joins"))
_OF = frozenset(_GROUPS.words("of"))
_NO_MORE = frozenset(_GROUPS.words("no_more"))
