"""Whether somebody who looked at a shop calls the whole of it well, whatever chat stands around: “都好 老爷子还倒了茶”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.language.clauses.claims import denied
from bot.language.clauses.looks import AROUND, PEOPLE, SPEAKS, pieces
from bot.language.statements.statements import Says, statements
from bot.language.words.kinds import AGAINST_PRAISE, NOTS
from bot.language.words.lexicon import Kind, Token
from bot.language.words.segments import has, text_of
from bot.language.words.vocabulary import Vocabulary

_GROUPS = Vocabulary("looks")
_VERDICTS = re.compile(_GROUPS.pattern("verdicts"))
_GONE = Vocabulary("attributions").words("gone")
_WITH_ME = re.compile(_GROUPS.pattern("with_me"))
_WANTED = re.compile(_GROUPS.pattern("wanted"))
_HINTS = re.compile(_GROUPS.pattern("hints"))
_GROUND = re.compile(_GROUPS.pattern("ground"))
_LONGEST = 40
"""Characters nobody knows in all that stands beside praise."""
_BARE = 2
"""Characters of a word for clean without one that says how much."""
_MOST = 4
"""Duties praised one by one that leave no room for a fault nobody told."""
_SUBJECTS = frozenset(
    {Kind.PUT, Kind.TOPIC, Kind.GOODS, Kind.VEHICLE, Kind.FIXTURE, Kind.LAMP, Kind.KIN, Kind.STAFF, Kind.DUTY}
)
"""What praise right behind it may be of."""
_WELL = frozenset(
    {Says.MET, Says.ONE_MET, Says.NO_FAULT, Says.TIDIED, Says.THING, Says.DOUBTED, Says.SO_SO, Says.NAMED, Says.TO_FIX}
)
_AGAINST = AGAINST_PRAISE | NOTS | {Kind.HARSH, Kind.FIXED, Kind.UNDERWAY}
"""What may speak against praise, in whatever clause it stands."""
_OF_US = frozenset({Kind.ASKS, Kind.NOT, Kind.NONE, Kind.LATER, Kind.SHOULD, Kind.DOUBT})
"""What may stand in a chat with the looker."""
_PRAISED = frozenset({Says.MET, Says.ONE_MET, Says.NO_FAULT})
_PAST_OPEN = (Kind.DOUBT, Kind.ASKS, Kind.CLAIM)
_Pieces = list[Sequence[Token]]


def is_called_well(tokens: Sequence[Token]) -> bool:
    """Whether one clause calls the whole shop well, and all else only tells of it, or of something else."""
    if not has(tokens, Kind.PRAISE, Kind.CLEAN):
        return False
    claims: _Pieces = []
    asides: _Pieces = []
    if is_qualified(tokens):
        return False
    for claim, aside in map(_claim, _of_today(list(pieces(tokens)))):
        is_behind = bool(claims or (claim and aside and claim[0].start < aside[0].start))
        claims += [claim] if claim else []
        asides += [aside] if aside else []
        if aside and not _is_chat(aside, is_behind=is_behind):
            return False
    return _is_enough(claims, asides)


def is_qualified(tokens: Sequence[Token]) -> bool:
    """“没问题，就是灯箱怪怪的”: behind praise something that nobody understands, and that may be less well."""
    turns = {then.start for one, then in pairwise(tokens) if one.kind is Kind.BREAK and one.text.isalpha()}
    parts = list(pieces(tokens))
    praised = next((n for n, part in enumerate(parts) if has(part, Kind.PRAISE)), len(parts))
    return any(_turns(part, turns) for part in parts[praised + 1 :])


def _turns(part: Sequence[Token], turns: set[int]) -> bool:
    is_known = has(part, Kind.TOPIC) or not has(part, Kind.UNKNOWN) or _WITH_ME.search(text_of(part))
    return not is_known and (part[0].start in turns or _HINTS.search(text_of(part)) is not None)


def _is_enough(claims: _Pieces, asides: _Pieces) -> bool:
    """Whether the whole shop is called well, or so many duties that nothing is left; of “the others” it needs one told."""
    told = [one for part in asides for one in statements(part)]
    if not claims:
        return len({duty for one in told for duty in one.duties}) >= _MOST
    unknown = sum(len(token.text) for part in asides for token in part if token.kind is Kind.UNKNOWN)
    is_of_rest = all(has(part, Kind.REST) for part in claims)
    return unknown <= _LONGEST and (not is_of_rest or any(one.says in _PRAISED for one in told))


def _of_today(parts: _Pieces | list[list[Token]]) -> _Pieces:
    """Without what was another day, where something is said of now behind it: “昨天乱糟糟的 今天都好”."""
    last = max((n for n, part in enumerate(parts) if has(part, Kind.NOW)), default=0)
    return [
        part for n, part in enumerate(parts) if n >= last or not has(part, Kind.OTHER_TIME) or has(part, *_PAST_OPEN)
    ]


def _claim(part: Sequence[Token]) -> tuple[Sequence[Token], Sequence[Token]]:
    """The words of a clause that call the whole shop well, and the others."""
    if not has(part, Kind.PRAISE):
        return (part, ()) if _is_clean(part) else ((), part)
    if _GROUND.search(text_of(part)) and not has(part, Kind.ALL):
        return (), part
    end = _first_claim(part)
    if end:
        return part[:end], part[end:]
    start = _last_claim(part)
    return part[start:], part[:start]


def _first_claim(part: Sequence[Token]) -> int:
    """Where the claim ends that a clause begins with; 0 where there is none."""
    start = end = next(n for n, token in enumerate(part) if token.kind is Kind.PRAISE)
    while end < len(part) and part[end].kind in AROUND | {Kind.PRAISE}:
        end += 1
    if not all(token.kind in AROUND for token in part[:start]):
        return 0
    is_adverb = end < len(part) and not has(part[:start], Kind.ALL) and _is_adverb(part[start], part[end])
    return 0 if is_adverb else end


def _last_claim(part: Sequence[Token]) -> int:
    """Where the claim begins that a clause ends in; its end where there is none."""
    start = len(part)
    while start and part[start - 1].kind in AROUND | {Kind.PRAISE}:
        start -= 1
    start += next((n for n, one in enumerate(part[start:]) if one.kind is not Kind.DONE), 0)
    claim = part[start:]
    praise = [token for token in claim if token.kind is Kind.PRAISE]
    if not praise or has(part[max(start - 2, 0) : start], *_SUBJECTS):
        return len(part)
    is_whole = has(claim, Kind.ALL) or any(one.also is Kind.ALL or _VERDICTS.search(one.text) for one in praise)
    return start if is_whole else len(part)


def _is_clean(part: Sequence[Token]) -> bool:
    """“今朝蛮清爽”: of the whole shop, with a word that says how much."""
    kinds = {token.kind for token in part}
    is_bare = part[-1].text.isascii() or (len(part) == 1 and len(part[0].text) <= _BARE)
    is_bare |= any(token.text in _GONE for token in part)  # “上回乱停车，这回没有”: of one thing
    return {Kind.CLEAN} <= kinds <= {Kind.CLEAN, Kind.FILLER, Kind.NOW} and not (
        is_bare or _GROUND.search(text_of(part))
    )


def _is_adverb(praise: Token, then: Token) -> bool:
    """“好漂亮”: very, not well."""
    return len(praise.text) == 1 and praise.end == then.start and then.kind is not Kind.BREAK


def _is_chat(part: Sequence[Token], *, is_behind: bool) -> bool:
    """Whether a clause tells of something well, or of what the people of the shop and the looker said to each other."""
    is_of_us = _WITH_ME.search(text_of(part)) is not None
    if _against(part, is_behind=is_behind) - (_OF_US if is_of_us else set()) or not _is_well(part):
        return False
    others = [token for token in part if token.kind is Kind.OTHERS_DID and token.text not in PEOPLE]
    return is_of_us or not (others or SPEAKS.search(text_of(part)))


def _against(part: Sequence[Token], *, is_behind: bool) -> frozenset[Kind]:
    """The kinds of words in a clause that speak against praise; `is_behind` it what comes later does not."""
    kinds = {token.kind for token in part}
    against = kinds & _AGAINST - denied(part)
    if {Says.TIDIED} == {one.says for one in statements(part)} - {Says.DOUBTED}:
        against -= {Kind.OTHER_TIME}  # “昨天那些蒸笼都收进去了”
    if is_behind:
        against -= {Kind.LATER, *((Kind.NOT_LOOKED,) if Kind.REST in kinds else ())}  # “其余没来得及看”
    is_english = any(
        token.text.isascii() and token.text[0].isalpha() for token in part if token.kind in (Kind.UNKNOWN, Kind.TOPIC)
    )
    return frozenset(against | ({Kind.UNKNOWN} if is_english else set()))


def _is_well(part: Sequence[Token]) -> bool:
    says = {one.says for one in statements(part)}
    is_open = Says.NAMED in says and not says & _PRAISED
    is_wanted = Says.TO_FIX in says and _WANTED.search(text_of(part)) is not None
    return says <= _WELL and not is_open and not is_wanted
