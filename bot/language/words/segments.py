"""Where one clause ends and the next begins: at marks, and in Chinese at a blank, for whoever dictates sets no marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.language.words.lengths import length
from bot.language.words.lexicon import Kind, Token
from bot.language.words.vocabulary import Vocabulary

_LISTED = ("、", ":", "：", ".", *Vocabulary("segments").words("joins"))
"""Marks and words within a clause."""
_SIGHS = ("-", "!", "~", "…")
"""Marks at the end of one that say nothing: “五项都好～”."""


_HAN = re.compile("[\u4e00-\u9fff]")


def has(tokens: Iterable[Token], *kinds: Kind) -> bool:
    """Whether a word of one of the kinds is among them."""
    return any(token.kind in kinds for token in tokens)


def text_of(tokens: Iterable[Token]) -> str:
    """The words without blanks, as patterns of Chinese see them."""
    return "".join(token.text for token in tokens)


def silenced(token: Token) -> Token:
    """The word as one that says nothing."""
    return replace(token, kind=Kind.FILLER, duties=frozenset(), also=None)


def is_english(tokens: Sequence[Token]) -> bool:
    """Whether there are words, and none of them is Chinese; pictures are of every language."""
    return any(token.text.isalpha() for token in tokens) and not any(_HAN.search(token.text) for token in tokens)


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


def clauses(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The words between two marks, where “today” and “no, wrong” begin anew."""
    clause: list[Token] = []
    for token in tokens:
        is_anew = token.kind is Kind.NOW and any(past.kind is Kind.OTHER_TIME for past in clause)
        if clause and (is_anew or token.kind is Kind.CORRECTS):
            yield clause  # “昨晚没亮 现在还是坏的”, “都好 不对 有一滩油”
            clause = []
        if token.kind is Kind.BREAK and token.text not in _LISTED:
            if clause:
                yield clause
            clause = []
        elif clause or token.kind is not Kind.BREAK:
            clause.append(token)
    if clause:
        yield clause


def unknown_in(clause: Sequence[Token]) -> tuple[int, int]:
    """Characters nobody knows: of a beginning that a blank sets apart, as a comma would (“手湿 都好”), and of the rest."""
    words = [token for token in clause if token.kind is not Kind.BREAK]
    many = [length(token.text) if token.kind is Kind.UNKNOWN else 0 for token in words]
    apart = next((n for n, token in enumerate(words) if token.kind is not Kind.UNKNOWN), len(words))
    is_apart = 0 < apart < len(words) and words[apart].start > words[apart - 1].end and words[0].text[0] > "\u4e00"
    return (sum(many[:apart]), sum(many[apart:])) if is_apart else (0, sum(many))


_ENDS = Vocabulary("segments").words("ends")
_ON = Vocabulary("segments").words("goes_on")


def told_apart(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The segments, each parted once more behind every 了: “箱子搬进去了|绳子也解了|以后不挂了”."""
    for segment in segments(tokens):
        found: list[Token] = []
        for token in segment:
            if found and found[-1].text.endswith(_ENDS) and not _goes_on(token):
                yield found
                found = []
            found.append(token)
        yield found


def _goes_on(token: Token) -> bool:
    return token.text.startswith(_ON) or token.kind in (Kind.MANY, Kind.NUMBER, Kind.DONE)
