"""Where an English word begins and ends: Chinese runs on, and any of its characters may begin a word."""

from __future__ import annotations

import re

_ASCII_WORD = re.compile(r"[a-z0-9][a-z0-9'-]*")


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether an English word or a number is not part of a longer one."""
    before = start > 0 and text[start].isascii() and text[start].isalnum() and _joins(text[start - 1])
    after = end < len(text) and text[end - 1].isascii() and text[end - 1].isalnum() and _joins(text[end])
    return not (before or after)


def _joins(char: str) -> bool:
    return char.isascii() and char.isalnum()


def word_at(text: str, at: int) -> str:
    """The English word or number that begins here; empty where none does."""
    found = _ASCII_WORD.match(text, at)
    return found[0] if found else ""


def unknown_length(text: str, at: int) -> int:
    """An English word is unknown as a whole, a Chinese one character by character."""
    return len(word_at(text, at)) or 1
