"""What was done about a fault told before it: “捡掉了”, “已取下”, “说好话才肯收”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import dropwhile, pairwise, takewhile

from bot.language.senses.sense import of, of_texts
from bot.language.words.lexicon import Kind, Token
from bot.language.words.segments import has
from bot.language.words.vocabulary import Vocabulary

_GROUPS = Vocabulary("outcomes")
_RID = _GROUPS.words("rid")
_MOVERS = _GROUPS.words("movers")
_STOOD = frozenset({Kind.SYMPTOM, Kind.OUTSIDE, Kind.PARK, Kind.GREEN})
_TOLD = _STOOD | {Kind.DIRT, Kind.DIRTY, Kind.BROKEN, Kind.FAIL}
_SMALL = frozenset({Kind.FILLER, Kind.DONE})


@of(Kind.BROKEN, Kind.UNDERWAY)
def _finished(tokens: Sequence[Token], n: int) -> Token:
    """“捡掉了”, “拿扫把扫了”: behind a verb of cleaning nothing came off, and what is told as done goes on no more."""
    token = tokens[n]
    before, then = tokens[n - 1] if n else None, tokens[n + 1] if n + 1 < len(tokens) else None
    if token.kind is Kind.BROKEN and token.text in _RID and before and before.end == token.start:
        return replace(token, kind=Kind.DONE) if before.kind in (Kind.TIDY, Kind.AWAY, Kind.UNDERWAY) else token
    if token.kind is Kind.UNDERWAY and then and then.start == token.end and not token.text.endswith(_GOES_ON):
        is_done = then.text in _RID or (then.kind in (Kind.DONE, Kind.CLEAN) and then.text not in _GOES_ON)
        is_done &= not _AHEAD.search(token.text)  # “电工明天来|了就挪”
        return replace(token, kind=Kind.TIDY) if is_done else token
    return token


_GOES_ON = _GROUPS.words("goes_on")
_AHEAD = re.compile(_GROUPS.pattern("ahead"))


@of_texts(_MOVERS, Kind.PUT)
def _moved(tokens: Sequence[Token], n: int) -> Token:
    """“叫他挪，他挪了”: what stood in the way was moved, and nobody says where to."""
    token = tokens[n]
    behind = list(takewhile(lambda one: one.kind is not Kind.BREAK, tokens[n + 1 :]))
    stood = any(one.kind in _STOOD | {Kind.SYMPTOM} for one in tokens[:n])
    is_bare = all(one.kind in _SMALL or one.text == token.text[0] for one in behind)  # “挪了挪”
    return replace(token, kind=Kind.FIXED) if stood and is_bare else token


_NEAR = 4
"""Words between “already” and what is done."""
_ALREADY = _GROUPS.words("already")
_CALLS = Vocabulary("demands").words("verbs", "zh")


@of(Kind.TIDY, Kind.AWAY)
def _already(tokens: Sequence[Token], n: int) -> Token:
    """“树上挂水管，已取下”: behind a fault it is done."""
    token = tokens[n]
    clause = list(takewhile(lambda one: one.kind is not Kind.BREAK, reversed(tokens[:n])))[:_NEAR]
    at = next((m for m, one in enumerate(clause) if one.text in _ALREADY), None)
    if at is None or any(one.text.startswith(_CALLS) for one in clause[:at]):
        return token  # “已经让小工去擦”
    is_last = n + 1 == len(tokens) or tokens[n + 1].kind is Kind.BREAK
    is_told = any(one.kind in _TOLD | {Kind.AT_ONCE} for one in tokens[: n - 1])
    return replace(token, kind=Kind.FIXED, duties=frozenset()) if is_last and is_told else token


@of(Kind.LATER)
def _lately(tokens: Sequence[Token], n: int) -> Token:
    """“已将货物收回”, “等我拍照她们才捡”: no time to come is told of."""
    token = tokens[n]
    clause = takewhile(lambda one: one.kind is not Kind.BREAK, tokens[n + 1 :])
    if token.text.startswith(_WAITED):
        return replace(token, kind=Kind.FILLER) if any(one.text.endswith(_THEN_ONLY) for one in clause) else token
    is_past = n > 0 and tokens[n - 1].text in _ALREADY
    return replace(token, kind=Kind.FILLER) if is_past and len(token.text) == 1 else token


_THEN_ONLY = _GROUPS.words("at_last")
_TIMES = frozenset({Kind.LATER, Kind.OTHER_TIME, Kind.NUMBER, Kind.NOT, Kind.NONE, Kind.REFUSED, Kind.ASKS})


@of(Kind.TIDY, Kind.AWAY)
def _at_last(tokens: Sequence[Token], n: int) -> Token:
    """“说好话才肯收”: done at last, where no time is told at which it is done."""
    token = tokens[n]
    if token.text.isascii() or (n + 1 < len(tokens) and tokens[n + 1].kind not in (Kind.BREAK, Kind.FILLER)):
        return token
    clause = list(takewhile(lambda one: one.kind is not Kind.BREAK, reversed(tokens[:n])))
    is_late = any(one.kind in (Kind.UNKNOWN, Kind.FILLER) and one.text.endswith(_THEN_ONLY) for one in clause[:_NEAR])
    is_told = any(one.kind in _TOLD for one in tokens[: n - len(clause)])
    is_then = has(clause, Kind.DONE) and not has(clause, Kind.AT_ONCE)  # “散席了才撤”: when that is over
    is_told = is_told and not is_then and not any(map(_tells_when, clause))
    return replace(token, kind=Kind.FIXED, duties=frozenset()) if is_late and is_told else token


def _tells_when(token: Token) -> bool:
    return (token.kind in _TIMES or token.text in _HOURS) and not token.text.startswith(_WAITED)


_HOURS = frozenset(Vocabulary("looks").words("times", "zh"))
_WAITED = _GROUPS.words("waited")


@of(Kind.SYMPTOM, Kind.BROKEN)
def _emptied(tokens: Sequence[Token], n: int) -> Token:
    """“地扫了 桶倒了 灯亮的”: among what was done a bin was emptied, and did not fall over."""
    token = tokens[n]
    bins = [one for one in tokens[max(n - 2, 0) : n] if one.kind is Kind.BIN]
    is_bin = token.text.endswith(_EMPTIED) or (bool(bins) and token.text in _EMPTIED[0])
    if not is_bin or any(one.kind in _SPILT for one in (*tokens[max(n - 2, 0) : n], *tokens[n + 1 :])):
        return token
    done = [one.start for one, then in pairwise(tokens) if one.kind in _DEEDS and then.kind is Kind.DONE]
    is_among = any(at < token.start for at in done) or len(done) > 1
    return replace(token, kind=Kind.CLEAN, duties=token.duties or bins[0].duties) if is_among else token


_EMPTIED = _GROUPS.words("emptied")
_DEEDS = frozenset({Kind.TIDY, Kind.AWAY})
_SPILT = frozenset({Kind.DIRT, Kind.DIRTY, Kind.OTHERS_DID, Kind.FAIL, Kind.MANY, Kind.OTHER_TIME, Kind.AT_ONCE})
_CLEANING = _GROUPS.words("cleaning")


@of(Kind.CLEAN)
def _cleaned(tokens: Sequence[Token], n: int) -> Token:
    """“玻璃有手印，店员擦干净了”: behind a fault, clean is what it became, of whatever duty."""
    token, then = tokens[n], tokens[n + 1] if n + 1 < len(tokens) else None
    is_done = token.text.endswith("了") or (then is not None and then.kind is Kind.DONE)
    if not is_done or not token.text.startswith(_CLEANING):
        return token
    if n == 0 or tokens[n - 1].kind is Kind.BREAK:
        return token  # “玻璃脏，擦干净了”: by whom, and when
    kinds = {one.kind for one in dropwhile(lambda one: one.kind is not Kind.BREAK, reversed(tokens[:n]))}
    is_told = bool(kinds & _TOLD) and Kind.OTHER_TIME not in kinds
    return replace(token, kind=Kind.FIXED, duties=frozenset()) if is_told else token


@of(Kind.AWAY, Kind.UNKNOWN)
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


EFFORTS = (
    _finished,
    _moved,
    _already,
    _lately,
    _at_last,
    _emptied,
    _cleaned,
    _complement,
)
