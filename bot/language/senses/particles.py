"""Small words that mean something else beside their neighbours: “五点就扫过了”, “余好”, “拿碱水刷干净了”."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from bot.language.senses.sense import clause_of, of, of_texts
from bot.language.words.lexicon import Kind, Token
from bot.language.words.segments import has, text_of
from bot.language.words.vocabulary import Vocabulary

_GROUPS = Vocabulary("particles")
_DOERS = frozenset({Kind.TIDY, Kind.AWAY})
_NOUNS = frozenset({Kind.GOODS, Kind.PUBLIC, Kind.FIXTURE, Kind.BIN, Kind.DIRT, Kind.LAMP, Kind.VEHICLE})
_CLOCK = re.compile(f"{_GROUPS.pattern('clock')}$")
_THEN = _GROUPS.words("sequel")
_SUFFIXES = _GROUPS.words("suffixes")
_REMAINING = _GROUPS.words("remainder")
_WITH = _GROUPS.words("means")
_NOT = _GROUPS.words("polar")
_ASKED_OF = re.compile(_GROUPS.pattern("requests"))
_LIGHT = re.compile(_GROUPS.pattern("lamps"))
_NEAR = 4
"""Words between “with” and what is done with it."""
_PICTURES = ("So", "Sk", "Cn")
"""Classes of characters that are pictures."""


@of_texts(_THEN)
def _then(tokens: Sequence[Token], n: int) -> Token:
    """“早上五点就扫过了”: behind a time of day it says how early, not that somebody was told."""
    token = tokens[n]
    is_early = any(_CLOCK.search(one.text) for one in clause_of(tokens, n) if one.start < token.start)
    return replace(token, kind=Kind.FILLER) if is_early else token


_SOME = _GROUPS.words("some")


@of_texts(_SOME, Kind.ASKS)
def _some(tokens: Sequence[Token], n: int) -> Token:
    """“摆了几框笋干”: behind what is done it asks nothing."""
    is_told = n > 0 and tokens[n - 1].text.endswith("了") and n + 1 < len(tokens)
    return replace(tokens[n], kind=Kind.MANY) if is_told else tokens[n]


@of(Kind.UNKNOWN)
def _suffix(tokens: Sequence[Token], n: int) -> Token:
    """“水管|子”, and pictures of which nobody knows a meaning."""
    token = tokens[n]
    is_suffix = token.text in _SUFFIXES and n > 0 and tokens[n - 1].kind in _NOUNS
    is_picture = all(unicodedata.category(char) in _PICTURES for char in token.text)
    return replace(token, kind=Kind.FILLER) if is_suffix or is_picture else token


@of_texts(_REMAINING)
def _remaining(tokens: Sequence[Token], n: int) -> Token:
    """“地砖破 余好”: the others, in one character."""
    token, then = tokens[n], tokens[n + 1 : n + 2]
    begins = n == 0 or tokens[n - 1].kind is Kind.BREAK or tokens[n - 1].end < token.start
    is_rest = begins and then and then[0].kind in (Kind.PRAISE, Kind.ALL, Kind.CLEAN)
    return replace(token, kind=Kind.REST) if is_rest else token


@of(Kind.NONE)
def _nothing(tokens: Sequence[Token], n: int) -> Token:
    """“门口看了一圈 没发现啥”: nothing, with nothing said of what."""
    is_last = n > 0 and n + 1 == len(tokens) and tokens[n].text.endswith(_WHATEVER)
    is_of_front = is_last and any(one.kind is Kind.FRONT for one in tokens[:n])
    return replace(tokens[n], kind=Kind.PRAISE) if is_of_front else tokens[n]


_WHATEVER = Vocabulary("attributions").words("any", "zh")


@of(Kind.UNKNOWN, Kind.DIRT, Kind.GOODS, Kind.FILLER)
def _means(tokens: Sequence[Token], n: int) -> Token:
    """“油渍拿碱水刷干净了”: what it was cleaned with is no second thing, and leaves nothing unknown."""
    token = tokens[n]
    if n == 0:
        return token
    start = next((at for at in range(n, max(n - 2, 0), -1) if tokens[at].text.startswith(_WITH)), None)
    if start is None or tokens[start - 1].kind is Kind.BREAK:
        return token
    behind = tokens[n + 1 : n + _NEAR]
    is_used = any(one.kind in _DOERS for one in behind) and not has(behind[:1], Kind.BREAK)
    return replace(token, kind=Kind.FILLER, duties=frozenset()) if is_used else token


@of_texts(_NOT)
def _polar(tokens: Sequence[Token], n: int) -> Token:
    """“能叫人来一下不”: last in a clause that asks, 不 is no more than 吗."""
    token = tokens[n]
    is_last = n + 1 == len(tokens) or tokens[n + 1].kind is Kind.BREAK
    if not is_last or n == 0 or tokens[n - 1].kind is Kind.DUTY:
        return token
    before = text_of(tokens[max(n - _NEAR - 1, 0) : n])
    return replace(token, kind=Kind.ASKS) if _ASKED_OF.search(before) else token


_DARK = re.compile(_GROUPS.pattern("darkness"))
_SHINE = frozenset({"facade"})


@of(Kind.BROKEN, Kind.DIRTY)
def _dark(tokens: Sequence[Token], n: int) -> Token:
    """“台阶都黑了” is dirt; “路灯坏了 晚上黑漆漆的” tells only what comes of it."""
    token = tokens[n]
    if not _DARK.match(token.text):
        return token
    before = [one for one in tokens[:n] if one.kind in (Kind.FIXTURE, Kind.LAMP, Kind.DUTY, Kind.SYMPTOM)]
    if not before:
        return token
    is_light = bool(_LIGHT.search(before[-1].text))
    shines = is_light or before[-1].kind is Kind.LAMP or bool(before[-1].duties & _SHINE)
    if token.kind is Kind.DIRTY:
        return replace(token, kind=Kind.FILLER) if is_light else token
    return token if shines else replace(token, kind=Kind.DIRTY, duties=_of_dirt(tokens))


def _of_dirt(tokens: Sequence[Token]) -> frozenset[str]:
    """The duties that dirt named beside it belongs to."""
    return frozenset().union(*(one.duties for one in tokens if one.kind in (Kind.DIRT, Kind.SYMPTOM)))


@of_texts(_THEN)
def _simply(tokens: Sequence[Token], n: int) -> Token:
    """“昨晚起就不亮”: where nothing is done behind it, 就 says no “at once”."""
    token = tokens[n]
    behind = next((one for one in tokens[n + 1 :] if one.kind is not Kind.FILLER), None)
    is_done = behind is not None and (behind.kind in _DONE_AT_ONCE or behind.text in _MOVED)
    return token if is_done else replace(token, kind=Kind.FILLER)


_DONE_AT_ONCE = _DOERS | {Kind.FIXED, Kind.LATER, Kind.UNKNOWN, Kind.CLEAN}
_MOVED = frozenset(Vocabulary("outcomes").words("moves"))
_NO = _GROUPS.words("dialect_not")


@of(Kind.UNKNOWN, Kind.ASKS, Kind.HAVE)
def _dialect_not(tokens: Sequence[Token], n: int) -> Token:
    """“地还么拖”, “门口冇扫”: “not”, right before what one does to a front."""
    token, then = tokens[n], tokens[n + 1 : n + 2]
    is_no = token.text in _NO or (token.kind is Kind.UNKNOWN and token.text.endswith(_NO))
    is_not = is_no and then and then[0].kind in _DOERS and then[0].start == token.end
    return replace(token, kind=Kind.NOT) if is_not else token


PARTICLES = (_some, _simply, _dialect_not, _then, _suffix, _remaining, _means, _nothing, _polar, _dark)
