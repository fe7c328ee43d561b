"""By whom or by what a thing was broken, which says nothing more of the front: “被货车压塌了”, “让客人踩秃了”."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.language.lexicon import Kind, Token
from bot.language.vocabulary import Vocabulary

_AGENTS = Vocabulary("agents").words("before")
_NEAR = 3
"""Words between “by” and what was done."""
_DOERS = frozenset({Kind.VEHICLE, Kind.GOODS, Kind.OTHERS_DID, Kind.KIN, Kind.UNKNOWN})


def by_whom(tokens: Sequence[Token], n: int) -> Token:
    """“被货车压塌了”, “让客人踩秃了”: by what it was broken."""
    token = tokens[n]
    if token.kind not in _DOERS:
        return token
    start = next((at for at in range(n - 1, max(n - 1 - _NEAR, -1), -1) if tokens[at].text in _AGENTS), None)
    behind = next((one for one in tokens[n + 1 : n + 1 + _NEAR] if one.kind not in (*_DOERS, Kind.FILLER)), None)
    is_doer = start is not None and behind is not None and behind.kind is Kind.BROKEN
    return replace(token, kind=Kind.FILLER, duties=frozenset()) if is_doer else token
