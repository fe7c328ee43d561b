"""Goods that are said to be within the shop, and “nothing” said of the front, are praise: “货都在里面”, “门口没啥”."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.language.senses.sense import of_texts
from bot.language.words.lexicon import Kind, Token
from bot.language.words.vocabulary import Vocabulary

_WITHIN = Vocabulary("indoors").words("within")
_BETWEEN = frozenset({Kind.FILLER, Kind.ALL, Kind.MANY, Kind.HAVE, Kind.NOW})


@of_texts(_WITHIN)
def indoors(tokens: Sequence[Token], n: int) -> Token:
    """“菜筐都在屋里”: well, of the duty that goods outside would fail."""
    token = tokens[n]
    thing = next((one for one in reversed(tokens[:n]) if one.kind not in _BETWEEN), None)
    is_goods = thing is not None and thing.kind in (Kind.GOODS, Kind.VEHICLE)
    return replace(token, kind=Kind.CLEAN, duties=thing.duties) if thing and is_goods else token
