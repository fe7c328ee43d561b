"""What a word means beside what was done about it: “现场搬了” tells of no shop that moved out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import dropwhile, takewhile

from bot.language.lexicon import Kind, Token
from bot.language.vocabulary import Vocabulary

_GROUPS = Vocabulary("outcomes")
NOTS = (Kind.NOT, Kind.NONE, Kind.REFUSED)
_SHORT = 3
"""Characters of a word nobody knows that may be a verb."""
_DONE = re.compile(f"{_GROUPS.pattern('verbs')}.{{0,3}}{_GROUPS.pattern('endings')}")
_FORGOTTEN = re.compile(_GROUPS.pattern("forgotten"))


def _told_away(tokens: Sequence[Token], n: int) -> Token:
    """“占道的东西搬走了”: what was at fault tells only which thing was put right."""
    token = tokens[n]
    if (
        token.kind not in (Kind.SYMPTOM, Kind.DIRTY, Kind.BROKEN)
        or n + 1 == len(tokens)
        or tokens[n + 1].text not in _WHICH
    ):
        return token
    clause = list(takewhile(lambda one: one.kind is not Kind.BREAK, tokens[n + 2 :]))
    told = "".join(one.text for one in clause)
    is_done = _DONE.search(told) and not _FORGOTTEN.search(told)
    return replace(token, kind=Kind.FILLER) if is_done and not any(t.kind in NOTS for t in clause) else token


_WHICH = _GROUPS.words("places")
"""What makes of a fault the name of the place it was at."""


def _open_door(tokens: Sequence[Token], n: int) -> Token:
    """“不是没开门”: a closed door that is denied is an open one."""
    token = tokens[n]
    pair = tokens[n : n + 2] if token.kind in NOTS else tokens[max(n - 1, 0) : n + 1]
    kinds = [one.kind for one in pair]
    is_denied = len(kinds) > 1 and kinds[0] in NOTS and kinds[1] in (Kind.CLOSED, Kind.NOT_LOOKED)
    return replace(token, kind=Kind.FILLER) if is_denied else token


def _still(tokens: Sequence[Token], n: int) -> Token:
    """“倒了三天没人理睬”: a “not” before a word nobody knows, last in the clause of a fault, says that it still stands."""
    token, behind = tokens[n], tokens[n + 1 : n + 3]
    if token.kind not in NOTS or token.text.isascii() or not behind or behind[0].kind is not Kind.UNKNOWN:
        return token
    is_last = len(behind) == 1 or behind[1].kind is Kind.BREAK
    before = list(takewhile(lambda one: one.kind is not Kind.BREAK, reversed(tokens[:n])))
    is_told = any(one.kind in (Kind.BROKEN, Kind.SYMPTOM, Kind.MANY) for one in before)
    return replace(token, kind=Kind.FILLER) if is_last and is_told and len(behind[0].text) <= _SHORT else token


_OFF = _GROUPS.words("off")


def _off(tokens: Sequence[Token], n: int) -> Token:
    """“got the grease off”: what came off is gone."""
    token = tokens[n]
    then = [one for one in tokens[n + 1 : n + 2] if one.text in _OFF and one.kind is not Kind.FILLER]
    if token.kind is Kind.DIRT and then:
        return replace(token, kind=Kind.TIDY)
    if token.text in _OFF and n and tokens[n - 1].kind is Kind.UNKNOWN:  # “taken off when I asked”
        is_at_once = any(one.kind is Kind.AT_ONCE for one in tokens[n + 1 : n + 1 + _SHORT])
        return replace(token, kind=Kind.AWAY) if is_at_once else token
    is_gone = token.text in _OFF and token.kind is not Kind.FILLER and n and tokens[n - 1].kind is Kind.DIRT
    return replace(token, kind=Kind.DONE) if is_gone else token


_THEN = _GROUPS.words("sequel")


def _soon(tokens: Sequence[Token], n: int) -> Token:
    """“跟他讲了马上就收了”: told and done, not announced."""
    token, behind = tokens[n], tokens[n + 1 : n + 3]
    is_told = n > 0 and tokens[n - 1].kind is Kind.AT_ONCE and token.text.endswith(_THEN)
    is_done = [one.kind for one in behind] in ([Kind.AWAY, Kind.DONE], [Kind.TIDY, Kind.DONE])
    return replace(token, kind=Kind.FILLER) if token.kind is Kind.LATER and is_told and is_done else token


def _emptied(tokens: Sequence[Token], n: int) -> Token:
    """“垃圾没倒，我一说就倒了”, “东西都搬走了”: what was done, not what fell over or a shop that moved out."""
    token = tokens[n]
    if token.text not in _WENT or n == 0:
        return token
    kinds = {one.kind for one in tokens[:n]}
    is_at_once = tokens[n - 1].kind is Kind.AT_ONCE
    if not kinds & _MOVED or Kind.FIXTURE in kinds or not (is_at_once or token.kind is Kind.CLOSED):
        return token
    return replace(token, kind=Kind.FIXED if is_at_once else Kind.AWAY, duties=frozenset())


_WENT = _GROUPS.words("moves")
_MOVED = frozenset({Kind.DIRT, Kind.BIN, Kind.SYMPTOM, Kind.GOODS, Kind.VEHICLE, Kind.TOLD_OF})


_GONE = _GROUPS.words("gone")


def _gone(tokens: Sequence[Token], n: int) -> Token:
    """“a letter is gone” is missing; “the graffiti is gone” is cleaned."""
    token = tokens[n]
    is_missing = token.text in _GONE and n > 0 and tokens[n - 1].kind is Kind.FIXTURE
    return replace(token, kind=Kind.BROKEN) if is_missing else token


_ON = _GROUPS.words("lit")


def _lamp(tokens: Sequence[Token], n: int) -> Token:
    """“灯没开”: a lamp that is off, no closed door."""
    token = tokens[n]
    is_off = token.kind is Kind.CLOSED and token.text.endswith(_ON) and n > 0
    return replace(token, kind=Kind.BROKEN) if is_off and tokens[n - 1].kind in (Kind.LAMP, Kind.FIXTURE) else token


def _mended(tokens: Sequence[Token], n: int) -> Token:
    """“we replaced the broken tile”: how it was before."""
    token = tokens[n]
    if token.kind not in (Kind.BROKEN, Kind.DIRTY) or n + 1 == len(tokens) or not token.text.isascii():
        return token
    before = next((one for one in reversed(tokens[:n]) if one.kind is not Kind.FILLER), None)
    is_done = before is not None and before.kind in (Kind.TIDY, Kind.FIXED)
    is_of_thing = tokens[n + 1].kind in (Kind.FIXTURE, Kind.DUTY, Kind.LAMP)
    return replace(token, kind=Kind.FILLER) if is_done and is_of_thing else token


_RID = _GROUPS.words("rid")
_MOVERS = _GROUPS.words("movers")
_STOOD = frozenset({Kind.SYMPTOM, Kind.OUTSIDE, Kind.PARK, Kind.GREEN})
_TOLD = _STOOD | {Kind.DIRT, Kind.DIRTY, Kind.BROKEN, Kind.FAIL}
_SMALL = frozenset({Kind.FILLER, Kind.DONE})


def _finished(tokens: Sequence[Token], n: int) -> Token:
    """“捡掉了”, “拿扫把扫了”: behind a verb of cleaning nothing came off, and what is told as done goes on no more."""
    token = tokens[n]
    before, then = tokens[n - 1] if n else None, tokens[n + 1] if n + 1 < len(tokens) else None
    if token.kind is Kind.BROKEN and token.text in _RID and before and before.end == token.start:
        return replace(token, kind=Kind.DONE) if before.kind in (Kind.TIDY, Kind.AWAY, Kind.UNDERWAY) else token
    if token.kind is Kind.UNDERWAY and then and then.start == token.end and not token.text.endswith(_GOES_ON):
        is_done = then.text in _RID or (then.kind in (Kind.DONE, Kind.CLEAN) and then.text not in _GOES_ON)
        return replace(token, kind=Kind.TIDY) if is_done else token
    return token


_GOES_ON = _GROUPS.words("goes_on")


def _moved(tokens: Sequence[Token], n: int) -> Token:
    """“叫他挪，他挪了”: what stood in the way was moved, and nobody says where to."""
    token = tokens[n]
    if token.kind is not Kind.PUT or token.text not in _MOVERS:
        return token
    behind = list(takewhile(lambda one: one.kind is not Kind.BREAK, tokens[n + 1 :]))
    stood = any(one.kind in _STOOD | {Kind.SYMPTOM} for one in tokens[:n])
    is_bare = all(one.kind in _SMALL or one.text == token.text[0] for one in behind)  # “挪了挪”
    return replace(token, kind=Kind.FIXED) if stood and is_bare else token


_NEAR = 4
"""Words between “already” and what is done."""
_ALREADY = _GROUPS.words("already")


def _already(tokens: Sequence[Token], n: int) -> Token:
    """“树上挂水管，已取下”: behind a fault it is done."""
    token = tokens[n]
    clause = list(takewhile(lambda one: one.kind is not Kind.BREAK, reversed(tokens[:n])))[:_NEAR]
    if token.kind not in (Kind.TIDY, Kind.AWAY) or not any(one.text in _ALREADY for one in clause):
        return token
    is_last = n + 1 == len(tokens) or tokens[n + 1].kind is Kind.BREAK
    is_told = any(one.kind in _TOLD | {Kind.AT_ONCE} for one in tokens[: n - 1])
    return replace(token, kind=Kind.FIXED, duties=frozenset()) if is_last and is_told else token


_REST = _GROUPS.words("rest")


def _in_vain(tokens: Sequence[Token], n: int) -> Token:
    """“擦了，没擦干净”, “冲了一遍，还有印子”: what was done and did not do."""
    token, then = tokens[n], tokens[n + 1] if n + 1 < len(tokens) else None
    if token.kind not in (Kind.TIDY, Kind.AWAY) or token.text.isascii() or not (then and then.kind is Kind.DONE):
        return token
    behind = tokens[n + 2 :]
    is_left = any(one.kind is Kind.DIRTY and one.text.startswith(_NOT) for one in behind)
    is_left = is_left or any(
        one.text in _REST and any(o.kind is Kind.DIRT for o in behind[at + 1 : at + _NEAR])
        for at, one in enumerate(behind)
    )
    return replace(token, kind=Kind.FILLER, duties=frozenset()) if is_left else token


def _lately(tokens: Sequence[Token], n: int) -> Token:
    """“已将货物收回”, “等我拍照她们才捡”: no time to come is told of."""
    token = tokens[n]
    clause = takewhile(lambda one: one.kind is not Kind.BREAK, tokens[n + 1 :])
    if token.kind is Kind.LATER and token.text.startswith(_WAITED):
        return replace(token, kind=Kind.FILLER) if any(one.text.endswith(_THEN_ONLY) for one in clause) else token
    is_past = token.kind is Kind.LATER and n > 0 and tokens[n - 1].text in _ALREADY
    return replace(token, kind=Kind.FILLER) if is_past and len(token.text) == 1 else token


_THEN_ONLY = _GROUPS.words("at_last")
_TIMES = frozenset({Kind.LATER, Kind.OTHER_TIME, Kind.NUMBER, Kind.NOT, Kind.NONE, Kind.REFUSED, Kind.ASKS})


def _at_last(tokens: Sequence[Token], n: int) -> Token:
    """“说好话才肯收”: done at last, where no time is told at which it is done."""
    token = tokens[n]
    is_verb = token.kind in (Kind.TIDY, Kind.AWAY) and not token.text.isascii()
    if not is_verb or (n + 1 < len(tokens) and tokens[n + 1].kind not in (Kind.BREAK, Kind.FILLER)):
        return token
    clause = list(takewhile(lambda one: one.kind is not Kind.BREAK, reversed(tokens[:n])))
    is_late = any(one.kind in (Kind.UNKNOWN, Kind.FILLER) and one.text.endswith(_THEN_ONLY) for one in clause[:_NEAR])
    is_told = any(one.kind in _TOLD for one in tokens[: n - len(clause)])
    is_told = is_told and not any(one.kind in _TIMES and not one.text.startswith(_WAITED) for one in clause)
    return replace(token, kind=Kind.FIXED, duties=frozenset()) if is_late and is_told else token


_WAITED = _GROUPS.words("waited")


def _no_more(tokens: Sequence[Token], n: int) -> Token:
    """“果皮没了”: dirt that is gone is well."""
    token, before = tokens[n], tokens[n - 1] if n else None
    is_gone = token.kind is Kind.BROKEN and token.text in _NO_MORE and before and before.kind is Kind.DIRT
    return replace(token, kind=Kind.CLEAN, duties=frozenset()) if is_gone else token


_NO_MORE = _GROUPS.words("no_more")
_NOT = _GROUPS.words("not_yet")
_QUIET = _GROUPS.words("quiet")
_NOISE = re.compile(_GROUPS.pattern("noise"))


def _quiet(tokens: Sequence[Token], n: int) -> Token:
    """“喇叭太响，讲了一句就关了”: noise that ended."""
    token, then = tokens[n], tokens[n + 1] if n + 1 < len(tokens) else None
    if token.text not in _QUIET or not (then and then.kind is Kind.DONE and then.start == token.end):
        return token
    is_noise = any(_NOISE.search(one.text) for one in tokens[:n])
    return replace(token, kind=Kind.AWAY, duties=frozenset()) if is_noise else token


_CLEANING = _GROUPS.words("cleaning")


def _cleaned(tokens: Sequence[Token], n: int) -> Token:
    """“玻璃有手印，店员擦干净了”: behind a fault, clean is what it became, of whatever duty."""
    token, then = tokens[n], tokens[n + 1] if n + 1 < len(tokens) else None
    is_done = token.text.endswith("了") or (then is not None and then.kind is Kind.DONE)
    if token.kind is not Kind.CLEAN or not is_done or not token.text.startswith(_CLEANING):
        return token
    if n == 0 or tokens[n - 1].kind is Kind.BREAK:
        return token  # “玻璃脏，擦干净了”: by whom, and when
    kinds = {one.kind for one in dropwhile(lambda one: one.kind is not Kind.BREAK, reversed(tokens[:n]))}
    is_told = bool(kinds & _TOLD) and Kind.OTHER_TIME not in kinds
    return replace(token, kind=Kind.FIXED, duties=frozenset()) if is_told else token


def _complement(tokens: Sequence[Token], n: int) -> Token:
    """“扫拢了”, “挪了挪”: one character between a verb and 了, or the verb once more, only says how it was done."""
    token = tokens[n]
    if token.kind is Kind.AWAY and n and tokens[n - 1].text in _MOVERS and tokens[n - 1].text.startswith(token.text):
        return replace(token, kind=Kind.FILLER)
    if token.kind is not Kind.UNKNOWN or len(token.text) > 1 or not 0 < n < len(tokens) - 1:
        return token
    before, then = tokens[n - 1], tokens[n + 1]
    is_between = before.kind in (Kind.TIDY, Kind.AWAY) and then.kind is Kind.DONE and before.end == token.start
    return replace(token, kind=Kind.FILLER) if is_between and token.end == then.start else token


OUTCOMES = (
    _finished,
    _moved,
    _already,
    _lately,
    _in_vain,
    _at_last,
    _no_more,
    _quiet,
    _cleaned,
    _complement,
    _told_away,
    _open_door,
    _still,
    _off,
    _soon,
    _emptied,
    _lamp,
    _mended,
    _gone,
)
