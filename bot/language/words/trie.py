"""Very many words with what is known of each, in a tenth of the memory of a dictionary; found by how a text goes on."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

import marisa_trie

W = TypeVar("W")


class Trie(Generic[W]):
    """Words that are told at once, and what is known of them one after another; many share the same."""

    def __init__(self, words: Iterable[str]) -> None:
        self._trie = marisa_trie.Trie(words)
        self._known: list[W | None] = [None]
        self._numbers: dict[W, int] = {}
        self._of = array("H", bytes(2 * len(self._trie)))
        """What is known of each by its number; nothing yet of 0."""
        self._order = array("I")
        self._longest = 0

    def __setitem__(self, word: str, known: W) -> None:
        at = self._trie[word]
        if not self._of[at]:
            self._order.append(at)
            self._longest = max(self._longest, len(word))
        if known not in self._numbers:
            self._numbers[known] = len(self._known)
            self._known.append(known)
        self._of[at] = self._numbers[known]

    def get(self, word: str) -> W | None:
        at = self._trie.get(word)
        return None if at is None else self._known[self._of[at]]

    def at(self, text: str, start: int) -> dict[int, W]:
        """The words that begin at a place of `text`, by where they end."""
        found = self._trie.iter_prefixes_with_ids(text[start : start + self._longest])
        known = ((start + len(word), self._known[self._of[at]]) for word, at in found)
        return {end: one for end, one in known if one is not None}

    def items(self) -> Iterator[tuple[str, W]]:
        """In the order in which something became known of them."""
        for at in self._order:
            if known := self._known[self._of[at]]:
                yield self._trie.restore_key(at), known

    def change(self, change: Callable[[W], W]) -> None:
        """What is known, each changed alike."""
        self._known = [None if known is None else change(known) for known in self._known]
        self._numbers = {known: n for n, known in enumerate(self._known) if known is not None}


class Respelt:
    """Words by another spelling of theirs, by their sounds: as a dictionary a hundred thousand were twenty megabytes."""

    def __init__(self, words: Iterable[tuple[str, str]]) -> None:
        """Pairs of a spelling and the word; a character behind each keeps their order."""
        self._trie = marisa_trie.Trie(f"{one}={word}{chr(_FIRST + n)}" for n, (one, word) in enumerate(words))

    def of(self, spelling: str) -> list[str]:
        """The words that are spelt so, in the order in which they were told."""
        found = self._trie.iterkeys(f"{spelling}=")
        return [key[len(spelling) + 1 : -1] for key in sorted(found, key=lambda key: key[-1])]


_FIRST = 0x10000
"""Of the characters beyond those that anybody writes: a million of them in a row."""
