"""English verbs whose second half stands behind their object: “pulled his crates back in”, “takes the towels off the tree”."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from bot.language.senses.sense import of, of_texts
from bot.language.words.inflections import ONGOING, bases_at, is_past
from bot.language.words.kinds import THINGS
from bot.language.words.lexicon import Kind, Token
from bot.language.words.segments import has
from bot.language.words.vocabulary import Vocabulary

_GROUPS = Vocabulary("phrasals")
_CARRIES = frozenset(_GROUPS.words("carries"))
_INWARDS = _GROUPS.words("inwards")
_NEAR = 7
"""Words between a verb and its second half."""
_BETWEEN = THINGS | {Kind.FILLER, Kind.MANY, Kind.ALL, Kind.HAVE, Kind.DUTY, Kind.NUMBER, Kind.NOW, Kind.REST}
_UNKNOWN = 1
"""Words nobody knows among them."""


@of()
def _carried(tokens: Sequence[Token], n: int) -> Token:
    """The verb says that something was put away, and its second half no more than that."""
    token = tokens[n]
    if _is_verb(token) and _second_half(tokens, n):
        return replace(token, kind=Kind.AWAY, duties=frozenset(), also=Kind.DONE if is_past(token.text) else None)
    first = next((at for at in range(n - 1, max(n - _NEAR, 0) - 1, -1) if _is_verb(tokens[at])), None)
    is_second = _is_half(token) and first is not None and _second_half(tokens, first) in (n, n - 1)
    return replace(token, kind=Kind.FILLER) if is_second else token


def _is_verb(token: Token) -> bool:
    return token.text.isascii() and (
        token.text in _CARRIES or any(base in _CARRIES and form != ONGOING for base, form, _ in bases_at(token.text, 0))
    )


def _is_half(token: Token) -> bool:
    """“in”, and “them in”."""
    return token.text in _INWARDS or (token.kind is Kind.AWAY and token.text.split()[-1] in _INWARDS)


def _second_half(tokens: Sequence[Token], n: int) -> int:
    """Where the second half of a verb stands; 0 for nowhere."""
    unknown = 0
    for at in range(n + 1, min(n + 1 + _NEAR, len(tokens))):
        if _is_half(tokens[at]):
            return 0 if _leads_on(tokens, at) else at
        unknown += tokens[at].kind is Kind.UNKNOWN
        if unknown > _UNKNOWN or tokens[at].kind not in _BETWEEN | {Kind.UNKNOWN}:
            return 0
    return 0


def _leads_on(tokens: Sequence[Token], at: int) -> bool:
    """“put rubbish in the flower bed”, “put it down on the pavement”: it only begins to say where."""
    if tokens[at].text in _FROM:
        return False
    behind = list(takewhile(lambda one: one.kind not in _ENDS, tokens[at + 1 : at + 1 + _WHERE]))
    if tokens[at].text in _BACK:  # “put the bikes back in the rack”, and not “put them back out on the pavement”
        return any(one.kind in (Kind.OUTSIDE, Kind.PUT, Kind.GREEN) or one.text in _OUT for one in behind)
    if tokens[at].text in _OUT_OF:
        return not has(behind, Kind.GREEN)  # “picked the cups out of the flower bed”
    return any(one.kind in _PLACES or one.text in _ARTICLES for one in behind)


_BACK, _OUT = _GROUPS.words("back"), _GROUPS.words("out")
_OUT_OF = _GROUPS.words("out_of")
_FROM = _GROUPS.words("off")
_ARTICLES = _GROUPS.words("articles")
_ENDS = frozenset({Kind.BREAK, Kind.AT_ONCE, Kind.TOLD_OF})
_PLACES = frozenset({Kind.OUTSIDE, Kind.FRONT, Kind.GREEN, Kind.FIXTURE, Kind.DUTY})
_WHERE = 3
"""Words behind a second half that may say where."""


@of(Kind.DIRT, Kind.GOODS, Kind.UNKNOWN)
def tool(tokens: Sequence[Token], n: int) -> Token:
    """“got the oil off with hot water and soda”: what it was done with is no second thing."""
    token = tokens[n]
    before = list(takewhile(lambda one: one.kind is not Kind.BREAK, reversed(tokens[:n])))[:_NEAR]
    is_used = any(one.text in _WITH for one in before) and any(one.kind in _DEEDS for one in tokens[:n])
    return replace(token, kind=Kind.FILLER, duties=frozenset()) if is_used else token


@of_texts(_FROM, Kind.BROKEN)
def _shut(tokens: Sequence[Token], n: int) -> Token:
    """“shut when I got there, lights off”: nobody is there to light them."""
    token = tokens[n]
    is_off = has(tokens[:n], Kind.CLOSED)
    return replace(token, kind=Kind.FILLER) if is_off else token


@of(Kind.FIXTURE)
def _untied(tokens: Sequence[Token], n: int) -> Token:
    """“untied the banner from the tree”: what was taken from there was no part of the front.

    “took the laundry off the railings and the tree”: nor is what it was taken off a second thing.
    """
    token = tokens[n]
    clause = list(takewhile(lambda one: one.kind is not Kind.BREAK, reversed(tokens[:n])))
    is_done = any(one.kind in _DEEDS and one.also is Kind.DONE for one in clause)
    is_hung = is_done and has(tokens[n + 1 : n + 1 + _WHERE], Kind.GREEN)
    if is_hung and any(one.text in _FROM for one in clause[:_WHERE]):
        return replace(token, kind=Kind.FILLER, duties=frozenset())
    return replace(token, kind=Kind.GOODS) if is_hung else token


_WITH = frozenset(_GROUPS.words("tools"))
_DEEDS = frozenset({Kind.TIDY, Kind.AWAY, Kind.CLEAN, Kind.FIXED})
PHRASALS = (_carried, _shut, _untied)
