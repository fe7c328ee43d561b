"""Where a text may be cut when a channel takes only so much at a time: where a reader would pause."""

from __future__ import annotations

import re
from collections.abc import Callable

_PAUSES = (
    re.compile(r"\n\n+"),
    re.compile(r"\n"),
    re.compile(r"[。！？!?；;…]+[”’」』）)]*|\.\s"),
    re.compile(r"[，、,：:\s]"),
)
"""Where a text may be cut, the best first."""

_JOINED = "\u200d\ufe0f\u20e3\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
"""Never cut before or (the first) after these: they make one sign of several."""

Measure = Callable[[str], int]
"""The length of a text as a server counts it."""


def utf8(text: str) -> int:
    """The length in bytes, as most servers count."""
    return len(text.encode(errors="replace"))


def pieces(text: str, most: int, measure: Measure = utf8) -> list[str]:
    """The text in pieces of at most `most` each, cut after a paragraph, a line, a sentence or at least a word."""
    cut: list[str] = []
    rest = text.strip()
    while measure(rest) > most:
        end = _pause(rest, _within(rest, most, measure))
        cut.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*cut, rest] if rest else cut


def _within(text: str, most: int, measure: Measure) -> int:
    """How many characters fit into `most`, one at least."""
    room = most
    for index, character in enumerate(text):
        room -= measure(character)
        if room < 0:
            return max(index, 1)
    return len(text)


def _pause(text: str, end: int) -> int:
    """The last good place to cut at or before `end`, unless it would leave a stump."""
    for pause in _PAUSES:
        found = max((m.end() for m in pause.finditer(text, 0, end)), default=0)
        if found > end // 3:
            return found
    while end > 1 and (text[end] in _JOINED or text[end - 1] == _JOINED[0]):
        end -= 1
    return end
