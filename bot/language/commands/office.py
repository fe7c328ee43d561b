"""Commands of the office: their words may stand anywhere in a sentence, with what they are about on either side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain

from bot.language.commands.surroundings import beside, stands_apart
from bot.language.words.phrases import Patterns, spelt
from files.dataclass import dataclass
from texts.words import Groups

LISTS = frozenset(
    "spot_check history unseen about open_fixes star_list on_leave propose digest red_line todo holidays"
    " next_look real_person title_worth check_until plate who_looked too_much resign join weights ranking on_notice"
    " penalty shut_shops cross_plan roster recall".split()
)
"""Those that only show or answer something: they may be asked for in a question."""


@dataclass(frozen=True, slots=True)
class OfficeCommand:
    """One that was found; `word` is empty where its words have gaps, and then all of the sentence belongs to it.

    `beside` are the words that are none of its own.
    """

    intent: str
    rest: str
    word: str
    beside: str
    length: int


class OfficeCommands:
    """The ways of the group `around`."""

    def __init__(self, sections: Mapping[str, Groups]) -> None:
        known = [(words, intent) for intent, ways in sections.items() for words in spelt(ways.get("around", ()))]
        self._spelt = sorted(known, key=lambda one: -len(one[0]))
        self._open = lru_cache(16)(self._open_to)
        self._many = Patterns(sections, ("around",), gapped=False)

    def _open_to(self, intents: frozenset[str]) -> list[tuple[str, str]]:
        """Those that somebody of one role may use: most people none."""
        return [(words, intent) for words, intent in self._spelt if intent in intents]

    def find(self, text: str, intents: frozenset[str]) -> OfficeCommand | None:
        """The command with the most words in a text: 恢复营业 says more than 恢复."""
        found = chain(self._spelt_in(text, intents), self._of_many_ways(text, intents))
        return max(found, key=lambda one: one.length, default=None)

    def _spelt_in(self, text: str, intents: frozenset[str]) -> Iterator[OfficeCommand]:
        """The longest of those that are spelt out."""
        for words, intent in self._open(intents):
            if (at := text.find(words)) >= 0 and stands_apart(text, at, at + len(words)):
                yield OfficeCommand(intent, rest := beside(text, words), words, rest, len(words))
                return

    def _of_many_ways(self, text: str, intents: frozenset[str]) -> Iterator[OfficeCommand]:
        for intent, _, many in self._many.of(text):
            hit = many.search(text) if intent in intents else None
            if hit:
                yield _hit(intent, text, hit)


def _hit(intent: str, text: str, hit: re.Match[str]) -> OfficeCommand:
    gaps = [gap for gap in hit.groups() if gap]
    word = "" if hit.lastindex else hit[0]
    apart = " ".join([text[: hit.start()], *gaps, text[hit.end() :]])
    return OfficeCommand(intent, beside(text, word) if word else text, word, apart, len(hit[0]) - sum(map(len, gaps)))
