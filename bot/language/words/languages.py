"""In which language a sentence plainly is: English by some words that no other writing has, Chinese by its characters."""

from __future__ import annotations

import re

from bot.language.words.vocabulary import Vocabulary

_GROUPS = Vocabulary("languages")
_LEAST = 3
"""Words of a sentence; “ok thanks” is said in Chinese too."""
_WORD = re.compile(r"(?<![a-z0-9])[a-z]+(?:['’][a-z]+)?(?![a-z0-9])", re.IGNORECASE)
"""Not the letters of a code: K2IT3MY8 holds no word."""
_PLAIN = frozenset(_GROUPS.words("plainly", "en"))
_LATIN = frozenset(_GROUPS.words("latin", "zh"))


_HAN = re.compile("[\u4e00-\u9fff]")


def language_heard(text: str) -> str:
    """The language a sentence plainly is in, empty for a code, a number or a word alone."""
    if is_plainly_english(text):
        return "en"
    return "zh" if _HAN.search(text) else ""


def is_plainly_english(text: str) -> bool:
    """Neither a code nor a command with a slash, nor Chinese in Latin letters: “mei you wen ti”.

    A name in Chinese within it, “who looks after 李记面馆”, is a name.
    """
    said = [word.casefold().replace("’", "'") for word in _WORD.findall(text)]
    return (
        not text.startswith("/")
        and len(said) >= _LEAST
        and bool(_PLAIN.intersection(said))
        and not _LATIN.intersection(said)
    )
