"""Words that sound alike: what a voice input or a hurried thumb writes for a name it means."""

from __future__ import annotations

from functools import lru_cache

from texts import words

_ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"), ("l", "n"), ("hu", "f"))
"""Sounds that many here do not tell apart."""


@lru_cache(maxsize=1024)
def sound(text: str) -> str:
    """How `text` is said, without tones and with sounds that are often mixed up as one."""
    return " ".join(map(_mixed_up, text))


@lru_cache(maxsize=1024)
def exact(text: str) -> str:
    """How `text` is said without tones, each sound for itself.

    >>> exact("委生")
    'wei sheng'
    """
    said = words.syllables()
    return " ".join(said.get(char, char) for char in text)


@lru_cache(maxsize=2048)
def _mixed_up(char: str) -> str:
    syllable = words.syllables().get(char, char)
    for sharp, flat in _ALIKE:
        syllable = syllable.replace(sharp, flat)
    return syllable


def same(one: str, other: str) -> bool:
    return sound(one) == sound(other)
