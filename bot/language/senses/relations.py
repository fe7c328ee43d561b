"""English words that point at others: “it is full of dust”, “order no”, “only two letters lit”."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from bot.language.senses.phrasals import tool
from bot.language.senses.sense import of, of_texts
from bot.language.words.lexicon import Kind, Token
from bot.language.words.segments import has
from bot.language.words.vocabulary import Vocabulary

_GROUPS = Vocabulary("attributions")
_NEAR = 6
_SMALL = frozenset({Kind.FILLER, Kind.HAVE, Kind.MANY, Kind.NUMBER, Kind.PUT, Kind.FRONT})
"""Words between a thing and what is told of it."""
_SOURCES = frozenset(_GROUPS.words("sources"))
_YES = _GROUPS.words("yes")
_IN_FRONT = _GROUPS.words("in_front")
_MERELY = _GROUPS.words("merely")
_PRONOUNS = _GROUPS.words("it")
_BORNE = frozenset({Kind.FIXTURE, Kind.BIN, Kind.LAMP, Kind.GOODS, Kind.VEHICLE, Kind.GREEN})
_ON = _GROUPS.words("on", "en")
_ENDS = (".", "!", *_GROUPS.words("ends", "en"))
_GIVES_LIGHT = frozenset(_GROUPS.words("gives_light", "en"))
_HANGS = frozenset(_GROUPS.words("hangs", "en"))
_BOARDS = frozenset(_GROUPS.words("boards", "en"))
_AGENTS = frozenset(_GROUPS.words("agents", "en"))


@of_texts(_YES)
def _yes(tokens: Sequence[Token], n: int) -> Token:
    """“cleanliness yes, order no”, “4 yes”: well, behind a duty's name or all by itself."""
    token = tokens[n]
    is_alone = all(one.kind in (Kind.BREAK, Kind.NUMBER) for one in (*tokens[:n], *tokens[n + 1 :]))
    is_of_duty = n > 0 and tokens[n - 1].kind is Kind.DUTY
    return replace(token, kind=Kind.PRAISE) if is_alone or is_of_duty else token


@of_texts(_PRONOUNS)
def _it(tokens: Sequence[Token], n: int) -> Token:
    """“couldn't wipe the glass, it is full of dust”: the one thing that the clause before it named."""
    token = tokens[n]
    if n == 0 or tokens[n - 1].kind is not Kind.BREAK:
        return token
    before = takewhile(lambda one: one.kind is not Kind.BREAK, reversed(tokens[: n - 1]))
    is_broken = has(tokens[n + 1 : n + 2], Kind.BROKEN)
    things = [one for one in before if one.kind in _BORNE or (is_broken and one.text in _GIVES_LIGHT)]
    return replace(things[0], start=token.start, end=token.end) if len(things) == 1 else token


@of(Kind.LAMP, Kind.PUBLIC)
def _street_lamp(tokens: Sequence[Token], n: int) -> Token:
    """“the lamp in front of 7”: a thing of the street that is broken."""
    token, then = tokens[n], tokens[n + 1 : n + 2]
    is_thing = bool(then) and then[0].text in _IN_FRONT
    return replace(token, kind=Kind.FIXTURE, duties=_STREET, also=Kind.PUBLIC) if is_thing else token


@of(Kind.CLEAN)
def _merely(tokens: Sequence[Token], n: int) -> Token:
    """“only two letters lit”: the others are not."""
    token = tokens[n]
    is_rest = any(one.text in _MERELY for one in tokens[max(n - 4, 0) : n])
    return replace(token, kind=Kind.FILLER) if is_rest else token


@of(Kind.GOODS)
def _source(tokens: Sequence[Token], n: int) -> Token:
    """“oil dripped from the fryer”: where something comes from is no second thing."""
    token = tokens[n]
    before = [one.text for one in tokens[max(n - 2, 0) : n]]
    is_source = bool(_SOURCES & set(before))
    return replace(token, kind=Kind.FILLER, duties=frozenset()) if is_source else token


@of(Kind.BIN)
def _bin(tokens: Sequence[Token], n: int) -> Token:
    """“the bin is smashed”: a bin that is broken is a thing of the street, one that is full is not clean."""
    token = tokens[n]
    if not token.text.isascii():
        return token
    behind = next((one for one in tokens[n + 1 : n + _NEAR] if one.kind not in _SMALL), None)
    is_broken = behind is not None and behind.kind is Kind.BROKEN and behind.text not in _RUNS
    return replace(token, kind=Kind.FIXTURE, duties=_STREET) if is_broken else token


_RUNS = _GROUPS.words("runs")
_STREET = frozenset({"facility"})


@of_texts(_ON)
def _lit(tokens: Sequence[Token], n: int) -> Token:
    """“sign's on.”: what gives light and is on, where nothing behind it says on what."""
    token, then = tokens[n], tokens[n + 1 : n + 2]
    if n == 0 or (then and then[0].kind is not Kind.BREAK and then[0].text not in _ENDS):
        return token
    thing = next((one for one in reversed(tokens[max(n - 3, 0) : n]) if one.kind not in _SMALL), None)
    if thing is None or thing.text not in _GIVES_LIGHT:
        return token
    return replace(token, kind=Kind.CLEAN, duties=thing.duties)


