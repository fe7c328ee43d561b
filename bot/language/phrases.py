"""Phrases with choices and gaps, “(几|多少)颗星”, “(别|莫)…提醒我”: a few are spelt out, the others are one pattern."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import prod

from bot.language.normalise import normalised
from bot.language.vocabulary import Vocabulary, phrase_pattern
from texts.words import choices, ways

_GROUPS = Vocabulary("phrases")
GAP = "…"
"""Where a few words may stand that say nothing about what is asked for; two of them may hold a mark as well."""
_FEW = 150
"""Ways to say a phrase that are spelt out; those with more would fill the memory."""
_CHARACTERS, _WORDS = 10, 4
"""The widest gap, in Chinese and in English."""
_NOT_ZH, _NOT_EN = f"(?!{_GROUPS.pattern('turns', 'zh')})", rf"(?!{_GROUPS.pattern('turns', 'en')}\b)"
_CHINESE_GAPS = (
    rf"((?:{_NOT_ZH}[^,，。;；:：!！?？\n]){{0,{_CHARACTERS}}}?)",
    rf"((?:{_NOT_ZH}[^\n]){{0,{_CHARACTERS * 2}}}?)",
)
_ENGLISH_GAPS = (
    rf"((?: {_NOT_EN}[\w'-]+){{0,{_WORDS}}}?)",
    rf"((?:[,.;!-]* {_NOT_EN}[\w'-]+){{0,{_WORDS * 2}}}?[,.;!-]*)",
)


def spelt(phrases: Sequence[str]) -> Iterator[str]:
    """Every way to say the phrases with few ways, as the lexicon spells it."""
    for phrase in phrases:
        if not _is_pattern(phrase):
            yield from map(normalised, ways(phrase))


def spelt_out(phrases: Sequence[str]) -> Iterator[str]:
    """Every way to say the phrases without a gap, however many."""
    for phrase in phrases:
        if GAP not in phrase:
            yield from map(normalised, ways(phrase))


def pattern(phrases: Sequence[str]) -> re.Pattern[str] | None:
    """The phrases with many ways or a gap as one pattern, the gaps its groups; None where there is none."""
    return _joined([phrase for phrase in phrases if _is_pattern(phrase)])


def gapped(phrases: Sequence[str]) -> re.Pattern[str] | None:
    """The phrases with a gap alone."""
    return _joined([phrase for phrase in phrases if GAP in phrase])


def _joined(phrases: Sequence[str]) -> re.Pattern[str] | None:
    """A pattern that looks first whether any of them may begin here: most messages hold none."""
    if not phrases:
        return None
    firsts = dict.fromkeys(first for phrase in phrases for first in _beginnings(phrase))
    return re.compile(f"(?=[{re.escape(''.join(firsts))}])(?:{'|'.join(map(_one, phrases))})")


def _one(phrase: str) -> str:
    is_english = phrase.replace(GAP, "").isascii()
    near, wide = _ENGLISH_GAPS if is_english else _CHINESE_GAPS
    found = wide.join(near.join(map(phrase_pattern, part.split(GAP))) for part in phrase.split(GAP * 2))
    return rf"\b{found}(?![a-z0-9])" if is_english else found


def _beginnings(phrase: str) -> Iterator[str]:
    """The characters it may begin with."""
    for part in choices(phrase):
        yield from (normalised(way)[:1] for way in part if way)
        if "" not in part:
            return


def _is_pattern(phrase: str) -> bool:
    return GAP in phrase or prod(map(len, choices(phrase))) > _FEW
