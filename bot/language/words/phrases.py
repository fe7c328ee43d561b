"""Phrases with choices and gaps, “(几|多少)颗星”, “(别|莫)…提醒我”: a few are spelt out, the others are one pattern."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from math import prod

from bot.language.words.normalise import normalised
from bot.language.words.vocabulary import Vocabulary, phrase_pattern
from texts.words import choices, ways

_GROUPS = Vocabulary("phrases")
GAP = "…"
"""Where a few words may stand that say nothing about what is asked for; two of them may hold a mark as well."""
_FEW = 24
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


Way = tuple[str, str, re.Pattern[str]]
"""A command, the group of its words, and a pattern of them, whose gaps are its groups."""
_LETTER = re.compile("[a-z]")


class Patterns:
    """The phrases of all commands that are not spelt out; those of the other language are not tried on a message."""

    def __init__(
        self, sections: Mapping[str, Mapping[str, Sequence[str]]], groups: Iterable[str], *, gapped: bool
    ) -> None:
        """With those that have many ways, or where these are spelt out those that are `gapped` alone."""
        known = [
            (intent, group, phrase)
            for intent, ways_of in sections.items()
            for group in groups
            for phrase in ways_of.get(group, ())
            if GAP in phrase or (_is_pattern(phrase) and not gapped)
        ]
        self._english = list(_patterns(one for one in known if _is_english(one[2])))
        self._chinese = list(_patterns(one for one in known if not _is_english(one[2])))

    def of(self, text: str) -> list[Way]:
        """Those that may be found in a text."""
        if text.isascii():
            return self._english
        return [*self._chinese, *self._english] if _LETTER.search(text) else self._chinese


def _patterns(known: Iterable[tuple[str, str, str]]) -> Iterator[Way]:
    """One pattern for each group of a command."""
    for (intent, group), those in groupby(known, key=lambda one: one[:2]):
        yield intent, group, _joined([phrase for _, _, phrase in those])


def _joined(phrases: Sequence[str]) -> re.Pattern[str]:
    """A pattern that looks first whether any of them may begin here: most messages hold none."""
    firsts = dict.fromkeys(first for phrase in phrases for first in _beginnings(phrase))
    start = r"\b" if _is_english(phrases[0]) else ""
    return re.compile(f"{start}(?=[{re.escape(''.join(firsts))}])(?:{'|'.join(map(_one, phrases))})")


def _one(phrase: str) -> str:
    near, wide = _ENGLISH_GAPS if _is_english(phrase) else _CHINESE_GAPS
    found = wide.join(near.join(map(phrase_pattern, part.split(GAP))) for part in phrase.split(GAP * 2))
    return rf"{found}(?![a-z0-9])" if _is_english(phrase) else found


def _is_english(phrase: str) -> bool:
    return phrase.replace(GAP, "").isascii()


def _beginnings(phrase: str) -> Iterator[str]:
    """The characters it may begin with."""
    for part in choices(phrase):
        yield from (normalised(way)[:1] for way in part if way)
        if "" not in part:
            return


def _is_pattern(phrase: str) -> bool:
    return GAP in phrase or prod(map(len, choices(phrase))) > _FEW
