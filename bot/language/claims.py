"""All five called well in so many words, and nothing against it in whatever else is told: “下雨天 客人多 不过五项都做到了”."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.lexicon import Kind, Token
from bot.language.segments import segments
from bot.language.statements import Says, statements
from bot.language.vocabulary import Vocabulary

_GROUPS = Vocabulary("claims")
_FIVE = re.compile(_GROUPS.pattern("counts"))
"""Of the words for all of them those that count the duties; 都 may be of anything."""
_ALL_WELL = "W"
"""The letter of praise that says itself that it is of all: “all fine”."""
_FIVE_WELL = "5"
"""The letter of praise that counts them itself: “五项ok”."""
_WELL = re.compile(r"^(?P<before>[^N0]*?)(?P<claim>(?:R?[A_1m]*A[A_h1]*(?:[PW5]|[N0]h*q)|[_1]*1[_1]*W|5)[PW5_d1]*)$")
_SAYS = re.compile(_GROUPS.pattern("speech"))
"""Characters of hearing, wishing, asking and denying: with one among words nobody knows no claim is taken from them."""
_LOOKED = re.compile(_GROUPS.pattern("looks"))
"""Characters of looking, knowing and doing: denied, nothing is known of the front; “拍照不方便” says nothing of it."""
_MOST_BEFORE = 8
"""Characters nobody knows before a claim in its own clause."""
_MOST_ASIDE = 20
"""Characters nobody knows in all other clauses."""
_AGAINST = frozenset(
    {
        Kind.DOUBT,
        Kind.CLAIM,
        Kind.CORRECTS,
        Kind.ASKS,
        Kind.SHOULD,
        Kind.LATER,
        Kind.EXCEPT,
        Kind.FAIL,
        Kind.PROBLEM,
        Kind.STAFF,
        Kind.HARSH,
        Kind.CLOSED,
        Kind.NOT_LOOKED,
        Kind.REFUSED,
        Kind.FIXED,
        Kind.AT_ONCE,
        Kind.NOT,
        Kind.NONE,
        Kind.DIRTY,
        Kind.OTHER_TIME,
    }
)
"""What may speak against it, in whatever clause it stands."""
_OPEN = (Kind.DOUBT, Kind.ASKS, Kind.SHOULD, Kind.CLAIM, Kind.LATER)
"""What leaves open even what is told of another day."""
_HARMLESS = frozenset({Says.MET, Says.ONE_MET, Says.NO_FAULT, Says.TIDIED, Says.THING, Says.DOUBTED, Says.SO_SO})


def is_claimed(tokens: Sequence[Token]) -> bool:
    """Whether one clause says that all are well, and all others tell of something else."""
    parts = list(segments(tokens))
    claims = [part for part in parts if _is_claim(part)]
    counts = any(map(_counts, claims))
    if not claims or (len(parts) == 1 and not counts):
        return False
    told = [part for part in parts if part not in claims]
    if Kind.REST in {part[0].kind for part in claims}:
        return _is_put_right(told)
    past = _past_before_now(parts, claims)
    asides = [part for part in told if part not in past]
    if not counts and any(map(_is_of_others, asides)):
        return False  # “感冒 全好了”, “爸妈 都好”
    return all(map(_is_harmless, asides)) and sum(map(_unknown, asides)) <= _MOST_ASIDE


def _is_put_right(told: Sequence[Sequence[Token]]) -> bool:
    """“昨夜有人吐了 我早上冲掉了 其他都好”: what was at another time, and then only that it was put right."""
    if len(told) <= 1 or not _has(told[0], Kind.OTHER_TIME) or _has(told[0], *_OPEN):
        return False
    return all({one.says for one in statements(part)} == {Says.TIDIED} and _is_harmless(part) for part in told[1:])


def _past_before_now(parts: Sequence[Sequence[Token]], claims: Sequence[Sequence[Token]]) -> list[Sequence[Token]]:
    """What was at another time and is followed by a claim about now."""
    last = max((n for n, part in enumerate(parts) if part in claims and _has(part, Kind.NOW)), default=0)
    return [part for part in parts[:last] if _has(part, Kind.OTHER_TIME) and not _has(part, *_OPEN)]


def _is_of_others(part: Sequence[Token]) -> bool:
    return _has(part, Kind.TOPIC) or {token.kind for token in part} == {Kind.KIN}


def _has(part: Sequence[Token], *kinds: Kind) -> bool:
    return any(token.kind in kinds for token in part)


def _letters(part: Sequence[Token]) -> str:
    return "".join(_FIVE_WELL if _says_five(token) else _ALL_WELL if _says_all(token) else token.kind for token in part)


def _says_all(token: Token) -> bool:
    return token.kind is Kind.PRAISE and token.also is Kind.ALL


def _says_five(token: Token) -> bool:
    return _says_all(token) and bool(_FIVE.match(token.text))


def _unknown(part: Sequence[Token]) -> int:
    return sum(len(token.text) for token in part if token.kind is Kind.UNKNOWN)


def _counts(part: Sequence[Token]) -> bool:
    return any((token.kind is Kind.ALL and _FIVE.search(token.text)) or _says_five(token) for token in part)


def _is_claim(part: Sequence[Token]) -> bool:
    found = _WELL.match(_letters(part))
    if not found:
        return False
    before, claim = part[: found.start("claim")], part[found.start("claim") :]
    if any(token.text.endswith("的") for token in claim[:-1]) or _has(before, Kind.PRAISE, Kind.OTHERS_DID, Kind.KIN):
        return False  # “学习五项都好的店”, “做到五项都好”, “人家店五项都好”
    return not before or (_counts(claim) and _is_harmless(before) and _unknown(before) <= _MOST_BEFORE)


def _is_harmless(part: Sequence[Token]) -> bool:
    """Whether a clause tells neither of a fault nor of doubt, another's words or a wish."""
    against = {token.kind for token in part} & _AGAINST - denied(part)
    if against - {Kind.NOT} or (against and _LOOKED.search("".join(token.text for token in part))):
        return False
    told = "".join(token.text for token in part if token.kind in (Kind.UNKNOWN, Kind.FILLER, Kind.TOPIC))
    speaks = any(token.kind is Kind.OTHERS_DID for token in part) or any(token.kind is Kind.UNKNOWN for token in part)
    if speaks and _SAYS.search(told):
        return False
    return all(one.says in _HARMLESS for one in statements(part))


def denied(part: Sequence[Token]) -> frozenset[Kind]:
    """A “not” that denies a fault is praise: “砖没坏”."""
    said = [one.says for one in statements(part)]
    is_praise = bool(said) and Says.DOUBTED not in said and bool({Says.NO_FAULT, Says.MET} & set(said))
    return frozenset({Kind.NOT, Kind.NONE, Kind.PROBLEM} if is_praise else ())
