"""English that calls all five well: in so many words beside a story, or one thing after another until nothing is left.

“I did my round at half past seven and it's all as it should be”, “cages in, floor mopped, sign lit, trees ok, paving ok”.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.clauses.claims import denied, is_claimed
from bot.language.statements.statements import Says, Statement, statements
from bot.language.words.kinds import AGAINST_FIX, AGAINST_PRAISE, HALVES, PRAISES, THINGS
from bot.language.words.lengths import length
from bot.language.words.lexicon import Kind, Token
from bot.language.words.segments import is_english, segments
from bot.language.words.vocabulary import Vocabulary

_GROUPS = Vocabulary("avowals")
_OF_ALL = re.compile(rf"\b{_GROUPS.pattern('of_all')}\b")
_BEHIND = frozenset(_GROUPS.words("behind"))
_SPEECH = frozenset(_GROUPS.words("speech"))
_OTHER_THINGS = frozenset(_GROUPS.words("other_things"))
_WITHIN = frozenset(_GROUPS.words("within"))
_MOST = 4
"""Duties praised one by one that leave no room for a fault nobody told."""
_FEW = 2
"""Duties praised one by one beside praise of the whole front."""
_LONGEST = 12
"""How much may be told that nobody knows beside such a claim."""
_AGAINST = (AGAINST_PRAISE | AGAINST_FIX | HALVES) | {Kind.FIXED, Kind.AT_ONCE, Kind.CONDUCT, Kind.MILD, Kind.TOLD_OF}
"""What may speak against it, in whatever clause it stands."""
_NAMES = THINGS | {Kind.TOPIC, Kind.KIN, Kind.PRAISE, Kind.DUTY, Kind.BROKEN, Kind.SYMPTOM}
"""What the claim may be of, where one of these stands before it in its own clause."""
_AROUND = frozenset({Kind.FILLER, Kind.NOW, Kind.ALL, Kind.DONE, Kind.FRONT, Kind.PRAISE, Kind.NUMBER, Kind.HAVE})
_WELL = frozenset({Says.MET, Says.ONE_MET, Says.NO_FAULT, Says.TIDIED, Says.NAMED})


def is_avowed(tokens: Sequence[Token]) -> bool:
    """Whether all five are called well, and nothing told beside it is at fault or in doubt."""
    return is_claimed(tokens) or _is_in_english(tokens)


def _is_in_english(tokens: Sequence[Token]) -> bool:
    if not any(token.kind in PRAISES for token in tokens) or not is_english(tokens):
        return False
    parts = list(segments(tokens))
    if any({token.kind for token in part} & _AGAINST - denied(part) for part in parts):
        return False
    return _is_listed(parts) or _is_claimed(parts)


def _is_claimed(parts: Sequence[Sequence[Token]]) -> bool:
    """Whether one clause calls all of it well, and the others name nothing else that may be meant."""
    claims = [part for part in parts if _is_claim(part)]
    if not claims:
        return False
    asides = [part for part in parts if part not in claims]
    unknown = sum(length(token.text) for part in parts for token in part if token.kind is Kind.UNKNOWN)
    return unknown <= _LONGEST and not any(map(_is_open, asides))


def _is_open(part: Sequence[Token]) -> bool:
    """Whether a clause beside a claim tells of a fault, or what others say, or names what the claim may be of."""
    said = {one.says for one in statements(part)}
    is_of_other = any(token.text in _OTHER_THINGS | _SPEECH for token in part)
    return is_of_other or not said <= _WELL | {Says.DOUBTED} or (Says.NAMED in said and Says.MET not in said)


def _is_claim(part: Sequence[Token]) -> bool:
    """“i give it a|yes on everything”, “all five done|love”."""
    at = next((n for n in range(len(part) - 1, -1, -1) if _says_all(part[n])), None)
    if at is None:
        return False
    before, behind = part[:at], part[at + 1 :]
    if any(token.kind in _NAMES or token.text in _SPEECH | _OTHER_THINGS for token in before):
        return False
    if len(before) > 1 and before[-1].kind is Kind.UNKNOWN:
        return False  # “my back is fine”, “the accounts|all good”
    return all(token.kind in _AROUND or token.text in _BEHIND for token in behind)


def _says_all(token: Token) -> bool:
    return token.kind is Kind.PRAISE and bool(_OF_ALL.search(token.text))


def _is_listed(parts: Sequence[Sequence[Token]]) -> bool:
    """Whether so much is called well one after another that nothing is left, or all of it at the end."""
    away = [part for part in parts if _is_put_away(part)]
    others = [part for part in parts if part not in away]
    if not all(map(_is_well, others)):
        return False
    told = [statements(part) for part in others]
    about = {part[0].duties for part in away} | {one.duties for found in told for one in found}
    many = len(frozenset().union(*about))
    is_whole = any(found and {one.says for one in found} == {Says.MET} and not _about(found) for found in told)
    return many >= _MOST or (many >= _FEW and is_whole)


def _about(found: Sequence[Statement]) -> frozenset[str]:
    return frozenset().union(*(one.duties for one in found))


def _is_well(part: Sequence[Token]) -> bool:
    """Whether a clause calls something well, or says nothing, in words that are known."""
    says = {one.says for one in statements(part)}
    unknown = sum(token.kind is Kind.UNKNOWN for token in part)
    is_known = unknown <= (1 if says else 0) and not any(token.text in _SPEECH for token in part)
    return is_known and says <= _WELL and says != {Says.NAMED}


def _is_put_away(part: Sequence[Token]) -> bool:
    """“cages in”, “cars in bays”: goods that are said to be within, among other things that are well."""
    words = [token for token in part if token.kind not in (Kind.HAVE, Kind.ALL)]
    is_thing = len(words) > 1 and words[0].kind in (Kind.GOODS, Kind.VEHICLE)
    return is_thing and words[1].text in _WITHIN and all(one.kind in (Kind.FILLER, Kind.UNKNOWN) for one in words[2:])
