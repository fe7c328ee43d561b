"""What an owner says of their own front: a plain fault is recorded whatever else they tell to explain it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import chain, pairwise

from bot.language.answers import still_stands
from bot.language.clauses.clauses import said_of
from bot.language.excuses.explanations import explained, undone
from bot.language.fronts.streets import names_a_place
from bot.language.meanings import FAULTS, FIXED, MET, Meaning, Question
from bot.language.verdicts import REPORT, Verdict, verdict, which_duty
from bot.language.words.lexicon import Kind, Token
from bot.language.words.segments import segments, silenced, text_of
from bot.language.words.vocabulary import Vocabulary

_GROUPS = Vocabulary("own_front")
_ADMITS = re.compile(_GROUPS.pattern("admits"))
_TOLD_ME = frozenset({Kind.OTHERS_DID, Kind.CLAIM})
"""Whoever said it, and that they did: “隔壁说我门口有油，我看了确实有”."""
_SAYS = Vocabulary("doors").words("speech", "zh")[:2]
_WAS = _GROUPS.words("was")
_FAULTS = frozenset({Kind.BROKEN, Kind.SYMPTOM, Kind.DIRT, Kind.DIRTY, Kind.OUTSIDE, Kind.FAIL})
_WELL = frozenset({Kind.PRAISE, Kind.CLEAN, Kind.ALL, Kind.CLAIM, Kind.OTHER_TIME})


def as_own(tokens: Sequence[Token]) -> list[Token]:
    """The words with those made silent that only lead up: “隔壁说我门口有油，我看了确实有”, “本来都好，刚才桶翻了”."""
    silent = set(_admitted(tokens))
    for part, behind in pairwise(segments(tokens)):
        if _was_well(part) and any(token.kind in _FAULTS for token in behind):
            silent |= {token.start for token in part}
    return [silenced(token) if token.start in silent else token for token in tokens]


def _admitted(tokens: Sequence[Token]) -> Iterator[int]:
    """Where the words begin that say who told of it, where the owner admits it."""
    admits = next((n for n, token in enumerate(tokens) if _ADMITS.search(token.text)), 0)
    yield from (token.start for token in tokens[:admits] if token.kind in _TOLD_ME)
    is_fault = any(token.kind in _FAULTS for token in tokens) and not any(token.kind in _WELL for token in tokens)
    is_more = len(list(segments(tokens))) > 1  # “老婆子说泔水桶漏了 门口淌一地”
    if is_fault and is_more and tokens[0].kind is Kind.KIN and tokens[1].text in _SAYS:
        yield tokens[0].start


def _was_well(part: Sequence[Token]) -> bool:
    """Whether a clause says no more than that all was well before."""
    is_past = text_of(part).startswith(_WAS)
    return is_past and any(token.kind in _WELL for token in part) and not any(token.kind in _FAULTS for token in part)


def of_own(tokens: Sequence[Token], applies: Collection[str], words: str) -> list[Verdict]:
    """The verdict on an owner's words; or those on two halves of them that are certain each by itself."""
    tokens = as_own(tokens)
    found = _of_whole(tokens, applies, words)
    is_open = isinstance(found, Question) or (isinstance(found, Meaning) and found.intent == FAULTS)
    return (is_open and _of_halves(tokens, applies, words)) or [found]


def _of_whole(tokens: Sequence[Token], applies: Collection[str], words: str) -> Verdict:
    """The verdict on all of them; where they would be asked, once more without what only explains."""
    said = said_of(tokens)
    found = verdict(said, applies, is_own=True, words=words)
    if isinstance(found, Question) and found.about == "all_met" and still_stands(words):
        return which_duty(applies, words)
    if isinstance(found, Meaning) or said.says_nothing:
        return found
    again = verdict(said_of(undone(tokens), explained), applies, is_own=True, words=words)
    return again if isinstance(again, Meaning) and again.intent == FAULTS else found


def _of_halves(tokens: Sequence[Token], applies: Collection[str], words: str) -> list[Verdict]:
    """“招牌修好了，不过货还堆在门口”, “我家都好，就是停车场入口的减速带翘了”: two things, each told for certain."""
    parts = list(segments(tokens))
    for n in range(1, len(parts)):
        first, then = ([*chain(*half)] for half in (parts[:n], parts[n:]))
        if found := _of_both(first, then, applies, words):
            return found
    return []


def _of_both(first: list[Token], then: list[Token], applies: Collection[str], words: str) -> list[Verdict]:
    told = _of_whole(then, applies, words)
    before = _before(first, told.intent, applies, words) if isinstance(told, Meaning) else None
    if before is None or not isinstance(told, Meaning) or (before.intent == FAULTS and not names_a_place(then)):
        return []
    is_same = set(before.fixed) & set(told.failed) or then[0].text.startswith(_MORE)
    return [told] if is_same and told.intent == FAULTS else [before, told]  # “箱子搬了，纸板还堆着”


def _before(tokens: Sequence[Token], then: str, applies: Collection[str], words: str) -> Meaning | None:
    """What the first half says, where it may stand beside a fault or a report behind it."""
    kinds = {token.kind for token in tokens}
    if then == REPORT and kinds & {Kind.ALL, Kind.REST}:
        said = said_of(tokens)
        return Meaning(MET) if said.all_met and not (said.faults or said.is_uncertain) else None
    found = _of_whole(tokens, applies, words) if then in (FAULTS, REPORT) else None
    if not isinstance(found, Meaning):
        return None
    is_mended = found.intent == FIXED and kinds & _THINGS and Kind.DUTY not in kinds
    return found if is_mended or (found.intent, then) == (FAULTS, REPORT) else None


_MORE = _GROUPS.words("more")
_THINGS = frozenset({Kind.FIXTURE, Kind.LAMP, Kind.PUBLIC, Kind.GOODS, Kind.VEHICLE, Kind.TOLD_OF})
"""What was put right where it is told by its own name."""
