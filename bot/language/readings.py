"""How what was found becomes a reading, and the words of a command as they were typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.language.meanings import Meaning, Question, Reading
from bot.language.normalise import normalised
from bot.language.politeness import bare

_QUOTED = re.compile(r"[\"“”「『][^\"“”」』\n]{1,12}[\"“”」』]")


def is_quoting(text: str) -> bool:
    """Whether some words of it stand in quotes: another's, or not meant so: “perfect”."""
    quoted = _QUOTED.search(text)
    return quoted is not None and len(quoted[0]) < len(text.strip()) - 1


def asked_instead(reading: Reading, intent: str) -> Reading:
    """The reading with what is certain of one intent asked about."""
    doubted = tuple(
        Question("is_it_there" if m.shop else "all_met", (m,), m.shop) for m in reading.certain if m.intent == intent
    )
    certain = tuple(m for m in reading.certain if m.intent != intent)
    return Reading(reading.text, certain, (*reading.asked, *doubted))


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
