"""The shop that words begin with, wherever its name ends: “李记面馆 3天”, “李记面馆三天”."""

from __future__ import annotations

from bot.flow import Turn
from storage.shops import shops
from storage.shops.shops import Shop

_SHORTEST = 2
"""Characters of a name that may still mean a shop."""


async def shop_said(turn: Turn, words: str) -> tuple[list[Shop], str]:
    """The shops that may be meant, by the longest beginning of `words` that names any, and the words after it."""
    tokens = words.split()
    for many in range(len(tokens), 0, -1):
        if found := await shops.named(turn.tx, " ".join(tokens[:many])):
            return found, " ".join(tokens[many:])
    first, rest = (tokens[0], " ".join(tokens[1:])) if tokens else ("", "")
    for end in range(len(first) - 1, _SHORTEST - 1, -1):
        if found := await shops.named(turn.tx, first[:end]):
            return found, f"{first[end:]} {rest}".strip()
    return [], words
