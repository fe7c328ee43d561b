"""A telephone that somebody leaves among their words: taken out, so that it is kept apart and goes 30 days after the end."""

from __future__ import annotations

import re

_PHONE = re.compile(r"(?<!\d)(?:\+?86)?(1\d{10}|0\d{2,3}-?\d{7,8})(?!\d)")
_LETTER = re.compile(r"\w")
SHORTEST = 2
"""Characters that have to remain: a number alone is the words."""


def taken_out(words: str) -> tuple[str, str]:
    """The words without telephones, and the first of these; the words as they are where nothing else would remain.

    >>> taken_out("路灯坏了 13855501234")
    ('路灯坏了', '13855501234')
    >>> taken_out("13855501234")
    ('13855501234', '')
    """
    found = _PHONE.search(words)
    rest = _PHONE.sub("", words).strip()
    if found is None or len(_LETTER.findall(rest)) < SHORTEST:
        return words, ""
    return rest, found[1]
