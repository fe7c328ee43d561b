"""All that was said of a request, as whoever is to answer reads it."""

from __future__ import annotations

from collections.abc import Sequence

_ROOM, _LEAST, _MOST = 1200, 12, 200
"""Characters of all the later words together; of one of them at least, and at most."""


def said_words(said: Sequence[str]) -> str:
    """The first words whole, and every later one in order: where there are many, each is shortened, none left out."""
    first, *later = [words for words in said if words] or [""]
    most = max(_LEAST, min(_MOST, _ROOM // max(1, len(later))))
    return "\n".join((first, *(_shortened(words, most) for words in later)))


def _shortened(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}…"
