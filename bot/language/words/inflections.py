"""English words in other forms than the lexicon spells: plurals of things, and verbs in whatever tense."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.language.words.vocabulary import Vocabulary
from bot.language.words.whole_words import is_whole, word_at

_GROUPS = Vocabulary("inflections")
_PLURAL = re.compile(_GROUPS.pattern("plural"))
PLURAL, PAST, ONGOING = "plural", "past", "ongoing"
_FORMS = ((PLURAL, _GROUPS.words("plural")), (PAST, _GROUPS.words("past")), (ONGOING, _GROUPS.words("ongoing")))
_SHORTEST = 3
"""Letters of a word that an ending may be taken from."""
_PAST = re.compile(rf"(?:[a-z]+{_GROUPS.pattern('past_first')}|{_GROUPS.pattern('irregular')})\b")


def plural_end(text: str, start: int, end: int) -> int:
    """Where an English word ends that stands in the plural; 0 where it is part of another word."""
    found = _PLURAL.match(text, end) if text[end - 1].isascii() and text[end - 1].isalpha() else None
    return found.end() if found and is_whole(text, start, found.end()) else 0


@lru_cache(maxsize=256)
def _bases(word: str) -> tuple[tuple[str, str], ...]:
    """What the English word may be a form of, and which form.

    >>> [base for base, _ in _bases("piling")]
    ['pil', 'pile']
    """
    return tuple(
        (base, form)
        for form, endings in _FORMS
        for ending in endings
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST
        for base in _spelt(word.removesuffix(ending), ending)
    )


def _spelt(stem: str, ending: str) -> Iterator[str]:
    """How the base of a stem may be written: dump|ed, pil|ing, berr|ies, drop|ped."""
    if ending.startswith("i") and ending.endswith("s"):
        yield f"{stem}y"
        return
    yield stem
    yield f"{stem}e"
    if len(stem) > _SHORTEST and stem[-1] == stem[-2]:
        yield stem[:-1]


def bases_at(text: str, at: int) -> Iterator[tuple[str, str, int]]:
    """The bases of the word that begins here, the form it stands in, and where it ends."""
    word = word_at(text, at)
    if word.isalpha():
        yield from ((base, form, at + len(word)) for base, form in _bases(word))


def is_past(phrase: str) -> bool:
    """Whether an English verb, with what stands behind it, tells of something done: “wiped away”, “took in”."""
    return bool(_PAST.match(phrase))
