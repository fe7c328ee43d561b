"""Phrases with choices in them, “(我|)(几|多少)颗星”: a few are spelt out, many are one pattern."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import prod

from bot.language.normalise import normalised
from bot.language.vocabulary import phrase_pattern
from texts.words import choices, ways

_FEW = 150
"""Ways to say a phrase that are spelt out; those with more would fill the memory."""


def spelt(phrases: Sequence[str]) -> Iterator[str]:
    """Every way to say the phrases with few ways, as the lexicon spells it."""
    for phrase in phrases:
        if _many(phrase) <= _FEW:
            yield from map(normalised, ways(phrase))


def spelt_out(phrases: Sequence[str]) -> Iterator[str]:
    """Every way to say the phrases, however many."""
    for phrase in phrases:
        yield from map(normalised, ways(phrase))


def pattern(phrases: Sequence[str]) -> re.Pattern[str] | None:
    """The phrases with many ways as one pattern; None where there is none."""
    found = [phrase_pattern(phrase) for phrase in phrases if _many(phrase) > _FEW]
    return re.compile("|".join(found)) if found else None


def _many(phrase: str) -> int:
    return prod(len(part) for part in choices(phrase))
