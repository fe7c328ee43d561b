"""What somebody was only told to do, or promised: “叫他整改”, “老板讲晒好就收”. It puts nothing right by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.language.words.lexicon import Kind, Token
from bot.language.words.segments import has, segments
from bot.language.words.vocabulary import Vocabulary

_GROUPS = Vocabulary("demands")
_DEMANDS = re.compile(f"{_GROUPS.pattern('verbs')}{_GROUPS.pattern('people')}?$")
_ALONE = _GROUPS.words("alone")
_LATER = _GROUPS.words("behind")
_PROMISES = re.compile(f"^{_GROUPS.pattern('promises')}|{_GROUPS.pattern('promises')}$")
_DONE = _GROUPS.words("done")
_THINGS = frozenset({Kind.GOODS, Kind.VEHICLE})
_SEEKS = _GROUPS.words("seeks")
_DOINGS = _GROUPS.words("doings")
_SOON = frozenset({Kind.AT_ONCE, Kind.LATER})
_AT_LAST = Vocabulary("outcomes").words("at_last")
_ALREADY = Vocabulary("outcomes").words("already")
_FIRST = 3
"""Words of a clause among which the one that speaks stands."""
_SPEAKS = frozenset({Kind.UNKNOWN, Kind.DOUBT, Kind.SHOULD, Kind.FILLER})
_DOERS = frozenset({Kind.TIDY, Kind.AWAY, Kind.FIXED})
_FAULTS = frozenset({Kind.SYMPTOM, Kind.DIRT, Kind.DIRTY, Kind.BROKEN, Kind.OUTSIDE, Kind.PUT, Kind.FAIL})
_VERBS = _DOERS | {Kind.UNDERWAY, Kind.REFUSED}
_AROUND = frozenset({Kind.AT_ONCE, Kind.DONE, Kind.CLEAN, Kind.LATER, Kind.UNDERWAY, Kind.PRAISE, Kind.SHOULD})
_PROMISED = (
    _DOERS
    | _AROUND
    | {Kind.UNKNOWN, Kind.FILLER, Kind.PUT, Kind.NOW, Kind.NUMBER, Kind.OTHERS_DID, Kind.MANY, Kind.HAVE, Kind.ALL}
)
_COMES_OF_IT = _DOERS | {Kind.UNKNOWN, Kind.AT_ONCE, Kind.DONE, Kind.PUT, Kind.CLEAN, Kind.UNDERWAY}
"""What may tell, behind a demand, that it was met."""


def demanded(tokens: Sequence[Token]) -> list[Token]:
    """The words with every demand and promise as what it is: refused where nothing came of it, else announced."""
    if not any(_is_demand(tokens, n) or _PROMISES.search(one.text) for n, one in enumerate(tokens)):
        return list(tokens)
    parts = list(segments(tokens))
    changed: dict[int, Kind] = {}
    for n in range(len(parts)):
        changed |= _changed(parts, n)
    return [_as(token, changed[token.start]) if token.start in changed else token for token in tokens]


def _changed(parts: Sequence[Sequence[Token]], n: int) -> dict[int, Kind]:
    """What the words of a clause that demands or promises are, of what stood there and of what came of it."""
    part, before, behind = parts[n], _all(parts[:n]), parts[n + 1 :]
    at = _begins(part, is_told=any(token.kind in _FAULTS | _THINGS for token in before))
    if at == len(part) or _is_done(part[at + 1 :]):
        return {}
    answers = _answered(behind, {one.text for one in part[at:]})
    verb = Kind.AWAY if answers or _has_come(behind) else _still(before)
    soon = {token.start: Kind.FILLER for token in part[:at] if token.kind is Kind.LATER}  # “等下叫他拿走”
    return soon | _stood([*before, *part[:at]]) | answers | _told(part[at:], verb)


def _still(before: Sequence[Token]) -> Kind:
    """What a demand is of which nothing came; what hangs on a sign may be of another duty than its own words say."""
    return Kind.FILLER if has(before, Kind.FIXTURE) else Kind.REFUSED


def _all(parts: Sequence[Sequence[Token]]) -> list[Token]:
    return [token for part in parts for token in part]


def _stood(before: Sequence[Token]) -> dict[int, Kind]:
    """“门口的管子，叫他搬”: what somebody is told to move stands in the way, where nothing else is told."""
    things = [token.start for token in before if token.kind in _THINGS]
    return {things[-1]: Kind.SYMPTOM} if things and not any(token.kind in _FAULTS for token in before) else {}


def _answered(behind: Sequence[Sequence[Token]], verbs: set[str]) -> dict[int, Kind]:
    """“让他调小，调了”, “他当我面拿了”: the verb of a clause that says no more than that it was done."""
    pairs = (pair for part in behind for pair in pairwise(part))
    return {
        one.start: Kind.FIXED
        for one, then in pairs
        if one.kind is Kind.UNKNOWN and then.text.endswith(_DONE) and (one.text in _DOINGS or one.text in verbs)
    }


def _begins(part: Sequence[Token], *, is_told: bool) -> int:
    """Where a demand, or a promise behind a fault, begins in a clause: its end where there is none."""
    found = (n for n in range(len(part)) if _is_demand(part, n) or (is_told and _is_promise(part, n)))
    return next(found, len(part))


def _is_demand(part: Sequence[Token], n: int) -> bool:
    token, behind = part[n], part[n + 1 : n + 2]
    if behind and behind[0].text in _LATER:
        return False
    is_alone = token.kind in (Kind.SHOULD, Kind.FILLER) and token.text in _ALONE
    return is_alone or (token.kind is Kind.AT_ONCE and _DEMANDS.match(token.text) is not None)


def _is_promise(part: Sequence[Token], n: int) -> bool:
    """Whether somebody says here what they will do, and nothing else."""
    is_said = n < _FIRST and part[n].kind in _SPEAKS and _PROMISES.search(part[n].text)
    return bool(is_said) and all(token.kind in _PROMISED and token.text not in _ALREADY for token in part[n + 1 :])


def _is_done(behind: Sequence[Token]) -> bool:
    """Whether the same breath says that it was done: “叫他搬走了”; or nothing that could be."""
    verb = next((n for n, token in enumerate(behind) if token.kind in _VERBS or token.text in _DOINGS), None)
    is_at_last = any(token.text.endswith(_AT_LAST) for token in behind)
    if is_at_last or any(token.kind is Kind.FIXED and token.text.endswith(_DONE) for token in behind):
        return True
    if behind and behind[0].text.startswith(_SEEKS) and not behind[-1].text.endswith(_DONE):
        return False  # “让他们找师傅”
    if verb is None:  # “讲用完就拿”: what will be done nobody knows, and not that it was
        return not {token.kind for token in behind} & _SOON or behind[-1].text.endswith(_DONE)
    return any(token.text.endswith(_DONE) for token in behind[verb:])


def _has_come(parts: Sequence[Sequence[Token]]) -> bool:
    """Whether something may have come of it: not where it is said that nothing did, or why."""
    tokens = _all(parts)
    if has(tokens, Kind.REFUSED):
        return False
    return any(token.kind in _COMES_OF_IT and not _PROMISES.search(token.text) for token in tokens)


def _told(demand: Sequence[Token], verb: Kind) -> dict[int, Kind]:
    kinds = {token.start: Kind.FILLER for token in demand if token.kind in _AROUND or token is demand[0]}
    return kinds | {token.start: verb for token in demand[1:] if token.kind in _DOERS or token.text in _DOINGS}


def _as(token: Token, kind: Kind) -> Token:
    return replace(token, kind=kind, duties=token.duties if kind is Kind.SYMPTOM else frozenset())
