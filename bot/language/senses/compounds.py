"""Nouns made of two that are known: the last says what it is, “豆浆|桶”, “早餐|车”, and the first only which one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.language.senses.sense import of
from bot.language.words.lexicon import Kind, Token
from bot.language.words.segments import has

_LAST = frozenset({Kind.GOODS, Kind.VEHICLE, Kind.BIN})
_LISTED = frozenset({Kind.HAVE, Kind.MANY})


@of(Kind.DIRT, Kind.TOPIC, Kind.GOODS)
def compound(tokens: Sequence[Token], n: int) -> Token:
    """The first half made silent; behind “has” or a number each of two things is one of its own: “有油桌子也没擦”."""
    token, then = tokens[n], tokens[n + 1 : n + 2]
    behind = [one for one in tokens[n + 1 : n + 5] if one.kind not in (Kind.FILLER, Kind.ALL)][:2]
    if token.kind is Kind.GOODS and [one.kind for one in behind] == [Kind.NOT, Kind.TIDY] and behind[1].duties:
        return replace(token, kind=Kind.DIRT, duties=behind[1].duties)  # “笋衣没扫”: it lies on the ground
    if not then or then[0].kind not in _LAST or token.text.isascii():
        return token
    if then[0].kind is Kind.BIN and not has(tokens[n + 2 : n + 4], Kind.PUT):
        return token  # “豆浆桶漏了”
    is_joined = token.end == then[0].start and (len(token.text) > 1 or token.kind is not Kind.DIRT)
    if not is_joined or (n and tokens[n - 1].kind in _LISTED and token.kind is Kind.DIRT):
        return token
    return replace(token, kind=Kind.FILLER, duties=frozenset())
