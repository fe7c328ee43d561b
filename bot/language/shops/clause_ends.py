"""English clauses that end in the shop they are about: “boxes on the pavement at 5, 6 ok”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.language.shops.mentions import Named
from bot.language.words.vocabulary import Vocabulary

_GROUPS = Vocabulary("shops")
_TOLD_AT = re.compile(rf"(?P<words>[a-z0-9'’%\- ]+?) {_GROUPS.pattern('told_at')}(?: the)? ?$")
_MARK = re.compile(r".*[,;:.!\n]", re.DOTALL)
_BEGINS = re.compile(
    rf".*?\b{_GROUPS.pattern('clause_begins')}\b|(?:[a-z']+ ){{0,2}}{_GROUPS.pattern('told_well')}(?: and)?(?= )"
)
"""Where a clause begins without a mark: behind “but”, or what was told of the shop before."""
_SMALL = frozenset(_GROUPS.words("small"))
_LISTS_ON = re.compile(rf"\s*(?!{_GROUPS.pattern('of_all')}\b)[a-z]")
"""What only the last shop of a list may begin: “6 ok”, not “6 again”."""
_COMMA = re.compile("[,;]")
_AND = re.compile(rf"{_GROUPS.pattern('list_and')}|[&+]")


def clause_end(words: str) -> int:
    """Where the clause begins, behind its mark, in whose last words a shop is told; 0 for nowhere."""
    found = _told_at(words, _MARK.match(words) or _BEGINS.match(words))
    return found.start() if found else 0


def apart(text: str, group: Sequence[Named]) -> list[list[Named]]:
    """“litter by the door of 3, 2 ok”: the shop that ends a clause, and those that begin the next.

    Of “boxes at 3, 4, 5 ok” nobody knows what is told of 4.
    """
    before = text[: group[0].start]
    marks = [n for n, (one, then) in enumerate(pairwise(group), 1) if _is(_COMMA, text, one, then)]
    if not marks or not _LISTS_ON.match(text, group[-1].end) or not _told_at(before, _MARK.match(before)):
        return [list(group)]
    joined = [n for n, (one, then) in enumerate(pairwise(group), 1) if _is(_AND, text, one, then)]
    behind = [n for n in marks if joined and n > joined[-1]] or marks
    first, last = behind[0], behind[0] if joined and joined[-1] < behind[0] else behind[-1]
    unsure = [[replace(one, is_sure=False) for one in group[first:last]]] if first < last else []
    return [list(group[:first]), *unsure, list(group[last:])]


def _is(pattern: re.Pattern[str], text: str, one: Named, then: Named) -> bool:
    return bool(pattern.search(text[one.end : then.start]))


def _told_at(before: str, begins: re.Match[str] | None) -> re.Match[str] | None:
    found = _TOLD_AT.fullmatch(before, begins.end() if begins else 0)
    return None if found is None or _SMALL.issuperset(found["words"].split()) else found
