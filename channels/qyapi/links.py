"""Takes a link out of a text: under a text with choices an address is not tappable, so it becomes an entry of its own."""

from __future__ import annotations

import re

from files.dataclass import dataclass

_LINK = re.compile(r"https?://[^\s，。；、）”]+")
LONGEST = 1024
"""Bytes of an address that both a card and a menu take."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address, the words it stood with, and the text without its line."""

    url: str
    words: str
    rest: str


def link_in(text: str) -> Link | None:
    """The last link of a text; None without one, or when there is nothing left to say without its line."""
    lines = text.split("\n")
    for number in range(len(lines) - 1, -1, -1):
        if found := _LINK.search(lines[number]):
            words = lines[number].replace(found[0], "").strip(" ：:，,。")
            rest = "\n".join(lines[:number] + lines[number + 1 :]).strip()
            return Link(found[0], words or found[0], rest) if rest and len(found[0].encode()) <= LONGEST else None
    return None
