"""What is wrapped around a wish out of politeness, and how it is taken off."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.language.words.vocabulary import Vocabulary

_GROUPS = Vocabulary("politeness")
EDGES = " \n。.!！,，;；~…、:：?？'\"-"
_FRIENDLY = "💪🌹🙏😊😄😁👏💐☕😂🤝❤🌞☀😃🙂😀🎉😅🥰 "
"""What only makes a message kinder."""
_OPENERS = _GROUPS.words("openers")
_CLOSERS = _GROUPS.words("closers")


def bare(text: str) -> str:
    """`text` without marks at its ends and blanks within Chinese."""
    return re.sub(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])", "", text).strip(EDGES) or text.strip()


def unwrapped(text: str) -> Sequence[str]:
    """The sentence itself and with its politeness taken off, step by step."""
    forms = [bare(text), bare(text.rstrip(_FRIENDLY))]
    for _ in range(3):
        opened = _without(forms[-1], _OPENERS, str.startswith, str.removeprefix)
        closed = _without(opened, _CLOSERS, str.endswith, str.removesuffix)
        if closed == forms[-1]:
            break
        forms += [opened, closed]
    return forms


def _without(
    words: str, phrases: Sequence[str], has: Callable[[str, str], bool], take: Callable[[str, str], str]
) -> str:
    """`words` without the first of the phrases at its end; a phrase alone stays."""
    found = next((phrase for phrase in phrases if has(words, phrase) and len(words) > len(phrase)), "")
    return take(words, found).strip(EDGES) if found else words
