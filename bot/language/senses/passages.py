"""Whether the way is blocked: “盲道都挡住了”, “把道都挡了”; and what was only done to a thing before it lay there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.language.senses.sense import of
from bot.language.words.lexicon import Kind, Token
from bot.language.words.segments import has
from bot.language.words.vocabulary import Vocabulary

_GROUPS = Vocabulary("passages")
_BLOCKS = _GROUPS.words("blocking")
_WAYS = _GROUPS.words("ways")
_SMALL = frozenset({Kind.FILLER, Kind.ALL, Kind.MANY, Kind.DONE})
_KEEPS_CLEAR = frozenset({Kind.OUTSIDE, Kind.GOODS, Kind.VEHICLE})


@of(Kind.PUT)
def _blocked(tokens: Sequence[Token], n: int) -> Token:
    """“盲道都挡住了”: a way that something stands in."""
    token = tokens[n]
    if not token.text.startswith(_BLOCKS):
        return token
    duties = next((one.duties for one in tokens if one.kind in _KEEPS_CLEAR and one.duties), frozenset[str]())
    before = next((one for one in reversed(tokens[:n]) if one.kind not in _SMALL), None)
    behind = next((one for one in tokens[n + 1 :] if one.kind not in _SMALL and len(one.text) > 0), None)
    is_way = any(one is not None and _is_way(one) for one in (before, behind))
    return replace(token, kind=Kind.SYMPTOM, duties=duties) if is_way and len(duties) == 1 else token


def _is_way(token: Token) -> bool:
    return token.kind in (Kind.OUTSIDE, Kind.FIXTURE, Kind.UNKNOWN) and token.text.endswith(_WAYS)


@of(Kind.PARK)
def _parking(tokens: Sequence[Token], n: int) -> Token:
    """“停车都停在线里”, “停车有序”: how the vehicles stand there."""
    token, behind = tokens[n], tokens[n + 1 : n + 4]
    if len(behind) <= 1 or behind[0].kind is not Kind.VEHICLE or behind[0].start > token.end:
        return token
    is_told = any(one.kind in _HOW for one in behind[1:])
    return replace(token, kind=Kind.FILLER) if is_told else token


_HOW = frozenset({Kind.PARK, Kind.PUT, Kind.CLEAN, Kind.PRAISE, Kind.HAVE, Kind.SYMPTOM, Kind.DIRTY})


@of(Kind.BROKEN)
def _in_the_way(tokens: Sequence[Token], n: int) -> Token:
    """“外卖车堵门口”: what stands in the way has broken nothing."""
    token = tokens[n]
    is_there = has(tokens[:n], Kind.VEHICLE, Kind.GOODS) and has(tokens[n + 1 : n + 2], Kind.FRONT, Kind.OUTSIDE)
    is_put = is_there and token.text.startswith(_BLOCKS)
    return replace(token, kind=Kind.PUT, duties=frozenset(), also=None) if is_put else token


PASSAGES = (_in_the_way, _blocked, _parking)