@of(Kind.CLEAN)
def _rest_clean(tokens: Sequence[Token], n: int) -> Token:
    """“sign off, otherwise clean”: of all that is left, not of the dirt alone."""
    token, then = tokens[n], tokens[n + 1 : n + 2]
    if n == 0 or (then and then[0].kind is not Kind.BREAK and then[0].text not in _ENDS):
        return token
    last = next((one for one in reversed(tokens[:n]) if one.kind not in (Kind.FILLER, Kind.HAVE)), None)
    is_rest = last is not None and last.kind is Kind.REST and token.text.isascii()
    return replace(token, kind=Kind.PRAISE, duties=frozenset()) if is_rest else token


@of(Kind.NOT)
def _unlit(tokens: Sequence[Token], n: int) -> Token:
    """“the lamp by the door isn't on”."""
    token, then = tokens[n], tokens[n + 1 : n + 3]
    if not then or then[0].text not in _ON or (then[1:] and then[1].kind is not Kind.BREAK):
        return token
    thing = next((one for one in reversed(tokens[max(n - 4, 0) : n]) if one.kind not in _SMALL), None)
    return replace(token, kind=Kind.BROKEN) if thing and thing.text in _GIVES_LIGHT else token


@of(Kind.TIDY)
def _swept_out(tokens: Sequence[Token], n: int) -> Token:
    """“swept the hair into the gutter”: it lies there now."""
    token, behind = tokens[n], list(takewhile(lambda one: one.kind is not Kind.BREAK, tokens[n + 1 : n + 1 + _NEAR]))
    dirt = next((one for one in behind if one.kind is Kind.DIRT), None)
    into = next((at for at, one in enumerate(behind) if one.text.split()[0] in _INTO), None)
    is_out = into is not None and any(one.kind in _PLACES for one in behind[into:])
    return replace(token, kind=Kind.SYMPTOM, duties=dirt.duties, also=None) if dirt and is_out else token


_INTO = frozenset(_GROUPS.words("into", "en"))
_PLACES = frozenset({Kind.OUTSIDE, Kind.FRONT, Kind.PUBLIC, Kind.FIXTURE, Kind.GREEN})


@of(Kind.FRONT)
def _across(tokens: Sequence[Token], n: int) -> Token:
    """“bikes across the door”: in the way."""
    token = tokens[n]
    is_across = n > 0 and token.text.split()[0] in _ACROSS
    thing = next((one for one in reversed(tokens[:n]) if one.kind not in _SMALL), None) if is_across else None
    is_thing = thing is not None and thing.kind in (Kind.GOODS, Kind.VEHICLE)
    return replace(token, kind=Kind.OUTSIDE, duties=frozenset({"order"})) if is_thing else token


_ACROSS = frozenset(_GROUPS.words("across", "en"))


@of(Kind.UNKNOWN)
def _hung(tokens: Sequence[Token], n: int) -> Token:
    """“hung capes on the tree”: goods, whatever they are."""
    token = tokens[n]
    then = next((one for one in tokens[n + 1 : n + 4] if one.kind is not Kind.FILLER), None)
    before = next((one for one in reversed(tokens[max(n - 3, 0) : n]) if one.kind not in _SMALL - {Kind.PUT}), None)
    is_hung = before is not None and before.text in _HANGS
    return replace(token, kind=Kind.GOODS) if is_hung and then and then.kind is Kind.GREEN else token


@of_texts(_BOARDS)
def _board(tokens: Sequence[Token], n: int) -> Token:
    """“put my signboard out on the walkway”, “moved the bench in”: one that stands on the ground."""
    token, before = tokens[n], tokens[max(n - 2, 0) : n]
    is_out = has(before, Kind.PUT, Kind.HAVE) and has(tokens[n + 1 : n + 4], Kind.OUTSIDE)
    is_goods = is_out or has(before, Kind.AWAY)
    return replace(token, kind=Kind.GOODS, duties=frozenset({"order"})) if is_goods else token


@of(Kind.DIRT, Kind.VEHICLE, Kind.GOODS, Kind.OTHERS_DID)
def _agent(tokens: Sequence[Token], n: int) -> Token:
    """“cracked by the garbage truck”: whoever broke it is no second thing."""
    token = tokens[n]
    before = list(takewhile(lambda one: one.kind is not Kind.BREAK, reversed(tokens[max(n - 5, 0) : n])))
    by = next((at for at, one in enumerate(before) if one.text in _AGENTS), None)
    is_agent = by is not None and has(before[by + 1 :], Kind.BROKEN)
    return replace(token, kind=Kind.FILLER, duties=frozenset()) if is_agent else token


@of(Kind.BROKEN)
def _peeling(tokens: Sequence[Token], n: int) -> Token:
    """“peeling adverts on the sign”: how dirt is, not what is broken."""
    token, then = tokens[n], tokens[n + 1 : n + 2]
    is_how = token.text.isascii() and bool(then) and then[0].kind is Kind.DIRT
    return replace(token, kind=Kind.FILLER, duties=frozenset()) if is_how else token


RELATIONS = (
    _across,
    _unlit,
    _swept_out,
    tool,
    _source,
    _yes,
    _it,
    _street_lamp,
    _merely,
    _bin,
    _lit,
    _rest_clean,
    _hung,
    _board,
    _agent,
    _peeling,
)
