"""Very many words with what is known of each, in a tenth of the memory of a dictionary; found by how a text goes on."""

from __future__ import annotations

from array import array
from collections import defaultdict
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
        """Pairs of a spelling and the word; a character behind each keeps their order.

        Those of equally long spellings are a trie of their own, for to make one takes ten times what it keeps.
        """
        lines: dict[int, bytearray] = defaultdict(bytearray)
        for n, (spelling, word) in enumerate(words):
            lines[len(spelling)] += f"{spelling}={word}{chr(_FIRST + n)}\n".encode()
        self._tries = {size: marisa_trie.BinaryTrie(map(bytes, lines.pop(size).split(b"\n"))) for size in list(lines)}

    def of(self, spelling: str) -> list[str]:
        """The words that are spelt so, in the order in which they were told."""
        trie, begins = self._tries.get(len(spelling)), f"{spelling}=".encode()
        found = [key[len(begins) :].decode() for key in trie.iterkeys(begins)] if trie else []
        return [word[:-1] for word in sorted(found, key=lambda word: word[-1])]


_FIRST = 0x10000
"""Of the characters beyond those that anybody writes: a million of them in a row."""
