"""Whose door a clause speaks of, where it may be another than the speaker's own."""

from __future__ import annotations

from collections.abc import Sequence

from bot.language.lexicon import Kind, Token

_CORNERS = ("口", "站", "站前", "桥头")
"""How places of the street are called that are nobody's door."""


def names_another_door(clause: Sequence[Token]) -> bool:
    """“菜场门口”, “路口的井盖”: words nobody knows right before a door may be whose it is; a corner is nobody's."""
    first = next((token for token in clause if token.kind not in (Kind.FILLER, Kind.NOW, Kind.BREAK)), None)
    if first and first.kind is Kind.OUTSIDE and first.text.endswith(_CORNERS):
        return True
    doors = [n for n, token in enumerate(clause) if n and token.kind is Kind.FRONT and _follows(clause, n)]
    return any(
        clause[n - 1].kind is Kind.UNKNOWN
        and (
            len(clause[n - 1].text) > 1 or (n > 1 and clause[n - 2].kind is not Kind.FILLER and _follows(clause, n - 1))
        )
        for n in doors
    )


def _follows(clause: Sequence[Token], number: int) -> bool:
    """Whether no blank stands before a word."""
    return clause[number - 1].end == clause[number].start
