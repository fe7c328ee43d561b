"""What stands in English beside a plain fault and leaves it as plain: who did it, why it is there, that nobody knows why.

“a customer spilled soy milk all over the front steps and i'm alone in the shop”, “sign's dead, don't know why”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.language.excuses.asides import tells
from bot.language.excuses.exceptions import excepted
from bot.language.statements.statements import FAULTS, HARMLESS, Says, Statement, statements
from bot.language.words.kinds import BESIDES, NOTS, PRAISES
from bot.language.words.lexicon import Kind, Token
from bot.language.words.segments import has, is_english, segments, silenced
from bot.language.words.vocabulary import Vocabulary

_GROUPS = Vocabulary("remarks")
_JOINTS = frozenset(_GROUPS.words("joints"))
_LEADS = frozenset(_GROUPS.words("leads"))
_SOFT = frozenset(_GROUPS.words("soft"))
_SAYS = re.compile(rf"\b{_GROUPS.pattern('speech')}\b")
_TAKES_BACK = re.compile(rf"\b{_GROUPS.pattern('takes_back')}\b")
_SAID = re.compile(rf"\b{_GROUPS.pattern('people')} (?:\w+ )?{_GROUPS.pattern('speech')}\b")
"""Others than the people of the shop tell it."""
_OWN = re.compile(rf"\b{_GROUPS.pattern('own')}\b")
_ANYBODY = frozenset(_GROUPS.words("anybody"))
_GUESTS = re.compile(rf"(?:.* )?{_GROUPS.pattern('guests')}")
_AGAINST = (BESIDES | PRAISES | {Kind.CLAIM, Kind.CORRECTS, Kind.CONDUCT, Kind.HARSH, Kind.DUTY, Kind.OTHER_TIME}) | {
    *(Kind.TOLD_OF, Kind.SHOULD, Kind.AT_ONCE, Kind.UNDERWAY, Kind.MILD)
}
"""With one of these a clause may take back what another tells, or tell of something else."""
_DENIES = frozenset({Kind.PUT, Kind.PARK, Kind.BROKEN, Kind.DIRT, Kind.DIRTY, Kind.OUTSIDE, Kind.SYMPTOM})
_SMALL = frozenset({Kind.FILLER, Kind.BREAK})


def unremarked(tokens: Sequence[Token], *, is_of_shop: bool) -> list[Token]:
    """The English words with such remarks made silent; unchanged where no clause tells a plain fault, or it is asked."""
    if not is_english(tokens) or tokens[-1].text == "?":
        return list(tokens)
    tokens = excepted(tokens)
    parts = list(segments(tokens))
    told = [tells(part) for part in parts]
    if not any(told) or _SAID.search(_text(tokens)):
        return list(tokens)
    about = frozenset().union(*(one.duties for part in parts if tells(part) for one in statements(part)))
    is_own = is_of_shop or any(map(_is_own, pairwise(tokens)))
    is_own = is_own or any(_OWN.search(one.text) for one in tokens if " " in one.text)
    silent: set[int] = set()
    for part, tells_it in zip(parts, told, strict=True):
        silent.update(_doers(part, is_own=is_own, is_of_shop=is_of_shop))
        silent.update(_behind(part, about) if tells_it else _remark(part, about))
    return [silenced(one) if one.start in silent else one for one in tokens]


def _faults(part: Sequence[Token]) -> list[Statement]:
    return [one for one in statements(part) if one.says in FAULTS]


def _is_own(pair: tuple[Token, Token]) -> bool:
    """“our tree”, “my step”."""
    one, then = pair
    return bool(_OWN.fullmatch(one.text)) and bool(then.duties or then.kind in (Kind.FRONT, Kind.OUTSIDE))


def _doers(part: Sequence[Token], *, is_own: bool, is_of_shop: bool) -> Iterator[int]:
    """Who did at the front what is told as not well: guests and children anyhow, and whoever it was at one's own."""
    if _SAYS.search(_text(part)):
        return
    is_vehicle = has(part, Kind.VEHICLE, Kind.PARK)
    is_vehicle = is_vehicle and not (is_of_shop or has(part, Kind.GREEN))
    for token in part:
        if token.kind in (Kind.OTHERS_DID, Kind.KIN) and (
            _GUESTS.fullmatch(token.text) or (token.text in _ANYBODY and is_own and not is_vehicle)
        ):
            yield token.start


def _behind(part: Sequence[Token], about: frozenset[str]) -> Iterator[int]:
    """What a clause goes on with behind its fault, where a small word joins it."""
    faults = _faults(part) or [one for one in statements(part) if one.says is Says.WEAK_FAULT]
    tail = [token for token in part if faults and token.start >= faults[-1].end]
    at = next((n for n, one in enumerate(tail) if one.text in _JOINTS or one.kind in NOTS), None)
    if at is not None and all(one.kind in _SMALL | {Kind.UNKNOWN} for one in tail[:at]):
        yield from _remark(tail[at:], about)


def _remark(part: Sequence[Token], about: frozenset[str]) -> Iterator[int]:
    """Where the words begin of a clause that takes nothing back."""
    if _is_remark([token for token in part if token.text not in _LEADS], about):
        yield from (token.start for token in part)


def _is_remark(part: Sequence[Token], about: frozenset[str]) -> bool:
    kinds = {token.kind for token in part}
    kinds -= {Kind.DUTY} if all(t.duties <= about for t in part if t.kind is Kind.DUTY) else set()
    kinds -= {Kind.UNDERWAY} if kinds & NOTS else set()  # “haven't got round to cleaning it”
    others = any(t.kind is Kind.OTHERS_DID and not (_GUESTS.fullmatch(t.text) or t.text in _ANYBODY) for t in part)
    if not part or tells(part) or others or kinds & _AGAINST or _TAKES_BACK.search(_text(part)):
        return False
    if any(token.kind is Kind.DOUBT and token.text not in _SOFT for token in part) or _asks(part) or _denies(part):
        return False
    return all(_is_harmless(one, about) for one in statements(part))


def _is_harmless(one: Statement, about: frozenset[str]) -> bool:
    return one.says in HARMLESS or (one.says in (Says.WEAK_FAULT, Says.NAMED) and one.duties <= about)


def _asks(part: Sequence[Token]) -> bool:
    """“why do you ask”, and not “don't know why”."""
    first = next((token for token in part if token.kind not in _SMALL), None)
    return first is not None and first.kind is Kind.ASKS


def _denies(part: Sequence[Token]) -> bool:
    """Whether a “not” denies what was told: alone, or right before a word of a fault."""
    at = next((n for n, one in enumerate(part) if one.kind in NOTS), None)
    if at is None:
        return False
    behind = [token for token in part[at + 1 :] if token.kind is not Kind.FILLER]
    return not behind or behind[0].kind in _DENIES or bool(_SAYS.search(_text(part[:at])))


def _text(part: Sequence[Token]) -> str:
    return " ".join(token.text for token in part)
