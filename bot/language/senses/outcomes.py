"""What a word means beside what was done about it: “现场搬了” tells of no shop that moved out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from bot.language.senses.efforts import EFFORTS
from bot.language.senses.sense import of, of_texts
from bot.language.words.lexicon import Kind, Token
from bot.language.words.segments import has, text_of
from bot.language.words.vocabulary import Vocabulary

_GROUPS = Vocabulary("outcomes")
NOTS = (Kind.NOT, Kind.NONE, Kind.REFUSED)
_SHORT = 3
"""Characters of a word nobody knows that may be a verb."""


@of(*NOTS, Kind.CLOSED, Kind.NOT_LOOKED)
def _open_door(tokens: Sequence[Token], n: int) -> Token:
    """“不是没开门”: a closed door that is denied is an open one."""
    token = tokens[n]
    pair = tokens[n : n + 2] if token.kind in NOTS else tokens[max(n - 1, 0) : n + 1]
    kinds = [one.kind for one in pair]
    is_denied = len(kinds) > 1 and kinds[0] in NOTS and kinds[1] in (Kind.CLOSED, Kind.NOT_LOOKED)
    return replace(token, kind=Kind.FILLER) if is_denied else token


@of(*NOTS)
def _still(tokens: Sequence[Token], n: int) -> Token:
    """“倒了三天没人理睬”: a “not” before a word nobody knows, last in the clause of a fault, says that it still stands."""
    token, behind = tokens[n], tokens[n + 1 : n + 3]
    if token.text.isascii() or not behind or behind[0].kind is not Kind.UNKNOWN:
        return token
    is_last = len(behind) == 1 or behind[1].kind is Kind.BREAK
    before = list(takewhile(lambda one: one.kind is not Kind.BREAK, reversed(tokens[:n])))
    is_told = has(before, Kind.BROKEN, Kind.SYMPTOM, Kind.MANY)
    return replace(token, kind=Kind.FILLER) if is_last and is_told and len(behind[0].text) <= _SHORT else token


_OFF = _GROUPS.words("off")


_THEN = _GROUPS.words("sequel")
_THEY = _GROUPS.words("they")


@of(Kind.LATER)
def _soon(tokens: Sequence[Token], n: int) -> Token:
    """“跟他讲了马上就收了”: told and done, not announced."""
    token, behind = tokens[n], tokens[n + 1 : n + 3]
    is_told = n > 0 and (tokens[n - 1].kind is Kind.AT_ONCE or tokens[n - 1].text in _THEY)
    is_told = token.text.endswith(_THEN) and (is_told or token.text.endswith(_ONCE_DONE))  # “卸完就通了”
    is_done = [one.kind for one in behind] in ([Kind.AWAY, Kind.DONE], [Kind.TIDY, Kind.DONE])
    is_done = is_done or any(one.kind is Kind.TIDY and _COMPLETED.search(one.text) for one in behind[:1])
    return replace(token, kind=Kind.FILLER) if is_told and is_done else token


_ONCE_DONE = _GROUPS.words("once_done")


_WENT = _GROUPS.words("moves")
_MOVED = frozenset({Kind.DIRT, Kind.BIN, Kind.SYMPTOM, Kind.GOODS, Kind.VEHICLE, Kind.TOLD_OF})


@of_texts(_WENT)
def _emptied(tokens: Sequence[Token], n: int) -> Token:
    """“垃圾没倒，我一说就倒了”, “东西都搬走了”: what was done, not what fell over or a shop that moved out."""
    token = tokens[n]
    if n == 0:
        return token
    kinds = {one.kind for one in tokens[:n]}
    is_at_once = tokens[n - 1].kind is Kind.AT_ONCE
    is_out = any(one.kind in (Kind.OUTSIDE, Kind.FRONT) for one in tokens[n + 1 :])
    is_moved = token.kind is Kind.CLOSED or (token.kind is Kind.PUT and not is_out)
    if not kinds & _MOVED or Kind.FIXTURE in kinds or not (is_at_once or is_moved):
        return token
    is_fixed = is_at_once or tokens[n - 1].kind is Kind.BREAK
    return replace(token, kind=Kind.FIXED if is_fixed else Kind.AWAY, duties=frozenset(), also=Kind.DONE)


_GONE = _GROUPS.words("gone")
_DOWN = _GROUPS.words("down")


_LYING = frozenset({Kind.DIRT, Kind.GOODS, Kind.VEHICLE, Kind.SYMPTOM, Kind.TOLD_OF})


@of_texts(_GONE)
def _gone(tokens: Sequence[Token], n: int) -> Token:
    """“a letter is gone” is missing; “the graffiti is gone”, “grease spot gone” are cleaned."""
    token = tokens[n]
    if n > 0 and tokens[n - 1].kind is Kind.FIXTURE:
        return replace(token, kind=Kind.BROKEN)
    clause = list(takewhile(lambda one: one.kind is not Kind.BREAK, reversed(tokens[:n])))
    is_lying = any(one.kind in _LYING for one in clause[:_SHORT])
    return replace(token, kind=Kind.AWAY, also=Kind.DONE) if is_lying and token.kind is not Kind.TIDY else token


@of_texts(_DOWN)
def _down(tokens: Sequence[Token], n: int) -> Token:
    """“the banner is down from the tree now”: taken down, where nobody hung it there."""
    token, behind = tokens[n], [one for one in tokens[n + 1 : n + 2 + _SHORT] if one.kind is not Kind.FILLER]
    clause = list(takewhile(lambda one: one.kind is not Kind.BREAK, reversed(tokens[:n])))
    is_there = bool(behind) and behind[0].kind in (Kind.GREEN, Kind.DUTY) and "green" in behind[0].duties
    if is_there and token.text in _OFF and has(clause, Kind.PUT):
        return replace(token, kind=Kind.FILLER, duties=frozenset())  # “washing hung off the tree”
    is_hung = any(one.kind in _HANGS for one in clause) or not any(one.kind in _HUNG for one in clause)
    return replace(token, kind=Kind.AWAY, also=Kind.DONE, duties=frozenset()) if is_there and not is_hung else token


_HANGS = frozenset({Kind.PUT, Kind.AWAY, Kind.TIDY})
_HUNG = frozenset({Kind.GOODS, Kind.FIXTURE, Kind.UNKNOWN})


_ON = _GROUPS.words("lit")


@of(Kind.CLOSED)
def _lamp(tokens: Sequence[Token], n: int) -> Token:
    """“灯没开”: a lamp that is off, no closed door."""
    token = tokens[n]
    if not token.text.endswith(_ON):
        return token
    before = next((one for one in reversed(tokens[:n]) if one.kind not in _WHEN), None)
    is_lamp = any(one and one.kind in (Kind.LAMP, Kind.FIXTURE) for one in (before, *tokens[n + 1 : n + 2]))
    return replace(token, kind=Kind.BROKEN) if is_lamp else token  # “没开灯箱” as well


_WHEN = frozenset({Kind.FILLER, Kind.DONE, Kind.NOW, Kind.NUMBER, Kind.MANY, Kind.LATER})
"""What may stand between a lamp and that it is off: “门头灯晚上七点了还没开”."""


@of(Kind.BROKEN, Kind.DIRTY)
def _mended(tokens: Sequence[Token], n: int) -> Token:
    """“we replaced the broken tile”: how it was before."""
    token = tokens[n]
    if n + 1 == len(tokens) or not token.text.isascii():
        return token
    before = next((one for one in reversed(tokens[:n]) if one.kind is not Kind.FILLER), None)
    is_done = before is not None and before.kind in (Kind.TIDY, Kind.FIXED)
    is_of_thing = tokens[n + 1].kind in (Kind.FIXTURE, Kind.DUTY, Kind.LAMP)
    return replace(token, kind=Kind.FILLER) if is_done and is_of_thing else token


_HOURS = re.compile(_GROUPS.pattern("hours"))
_COMPLETED = re.compile(_GROUPS.pattern("completed"))
_ENDINGS = _GROUPS.words("endings")
_DOES = frozenset({Kind.TIDY, Kind.AWAY})


@of(Kind.FILLER, Kind.UNDERWAY)
def _due(tokens: Sequence[Token], n: int) -> Token:
    """“下午三点前扫掉”: an hour before what is to be done, where nothing says that it was, is one to come."""
    token = tokens[n]
    if token.text.isascii() or (n and tokens[n - 1].kind not in (Kind.BREAK, Kind.FILLER)):
        return token
    clause = list(takewhile(lambda one: one.kind is not Kind.BREAK, tokens[n:]))
    told = text_of(clause)
    is_to_do = any(one.kind in _DOES or (one.kind is Kind.HAVE and one.text in _ENDINGS) for one in clause) and not any(
        one.kind in NOTS for one in clause
    )
    is_due = is_to_do and _HOURS.match(told) and not _COMPLETED.search(told)
    return replace(token, kind=Kind.LATER) if is_due else token


OUTCOMES = (
    _due,
    *EFFORTS,
    _open_door,
    _still,
    _soon,
    _emptied,
    _lamp,
    _mended,
    _gone,
    _down,
)
