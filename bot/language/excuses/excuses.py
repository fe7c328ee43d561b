"""Why a fault is still there, or that it is in hand: beside an owner's plain words of a fault it leaves them no less plain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.language.excuses.asides import resigned, tells
from bot.language.excuses.demands import demanded
from bot.language.statements.statements import Says, statements
from bot.language.words.kinds import NOTS, UNSETTLED
from bot.language.words.lexicon import Kind, Token
from bot.language.words.segments import segments
from bot.language.words.vocabulary import Vocabulary

_GROUPS = Vocabulary("excuses")
_HARMLESS = frozenset({Says.TO_FIX, Says.DOUBTED})
_OPEN = (UNSETTLED | NOTS | {Kind.OTHERS_DID, Kind.AT_ONCE, Kind.DONE}) - {Kind.LATER}
"""What makes of an aside more than an excuse."""
_LEFT = frozenset({Says.NOT_TIDIED, Says.FAILED})
_IN_HAND = frozenset({Kind.LATER, Kind.UNDERWAY})
_OF_GUESTS = frozenset({Kind.OTHERS_DID, Kind.KIN, Kind.OTHER_TIME})
_AGAINST = (_OPEN | _IN_HAND) - _OF_GUESTS - {Kind.DONE}
_PRAISED = frozenset({Kind.TOPIC, Kind.PRAISE, Kind.MILD})
_SOME = _GROUPS.words("somebody")
_SPEAKS = re.compile(_GROUPS.pattern("speech"))
_DAILY = re.compile(f"{_GROUPS.pattern('daily_first')}.*|{_GROUPS.pattern('daily')}")
"""What goes on beside a shop's front and takes nobody's word back."""
_SAYS = re.compile(_GROUPS.pattern("doings"))
"""What kin may say or do about the front."""


def excused(tokens: Sequence[Token]) -> frozenset[Kind]:
    """The kinds of words that stand in excuses alone: “门口三天没扫了 老婆住院”, “一摊油 正在冲”."""
    found: set[Kind] = set()
    left: set[Kind] = set()
    parts = list(segments(tokens))
    is_told = any(map(tells, parts))
    for part in parts:
        at = next((n for n, token in enumerate(part) if token.kind in _IN_HAND), None)
        is_fault = tells(part[:at])
        behind = part if at is None or not is_fault else part[at:]
        kinds = {token.kind for token in behind} & {*_IN_HAND, Kind.KIN}
        is_aside = _is_aside(behind) and (not kinds & _IN_HAND or ((is_told or is_fault) and _announces(behind)))
        (found if is_aside else left).update(kinds)
        left |= {token.kind for token in part[:at]} & {Kind.KIN} if is_fault else set()
    return frozenset(found - left)


def settled(tokens: Sequence[Token]) -> list[Token]:
    """The words with those made silent that tell only how a fault came about which another clause tells plainly:
    “昨夜客人丢了一地瓜子壳，没来得及扫”, “早饭生意太忙，桌子摆到人行道上了”."""
    tokens = resigned(demanded(tokens))
    parts = list(segments(tokens))
    told = [tells(part) for part in parts]
    silent: set[int] = set()
    for n, part in enumerate(parts):
        is_told = any(told[:n] + told[n + 1 :])
        is_left = any(one.says in _LEFT for behind in parts[n + 1 : n + 2] for one in statements(behind))
        silent |= _silent(part, tells=told[n], is_told=is_told, is_left=is_left and told[n])
    return [replace(one, kind=Kind.FILLER) if one.start in silent else one for one in tokens]


def _silent(part: Sequence[Token], *, tells: bool, is_told: bool, is_left: bool) -> set[int]:
    """Where the words of one clause begin that say nothing beside the others."""
    found: set[int] = set()
    if _is_guests_doing(part, is_told=is_told, is_left=is_left):
        found = {token.start for token in part if token.kind in _OF_GUESTS}
    if is_told and not tells and any(token.kind is Kind.TOPIC and _DAILY.fullmatch(token.text) for token in part):
        found |= {token.start for token in part if token.kind in _PRAISED}
    return found


def _is_guests_doing(part: Sequence[Token], *, is_told: bool, is_left: bool) -> bool:
    """What guests, children or somebody did at a front that is told of as not well, or as not put right yet."""
    kinds = {token.kind for token in part}
    others = [token for token in part if token.kind is Kind.OTHERS_DID and token.also is None]
    is_ours = any(Kind.KIN in (token.kind, token.also) for token in part) or (is_left and bool(others))
    if not is_ours or any(one.text not in _SOME for one in others):
        return False
    if kinds & _AGAINST or _SPEAKS.search(" ".join(token.text for token in part)):
        return False
    return is_told or is_left or any(one.says in _LEFT for one in statements(part))


def _announces(part: Sequence[Token]) -> bool:
    return any(one.says is Says.TO_FIX for one in statements(part))


def _is_aside(part: Sequence[Token]) -> bool:
    """Whether a clause tells only of something at home, or that a fault will be put right."""
    kinds = {token.kind for token in part}
    if kinds & _OPEN - ({Kind.DONE} if Kind.KIN in kinds else set()):
        return False
    if Kind.KIN in kinds and _SAYS.search(" ".join(token.text for token in part)):
        return False
    return all(one.says in _HARMLESS for one in statements(part))
