"""Whose door a clause speaks of, where it may be another than the speaker's own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.language.fronts.places import tells_where
from bot.language.statements.statements import Says, Statement, statements
from bot.language.words.kinds import UNSETTLED
from bot.language.words.lexicon import Kind, Token
from bot.language.words.segments import has
from bot.language.words.vocabulary import Vocabulary
from texts import LANGUAGES

_GROUPS = Vocabulary("doors")
_CORNERS = _GROUPS.words("corners")
"""How places of the street are called that are nobody's door."""


def names_another_door(clause: Sequence[Token]) -> bool:
    """“菜场门口”, “路口的井盖”: words nobody knows right before a door may be whose it is; a corner is nobody's."""
    first = next((token for token in clause if token.kind not in _BEFORE_A_CORNER), None)
    if first and first.kind is Kind.OUTSIDE and first.text.endswith(_CORNERS):
        return True
    if _is_over_there(clause):
        return True
    doors = [n for n, token in enumerate(clause) if n and token.kind is Kind.FRONT and _follows(clause, n)]
    return any(
        clause[n - 1].kind is Kind.UNKNOWN
        and (
            len(clause[n - 1].text) > 1 or (n > 1 and clause[n - 2].kind is not Kind.FILLER and _follows(clause, n - 1))
        )
        for n in doors
    )


def _is_over_there(clause: Sequence[Token]) -> bool:
    """“菜场那边”, “behind the school”: a place nobody knows."""
    for one, then in pairwise(clause):
        is_named = one.kind is Kind.UNKNOWN and one.end == then.start
        if is_named and then.text in _THERE:
            return True
        if one.text in _OUTSIDE and then.text in _NUMBER:
            return True  # “the lamp outside number 14”
    english = [token for token in clause if token.text.isascii()]
    return any(
        before.text in _WHERE and article.text in _ARTICLES and _is_somewhere(noun)
        for before, article, noun in zip(english, english[1:], english[2:], strict=False)
    )


def _is_somewhere(noun: Token) -> bool:
    return noun.kind is Kind.UNKNOWN or (noun.kind is Kind.OTHERS_DID and noun.also is None)


_THERE = frozenset(_GROUPS.words("elsewhere"))
_OUTSIDE = _GROUPS.words("outside")
_NUMBER = _GROUPS.words("number")
_WHERE = frozenset(_GROUPS.words("prepositions"))
_ARTICLES = _GROUPS.words("articles")
_BEFORE_A_CORNER = (Kind.FILLER, Kind.NOW, Kind.BREAK, Kind.UNKNOWN)


def _follows(clause: Sequence[Token], number: int) -> bool:
    """Whether no blank stands before a word."""
    return clause[number - 1].end == clause[number].start


_SAYS = _GROUPS.words("speech")
_OPEN = UNSETTLED


def is_by_others(clause: Sequence[Token]) -> bool:
    """“隔壁把桌子摆到路上”: others do what is told, and nobody only says, asks or fears it.

    Customers and whoever delivers are the shop's own matter: of them it is asked.
    """
    spoken = [token for token in clause if token.kind is not Kind.FILLER or token.text in _SAYS]
    who = next((n for n, token in enumerate(spoken) if token.kind is Kind.OTHERS_DID and token.also is None), None)
    if who is None or any(token.kind in _OPEN or token.text in _SAYS for token in spoken):
        return False
    behind = spoken[who + 1 :]
    if behind and behind[0].kind is Kind.UNKNOWN and behind[0].text.startswith(_SAYS):
        return False
    told = {one.says for one in statements(behind)}
    is_put = Says.THING in told and has(behind, Kind.PUT)
    return is_put or bool(told & {Says.FAULT, Says.WEAK_FAULT, Says.NOT_TIDIED})


_OWN = frozenset(_GROUPS.words("own"))
_ROAMING = _GROUPS.words("roaming")
_THERE_IS = frozenset(_GROUPS.words("existence"))


def is_anybodys(clause: Sequence[Token]) -> bool:
    """“有辆车堵着消防通道”: a vehicle that nobody calls their own."""
    spoken = [token for token in clause if token.kind is not Kind.MANY]
    is_told = any(
        one.text in _THERE_IS and (then.kind is Kind.VEHICLE or then.text.startswith(_ROAMING))
        for one, then in pairwise(spoken)
    )
    return is_told and not any(token.text in _OWN for token in clause)


def disowns(clause: Sequence[Token]) -> bool:
    """“河边烧烤摊占道 不是我这十家”: what was told is said to be of none of the speaker's shops."""
    return any(token.kind is Kind.OTHERS_DID and token.text.startswith(_NOT_MINE) for token in clause)


_NOT_MINE = _GROUPS.words("denial")
_THEIRS = frozenset(_GROUPS.words("theirs"))


def of_the_named(tokens: Sequence[Token]) -> list[Token]:
    """Behind a shop that is named “他家” is that shop's own."""
    return [replace(token, kind=Kind.FILLER) if token.text in _THEIRS else token for token in tokens]


def _saying(language: str) -> str:
    """A pattern of “also say so” in one language."""
    also, more = _GROUPS.pattern("witness_also", language), _GROUPS.pattern("witness_more", language)
    return f"{also}*{_GROUPS.pattern('witness_says', language)}{more}*"


_WITNESS = re.compile(f"{_GROUPS.pattern('witness_plural')}?{'|'.join(map(_saying, LANGUAGES))}")


def without_witnesses(clause: Sequence[Token]) -> list[Token]:
    """“噪音大得很 居民也讲”: others who say the same as the speaker make it no less plain."""
    for n, token in enumerate(clause):
        if token.kind is not Kind.OTHERS_DID or n + 1 == len(clause):
            continue
        behind = "".join(f" {one.text}" if one.text.isascii() else one.text for one in clause[n + 1 :]).strip()
        if _WITNESS.fullmatch(behind):
            return list(clause[:n])
    return list(clause)


_LAMPS = _GROUPS.words("lamps")
_SIGNS = _GROUPS.words("signs")


def is_vague(clause: Sequence[Token], statement: Statement, *, is_rest_told: bool) -> bool:
    """Whether a fault is told of nothing that is named; a lamp beside what is told of the rest is the shop's own."""
    is_excepted = is_rest_told or has(clause, Kind.EXCEPT)
    is_lamp = not is_excepted and _is_bare_lamp(clause)
    is_of_goods = any(one.kind is Kind.GOODS and one.duties == statement.duties for one in clause)  # “货有点乱”
    return (statement.is_adjective or is_lamp) and not (is_of_goods or tells_where(clause, statement))


def _is_bare_lamp(clause: Sequence[Token]) -> bool:
    """“灯坏了”: the shop's or the street's."""
    return any(
        token.kind in (Kind.LAMP, Kind.SYMPTOM) and token.text.startswith(_LAMPS) and not token.text.startswith(_SIGNS)
        for token in clause
    )
