"""Words with thousands of ways to say them, matched part after part: spelt out, four of them were 265,000 words in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

from texts.words import choices

W = TypeVar("W")
Parts = list[tuple[str, ...]]
"""The parts of a word one after another, each with what may stand there."""


class ManyWays(Generic[W]):
    """Such words, each with what is known of it; they are added as they are written: “(已|)(安排|叫)(人|师傅)(去|来)修”."""

    def __init__(self) -> None:
        self._by_beginning: dict[str, list[tuple[Parts, W]]] = {}
        """By their first two characters, or the only one."""
        self._added: list[tuple[Parts, W]] = []

    def add(self, written: str, word: W) -> None:
        """Where a text can be read as two of them, it is the one that was added first."""
        added = choices(written), word
        self._added.append(added)
        for beginning in dict.fromkeys(_beginnings(added[0], _SIZE)):
            self._by_beginning.setdefault(beginning, []).append(added)

    def at(self, text: str, at: int = 0) -> Mapping[int, W]:
        """What begins at a place of `text`, by where it ends, in every way it can be read."""
        found: dict[int, W] = {}
        begun = self._by_beginning.get(text[at : at + _SIZE], ())
        for parts, word in (*begun, *self._by_beginning.get(text[at : at + 1], ())):
            ends = {at}
            for part in parts:
                ends = {end + len(way) for end in ends for way in part if text.startswith(way, end)}
            for end in ends:
                found.setdefault(end, word)
        return found

    def get(self, text: str) -> W | None:
        begins = text[:_SIZE] in self._by_beginning or text[:1] in self._by_beginning
        return self.at(text).get(len(text)) if begins else None

    def short(self, longest: int) -> Iterator[tuple[str, W]]:
        """Every way to say one of them in so many characters at most."""
        for parts, word in self._added:
            yield from ((text, word) for text in _short(parts, longest))


_SIZE = 2


def _beginnings(parts: Parts, size: int) -> Iterator[str]:
    """What it may begin with, in so many characters, or in fewer where all of it is shorter."""
    if not parts or not size:
        yield ""
        return
    for way in parts[0]:
        yield from (way[:size] + rest for rest in _beginnings(parts[1:], size - len(way[:size])))


def _short(parts: Parts, longest: int) -> list[str]:
    texts = [""]
    for n, part in enumerate(parts):
        room = longest - sum(min(map(len, behind)) for behind in parts[n + 1 :])
        texts = [text + way for text in texts for way in part if len(text) + len(way) <= room]
    return texts
