"""What makes a plain fault of what may be one: the place it is at, or a “not” before a verb of tidying."""

from __future__ import annotations

from collections.abc import Sequence

from bot.language.words.lexicon import Kind, Token
from bot.language.words.segments import has
from bot.language.words.vocabulary import Vocabulary

_ROWS = Vocabulary("statements").words("rows", "zh")
_HEAPS = Vocabulary("statements").words("heaps", "zh")
_HOW = Vocabulary("statements").words("how", "zh")
_UNDONE = frozenset(Vocabulary("statements").words("undone"))


def is_plain(words: Sequence[Token], before: Sequence[Token]) -> bool:
    """“地没扫”, “玻璃上有人贴的小广告”: a fault by the place it is at, or by what was left undone."""
    if words[0].text in _UNDONE and any(word.kind is Kind.TIDY and word.duties for word in words):
        return True
    if words[-1].kind is Kind.MANY and (
        words[-1].text.endswith(_HEAPS) or any(word.text.endswith(_HOW) for word in words)
    ):
        return True  # “角铁堆得跟小山一样”
    if words[-1].kind is Kind.VEHICLE and any(word.text in _ROWS for word in words):
        return True  # “门口停了一排电动车”
    about = frozenset().union(*(word.duties for word in words if word.kind is Kind.DIRT))
    return any(token.kind is Kind.FIXTURE and token.duties & about for token in before)


def is_undone(words: Sequence[Token]) -> bool:
    """“没收”: left where it is."""
    return words[0].text in _UNDONE and has(words, Kind.TIDY, Kind.AWAY)


def is_of_nobody(words: Sequence[Token]) -> bool:
    """“排到马路上”, “挂在外面的”: people who queue, or whatever hangs there, may be meant."""
    kinds = {word.kind for word in words}
    return Kind.OUTSIDE in kinds and not kinds - _PLACED and any(word.text.startswith(_STANDS) for word in words)


_STANDS = Vocabulary("statements").words("stands", "zh")
_PLACED = frozenset({Kind.OUTSIDE, Kind.PUT, Kind.MANY, Kind.HAVE, Kind.ALL, Kind.FRONT})
