"""The words of a clause that count: without those that say nothing, without the objects of a fault told in one word."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from bot.language.words.lexicon import Kind, Token

_OBJECTS = frozenset({Kind.DIRT, Kind.GOODS, Kind.VEHICLE})
_THINGS = frozenset({Kind.FIXTURE, Kind.LAMP, Kind.PUBLIC, Kind.BIN, Kind.GOODS, Kind.VEHICLE, Kind.GREEN})


def spoken_of(tokens: Sequence[Token]) -> list[Token]:
    """Fillers say nothing; 了 counts only right after a verb of tidying."""
    kept: list[Token] = []
    for token in _without_objects(tokens):
        if token.kind in _SILENT:
            continue
        if token.kind is Kind.DOUBT and kept and kept[-1].kind in _THINGS:
            continue  # “招牌好像不亮” is of the sign; that it is doubted the clause knows anyway
        if token.kind is Kind.DONE and not (kept and kept[-1].kind in (Kind.TIDY, Kind.AWAY, Kind.DONE)):
            continue
        kept.append(token)
        if token.also is Kind.DONE:
            kept.append(Token(Kind.DONE, "", token.end, token.end))  # “swept”: an English verb says that it is done
    return kept


_SILENT = frozenset({Kind.FILLER, Kind.NUMBER, Kind.NOW})


_NOWHERE = -9


def _without_objects(tokens: Sequence[Token]) -> list[Token]:
    """“树上挂了塑料袋”: the bag is what hangs there, no second fault."""
    kept: list[Token] = []
    end = _NOWHERE
    """Where the fault told in one word ends, with the small words right behind it."""
    for token, then in zip_longest(tokens, tokens[1:]):
        is_tight = token.start - end in ((0, 1) if token.text.isascii() else (0,))
        if is_tight and token.kind in _OBJECTS and not (then and then.kind is Kind.NOT):  # “地没拖货没收”
            end = _NOWHERE
            continue
        is_small = (token.kind in _SILENT or token.kind is Kind.DONE) and token.start == end
        goes_on = token.kind is Kind.SYMPTOM or is_small
        end = token.end if goes_on else _NOWHERE
        kept.append(token)
    return kept
