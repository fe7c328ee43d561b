"""What the people of a shop say behind a fault, and who took a vehicle away: the fault stays what it was."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.language.words.lexicon import Kind, Token
from bot.language.words.segments import text_of
from bot.language.words.vocabulary import Vocabulary

_GROUPS = Vocabulary("sayings")
_SAYS = re.compile(
    f"{_GROUPS.pattern('people')}{_GROUPS.pattern('says')}|{_GROUPS.pattern('says')}(?!{_GROUPS.pattern('told')})"
)
_ORDERED = re.compile(f"{_GROUPS.pattern('ordered')}|{_GROUPS.pattern('because')}.{{1,8}}?{_GROUPS.pattern('broke')}")
_TAKES_BACK = re.compile(_GROUPS.pattern("takes_back"))
_OPEN = frozenset(
    {Kind.ASKS, Kind.FIXED, Kind.CLEAN, Kind.PRAISE, Kind.CORRECTS, Kind.EXCEPT, Kind.CLAIM, Kind.REST, Kind.OTHER_TIME}
)
_DOES = frozenset({Kind.AWAY, Kind.TIDY})
_OWNERS = frozenset(_GROUPS.words("owners"))


def beside_fault(part: Sequence[Token]) -> Iterator[int]:
    """Where the words begin that may be left out of a clause behind a fault."""
    if is_only_said(part):
        yield from (token.start for token in part)
    for token, then in pairwise(part):
        if token.kind is Kind.OTHERS_DID and token.text in _OWNERS and then.kind in _DOES:
            yield token.start  # “车主开走了”


def is_only_said(part: Sequence[Token]) -> bool:
    """“老丁说买不到配件”: neither that it is put right, nor that it is not so or not theirs."""
    text = text_of(part)
    if not _SAYS.match(text) or any(token.kind in _OPEN for token in part):
        return False
    return not _TAKES_BACK.search(_ORDERED.sub("", text))
