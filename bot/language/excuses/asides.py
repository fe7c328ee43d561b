"""What is said behind a plain fault and takes nothing of it back: “西瓜堆外边了 里头搁不下”, “砖碎了，也没人报修”."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.language.statements.statements import FAULTS, Says, statements
from bot.language.words.lexicon import Kind, Token
from bot.language.words.segments import has, segments, text_of
from bot.language.words.vocabulary import Vocabulary

_GROUPS = Vocabulary("attributions")
_TAKES_BACK = _GROUPS.words("takes_back", "zh")
_TAKES_BACK_IN_ENGLISH = frozenset(_GROUPS.words("takes_back", "en"))
_SOMEBODY = frozenset(_GROUPS.words("somebody"))
_NOTS = frozenset({Kind.NOT, Kind.NONE, Kind.REFUSED})
_PLAIN = frozenset(
    {
        Kind.UNKNOWN,
        Kind.FILLER,
        Kind.MANY,
        Kind.HAVE,
        Kind.PUT,
        Kind.DONE,
        Kind.TIDY,
        Kind.AWAY,
        Kind.NUMBER,
        Kind.FRONT,
        Kind.OUTSIDE,
        Kind.NOW,
        Kind.KIN,
    }
)
"""What may stand in such a remark beside its “not”."""
_DENIES = frozenset({Kind.PUT, Kind.HAVE, Kind.PARK, Kind.BROKEN, Kind.DIRT, Kind.MANY, Kind.FRONT, Kind.OUTSIDE})
"""A “not” right before one of these denies that it is so."""
_SHORTEST = 2
"""Characters behind a “not” that say what cannot be done."""


def tells(part: Sequence[Token]) -> bool:
    """Whether a clause tells a plain fault."""
    found = {one.says for one in statements(part)}
    return bool(found & FAULTS) or found >= {Says.NAMED, Says.WEAK_FAULT}


def resigned(tokens: Sequence[Token]) -> list[Token]:
    """The words with those made silent that only say why a fault told beside them still stands."""
    if not any(token.kind in _NOTS or token.text in _SOMEBODY for token in tokens):
        return list(tokens)
    parts = list(segments(tokens))
    told = [tells(part) for part in parts]
    silent = {start for n, part in enumerate(parts) if any(told) for start in _silent(part, tells_it=told[n])}
    return [replace(one, kind=Kind.FILLER) if one.start in silent else one for one in tokens]


def _silent(part: Sequence[Token], *, tells_it: bool) -> Iterator[int]:
    """Where the words begin of the remark that a clause is, or ends in."""
    at = 0
    if tells_it:
        at = next((n for n, one in enumerate(part) if n and one.kind in _NOTS and tells(part[:n])), len(part))
        at = len(part) if _is_of_another(part[:at]) else at
    remark = part[at : next((n for n in range(at, len(part)) if not _may_stand(part[n])), len(part))]
    is_whole = at + len(remark) == len(part) or part[at + len(remark)].kind is Kind.REST
    if is_whole and _is_resigned(remark):
        yield from (token.start for token in remark)


def _is_of_another(before: Sequence[Token]) -> bool:
    """“垃圾没倒桌子|没收”, “灯箱没亮、门口也|没扫”: it is told of another thing."""
    last = next((n for n in range(len(before) - 1, 0, -1) if before[n].kind is not Kind.FILLER), 0)
    others = [n for n, one in enumerate(before) if one.kind is Kind.BREAK or (n == last and one.kind in _OTHER_THINGS)]
    return any(tells(before[:n]) for n in others)


_OTHER_THINGS = frozenset({Kind.GOODS, Kind.VEHICLE, Kind.FIXTURE, Kind.LAMP})


def _may_stand(token: Token) -> bool:
    return token.kind in _PLAIN | _NOTS or token.text in _SOMEBODY


def _is_resigned(remark: Sequence[Token]) -> bool:
    """Whether it says what nobody did or can do, and not that it is not so."""
    at = next((n for n, one in enumerate(remark) if one.kind in _NOTS), None)
    if at is None:
        return any(one.text in _SOMEBODY and one.text.isascii() for one in remark)
    behind = remark[at + 1 :]
    if not behind or behind[0].kind in _DENIES or has(behind[:1], Kind.DONE):
        return False
    if remark[at].text.isascii():
        return len(behind) > 1 and not _TAKES_BACK_IN_ENGLISH & {one.text for one in behind}
    told = text_of(remark[at:])
    return len(told) > _SHORTEST - 1 + len(remark[at].text) - 1 and not any(word in told for word in _TAKES_BACK)
