"""Words that sound alike: what a voice input or a hurried thumb writes for a name it means."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache, lru_cache
from typing import cast

_ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"), ("l", "n"), ("hu", "f"))
"""Sounds that many here do not tell apart."""


@lru_cache(maxsize=4096)
def sound(text: str) -> str:
    """How `text` is said, without tones and with sounds that are often mixed up as one."""
    said = []
    for syllable in _pinyin()(text):
        for sharp, flat in _ALIKE:
            syllable = syllable.replace(sharp, flat)  # noqa: PLW2901 one sound after another
        said.append(syllable)
    return " ".join(said)


@lru_cache(maxsize=4096)
def exact(text: str) -> str:
    """How `text` is said without tones, each sound for itself."""
    return " ".join(_pinyin()(text))


def same(one: str, other: str) -> bool:
    return sound(one) == sound(other)


@cache
def _pinyin() -> Callable[[str], list[str]]:
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # single characters are enough, and 40 MB lighter
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")
    from pypinyin import lazy_pinyin  # noqa: PLC0415 13 MB that only a misspelt name needs

    return cast("Callable[[str], list[str]]", lazy_pinyin)
