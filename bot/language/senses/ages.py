"""Times that are no other time: they tell how old the dirt is, since when a fault is there, or what broke and still is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import dropwhile, pairwise, takewhile

from bot.language.senses.sense import of
from bot.language.words.lexicon import Kind, Token
from bot.language.words.segments import clauses
from bot.language.words.vocabulary import Vocabulary

_GROUPS = Vocabulary("senses")
_NEAR = 3
"""Words between a time and the thing it tells the age of."""
_AGE = _GROUPS.words("age")
_STILL = frozenset(_GROUPS.words("still"))
_STILL_THERE = _GROUPS.words("still_there")
_STANDS = frozenset({Kind.NOT, Kind.BROKEN, Kind.OUTSIDE, Kind.PUT, Kind.HAVE, Kind.SYMPTOM, Kind.DIRTY})
_TOLD = frozenset({Kind.BROKEN, Kind.SYMPTOM, Kind.DIRT, Kind.OUTSIDE, Kind.PUT, Kind.DIRTY})


@of(Kind.OTHER_TIME)
def aged(tokens: Sequence[Token], n: int) -> Token:
    """A time that only tells how old the dirt is, or since when what is still so has been so."""
    token = tokens[n]
    later = list(dropwhile(lambda one: one.kind is not Kind.BREAK, tokens[n:]))
    now = next((at for at, one in enumerate(later) if one.kind is Kind.NOW), None)
    if now is not None:  # “昨晚的油没擦，今早擦干净了”, and “昨晚客人吐了，现在还在那”
        told = takewhile(lambda one: one.kind is not Kind.BREAK, tokens[n:])
        is_still = _is_still(later[now + 1 :]) and any(one.kind in _TOLD for one in told)
        return replace(token, kind=Kind.FILLER) if is_still else token
    if _names(tokens[n + 1 : n + 3]):
        return replace(token, kind=Kind.FILLER)
    if token.text in _LATELY and _is_left_broken(tokens):
        return replace(token, kind=Kind.FILLER)
    behind = tokens[n + 1 : n + 1 + _NEAR]
    thing = next((at for at, one in enumerate(behind) if one.kind in (Kind.DIRT, Kind.GOODS)), None)
    if thing and any(mark in one.text for one in behind[:thing] for mark in _AGE):
        return replace(token, kind=Kind.FILLER)
    return replace(token, kind=Kind.FILLER) if _lasts(tokens[n + 1 :]) else token


def _is_still(behind: Sequence[Token]) -> bool:
    """Whether no more is told of now than that something is still so."""
    told = list(takewhile(lambda one: one.kind is not Kind.BREAK, behind))
    is_still = any(one.text.startswith(_STILL_FIRST) for one in told[:1])
    return is_still and not any(one.kind in _WELL for one in told)


def _is_left_broken(tokens: Sequence[Token]) -> bool:
    """“昨晚大风招牌刮歪了”: what broke stays broken, where nobody says that it was mended or is well."""
    ignorant = next((n for n, (one, then) in enumerate(pairwise(tokens)) if _knows_not(one, then)), len(tokens))
    kinds = {one.kind for one in takewhile(lambda one: one.kind is not Kind.REST, tokens[:ignorant])}
    is_broken = any(Kind.BROKEN in part and part & _BREAKS for part in ({o.kind for o in c} for c in clauses(tokens)))
    is_event = any(one.kind is Kind.BROKEN and _EVENT.search(one.text) for one in tokens)
    return is_broken and is_event and not kinds & _MENDED and not any(one.text in _WERE for one in tokens)


def _knows_not(one: Token, then: Token) -> bool:
    """“… and I don't know why”."""
    return one.kind is Kind.NOT and then.text in _KNOWS


_KNOWS = frozenset(_GROUPS.words("knows"))
_BREAKS = frozenset({Kind.FIXTURE, Kind.LAMP, Kind.PUBLIC, Kind.DUTY})
_MENDED = frozenset(
    {Kind.NOW, Kind.TIDY, Kind.FIXED, Kind.PRAISE, Kind.CLEAN, Kind.ASKS, Kind.NOT, Kind.AWAY, Kind.CLAIM}
)
_WELL = frozenset({Kind.PRAISE, Kind.CLEAN, Kind.FIXED, Kind.MILD, Kind.NOT_LOOKED})
_STILL_FIRST = _GROUPS.words("still")
_LATELY = frozenset(_GROUPS.words("lately"))
_EVENT = re.compile(_GROUPS.pattern("events"))
_WERE = frozenset(_GROUPS.words("were"))


def _names(behind: Sequence[Token]) -> bool:
    """“yesterday's pallets are still out”: how old they are."""
    is_of = len(behind) > 1 and behind[0].text in _OF
    return is_of and behind[1].kind in (Kind.GOODS, Kind.DIRT, Kind.VEHICLE, Kind.SYMPTOM)


_OF = frozenset(Vocabulary("remedies").words("of", "en"))


def _lasts(behind: Sequence[Token]) -> bool:
    """Whether a fault is told, and then that it is still so; or that it is still there: “昨晚收摊晚了门口还有竹签”."""
    still = next((n for n, one in enumerate(behind) if one.text in _STILL_THERE), None)
    if still is not None and any(one.kind in _TOLD for one in behind[still + 1 :]):
        return True
    told = next((n for n, one in enumerate(behind) if one.kind in _TOLD), None)
    if told is None:
        return False
    later = behind[told + 1 :]
    if any(one.kind is Kind.DIRTY and one.text.startswith(_STILL_FIRST) for one in later):
        return True  # “昨晚客人丢的竹签还没来得及扫”
    pairs = list(pairwise(later))
    is_there = any(one.text + then.text in _STILL_THERE for one, then in pairs)  # “没冲地，油还|在”
    return is_there or any(one.text in _STILL and then.kind in _STANDS for one, then in pairs)
