"""How what was found becomes a reading, and the words of a command as they were typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.language.meanings import Meaning, Question, Reading
from bot.language.normalise import normalised
from bot.language.politeness import bare


def as_typed(reading: Reading, text: str) -> Reading:
    """The words that belong to a command as they were typed, not as the lexicon spells them."""
    if len(reading.certain) != 1 or not reading.certain[0].rest:
        return reading
    meaning, typed = reading.certain[0], text.strip()
    start = next((n for n in range(len(typed)) if bare(normalised(typed[n:])) == bare(meaning.rest)), None)
    if start is None:
        return reading
    return replace(reading, certain=(replace(meaning, rest=typed[start:].strip(" \n，,：:。、")),))


def from_found(plain: str, found: Sequence[Meaning | Question | None]) -> Reading:
    certain = tuple(f for f in found if isinstance(f, Meaning))
    asked = tuple(f for f in found if isinstance(f, Question))
    return Reading(plain, certain, asked)
