"""Where one clause ends and the next begins: at marks, and in Chinese at a blank, for whoever dictates sets no marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.language.lexicon import Kind, Token

_LISTED = ("、", ":", "：", ".", "和")
"""Marks within a clause."""
_SIGHS = ("-", "!", "~", "…")
"""Marks at the end of one that say nothing: “五项都好～”."""


def segments(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The words between two marks or two blanks; English blanks part nothing."""
    found: list[Token] = []
    for token in tokens:
        is_mark = token.text in _SIGHS or (token.kind is Kind.BREAK and token.text not in _LISTED)
        if found and (is_mark or _is_apart(found[-1], token)):
            yield found
            found = []
        if not is_mark:
            found.append(token)
    if found:
        yield found


def _is_apart(last: Token, then: Token) -> bool:
    """Whether a blank stands between two words of which one is Chinese."""
    return last.end < then.start and not (last.text[-1].isascii() and then.text[0].isascii())
