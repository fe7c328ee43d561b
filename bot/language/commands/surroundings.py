"""What stands around the words of a command: which of it belongs to them, which clause it is in, and what joins it."""

from __future__ import annotations

import re

from bot.language.commands.politeness import EDGES
from bot.language.words.numerals import SOME
from bot.language.words.vocabulary import Vocabulary

_GROUPS = Vocabulary("commands")
_UNTIL = re.compile(rf"(?:(?:\d+|[{SOME}]){_GROUPS.pattern('spans')}|{_GROUPS.pattern('until')})$")
DAYS = _GROUPS.words("days")


def handed_back(words: str) -> int:
    """Characters at the end of a command's words that belong to the day behind them: “closed until” Friday."""
    found = _UNTIL.search(words)
    return len(found[0]) if found else 0


_CLAUSES = re.compile(
    r"[,，。;；!！?？\n…~]|(?<![a-z0-9]) | (?![a-z0-9])"
    rf"|(?:^| ){_GROUPS.pattern('reasons')} (?!{_GROUPS.pattern('times')})"
)
"""Marks, and blanks beside Chinese, between two clauses."""


def clause(before: str, after: str, *, is_english: bool) -> str:
    """What stands beside a word in its own clause; a blank beside English words parts nothing."""
    if is_english:
        before, after = before.rstrip(), after.lstrip()
    return _CLAUSES.split(before)[-1] + _CLAUSES.split(after)[0]


_ABOUT = re.compile(f"^{_GROUPS.pattern('about')}+")
PARTICLES = re.compile(f"^{_GROUPS.pattern('particles')}+")


def beside(text: str, words: str) -> str:
    """What stands before and after `words` in `text`, without the small words that join them."""
    at = text.casefold().find(words)
    before, after = text[:at].strip(EDGES), text[at + len(words) :].strip(EDGES)
    before = _ABOUT.sub("", before).strip().removesuffix("的")
    return f"{before} {PARTICLES.sub('', after).strip()}".strip(EDGES)


def stands_apart(text: str, start: int, end: int) -> bool:
    """Whether an English word is not part of a longer one."""
    if not text[start].isascii():
        return True
    return not (start and text[start - 1].isalnum()) and not (
        end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
    )
