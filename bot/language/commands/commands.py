"""Which command a sentence asks for: the whole of it, the word it begins with, or a word somewhere in a short one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from bot.language.commands.office import OfficeCommands
from bot.language.commands.politeness import EDGES, bare, unwrapped
from bot.language.commands.surroundings import DAYS, PARTICLES, clause, handed_back, stands_apart
from bot.language.meanings import THERE, TODAY
from bot.language.words import lengths, sounds
from bot.language.words.numerals import SOME
from bot.language.words.phrases import Patterns, spelt, spelt_out
from bot.language.words.vocabulary import Vocabulary
from files.dataclass import dataclass
from texts.words import Groups

_GROUPS = Vocabulary("commands")
SHORT = 8
"""Characters beside the word of a command that still leave it a short sentence."""
LONG = 40
_STORY = 100
"""Characters beside words so plain that they may stand in a long story."""
_LONGEST = 24
"""Characters of a whole message that is one of many ways to say a thing."""
_BESIDE = {"story": LONG, "has": SHORT, "weak": SHORT, "near": 0}
"""How much may stand beside the words of each group for the command to be sure."""
_WHOLE = ("say", "lead", "tight", "today")
"""Groups of phrases that may be a whole message."""
_WITH_REASON = frozenset({"close_shop", "quiet", "appeal", "complaint", "help", "report"})
"""Commands whose reason may stand beside them in clauses of its own."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A command found: its intent, the words that belong to it, and whether nothing else can be meant."""

    intent: str
    rest: str = ""
    is_sure: bool = True
    is_tight: bool = False
    """Whether its words follow the command without a gap."""
    word: str = ""
    """The word of the command, where its other words may stand on both sides of it."""
    before: str = ""
    after: str = ""
    """What stands on either side of a word found somewhere in the sentence."""
    is_weak: bool = False
    """Whether its words are as well those of a question about something that is only shown: 凭啥."""
    is_story: bool = False
    """Whether its words are so plain that they may stand in a long story."""
    length: int = 0
    """Characters of its words."""


class Commands:
    """All ways to ask for a command."""

    def __init__(self, sections: Mapping[str, Groups]) -> None:
        self._today: set[str] = set()
        """Words that mean this very day unless another is named."""
        self._whole: dict[str, list[str]] = {}
        leads: list[tuple[str, str, bool]] = []
        has: list[tuple[str, str, str]] = []
        self._tail: dict[str, str] = {}
        self._office = OfficeCommands(sections)
        for intent, ways in sections.items():
            self._add(intent, ways)
            leads += [
                (words, intent, group == "tight")
                for group in ("lead", "tight")
                for words in spelt_out(ways.get(group, ()))
            ]
            for group in _BESIDE:
                has += [(words, intent, group) for words in spelt(ways.get(group, ()))]
        self._patterns = Patterns(sections, ("say", "today", *_BESIDE), gapped=False)
        self._openings = Patterns(sections, ("lead", "tight"), gapped=True)
        self._phrases = [phrase for ways in sections.values() for group in _WHOLE for phrase in ways.get(group, ())]
        self._lead = _by_beginning(sorted(leads, key=lambda lead: -len(lead[0])))
        has.sort(key=lambda known: -len(known[0]))  # the longer word says more: 歇业 before 歇
        self._has = _by_beginning([(words, number, intent, group) for number, (words, intent, group) in enumerate(has)])
        self._by_sound: dict[str, list[str]] | None = None

    def _add(self, intent: str, ways: Groups) -> None:
        """The ways that stand at the beginning or the end of a message, or are the whole of it."""
        for words in spelt((*ways.get("say", ()), *ways.get("lead", ()), *ways.get("tight", ()))):
            self._whole.setdefault(bare(words), []).append(intent)
        for words in spelt(ways.get("today", ())):
            self._whole.setdefault(bare(words), []).append(intent)
            self._today.add(words)
        for group in _TAILS.get(intent, ()):
            self._tail |= {bare(words): intent for words in spelt(ways.get(group, ()))}

    def phrases(self) -> list[str]:
        """The phrases that ask for a command as a whole message, as they are written."""
        return self._phrases

    def whole(self, text: str, intents: frozenset[str]) -> list[Asked]:
        """What the whole message asks for, in whatever politeness it is wrapped."""
        for words in unwrapped(text):
            if found := [intent for intent in self._whole.get(words, ()) if intent in intents]:
                return [Asked(intent, TODAY if words in self._today else "") for intent in dict.fromkeys(found)]
            if found := [intent for intent in self._of_many(words) if intent in intents]:
                return [Asked(found[0], TODAY if self._is_today(words) else "")]
        return []

    def _of_many(self, words: str) -> list[str]:
        """The commands one of whose many ways `words` are."""
        if lengths.length(words) > _LONGEST:
            return []
        return [i for i, group, many in self._patterns.of(words) if group not in _BESIDE and many.fullmatch(words)]

    def _is_today(self, words: str) -> bool:
        """Whether `words` mean this very day unless another is named."""
        return words in self._today or any(
            group == "today" and many.fullmatch(words) for _, group, many in self._patterns.of(words)
        )

    def lead(self, text: str, intents: frozenset[str]) -> Asked | None:
        """The command a message begins with, its other words apart by a stop or a blank."""
        if opening := self._opening(text, intents):
            return opening
        for words, intent, is_tight in _beginning_at(self._lead, text, 0):
            if intent in intents and text.startswith(words) and (rest := text[len(words) :]):
                is_apart = not rest[0].isalnum()
                rest = words[len(words) - handed_back(words) :] + rest
                return Asked(
                    intent,
                    PARTICLES.sub("", rest.strip(EDGES)),
                    is_tight or is_apart or (intent in _SPANS and _is_span(rest)),
                    not is_apart,
                )
        return None

    def _opening(self, text: str, intents: frozenset[str]) -> Asked | None:
        """The command whose words, with some between them, a message begins with: “scrap that last one please”."""
        is_there = all(intent.endswith(THERE) for intent in intents)  # of a shop that was named: anywhere behind it
        for intent, group, many in self._openings.of(text):
            finds = many.search if is_there else many.match
            if intent in intents and is_there == intent.endswith(THERE) and (hit := finds(text)):
                is_tight = group == "tight"
                rest = text[hit.end() :]
                is_apart = not rest[:1].isalnum()
                return Asked(intent, PARTICLES.sub("", rest.strip(EDGES)), is_tight or is_apart, not is_apart)
        return None

    def around(self, text: str, intents: frozenset[str]) -> Asked | None:
        """The command whose words stand anywhere in it; what it is about may stand on both sides: “西津路停评三天”."""
        found = self._office.find(text, intents)
        return Asked(found.intent, found.rest, word=found.word, after=found.beside) if found else None

    def within(self, text: str, intents: frozenset[str], *, is_guess: bool = False) -> list[Asked]:
        """Commands whose words stand somewhere in it; for a guess those, too, whose words only come near."""
        found: dict[str, Asked] = {}
        known = (
            (number, at, words, intent, group)
            for at in range(len(text))
            for words, number, intent, group in _beginning_at(self._has, text, at)
            if text.startswith(words, at)
        )
        for _, at, words, intent, group in sorted(known):
            if not (_BESIDE[group] or is_guess) or intent not in intents or intent in found:
                continue
            if stands_apart(text, at, at + len(words)):
                found[intent] = self._found(text, intent, at, at + len(words), group)
        self._by_pattern(text, intents, found, [group for group, most in _BESIDE.items() if most or is_guess])
        return list(found.values())

    def _by_pattern(self, text: str, intents: frozenset[str], found: dict[str, Asked], groups: Collection[str]) -> None:
        """Add what a phrase with many ways or a gap says, where it is longer than what was found."""
        for intent, group, many in self._patterns.of(text):
            hit = many.search(text) if group in groups and intent in intents else None
            if hit and (intent not in found or (len(hit[0]), group == "story") >= _weight(found[intent])):
                found[intent] = self._found(text, intent, hit.start(), hit.end(), group, _between(intent, hit))

    def _found(self, text: str, intent: str, start: int, end: int, group: str, gap: str = "") -> Asked:
        """A command whose words stand from `start` to `end`, sure with no more beside them than its group allows.

        What stands in a `gap` between its words belongs to it.
        """
        most = _BESIDE[group]
        before = text[: start + text[start:end].startswith(DAYS)]  # 今|天不开: the day is of the rest
        after = text[end - handed_back(text[start:end]) :]
        rest = f"{before} {after}".strip(EDGES)
        is_sure = lengths.length(rest) <= most
        if not is_sure and intent in _WITH_REASON and lengths.length(rest) <= (_STORY if most > SHORT else LONG):
            is_sure = lengths.length(clause(before, after, is_english=text[start:end].isascii())) <= most
        if gap:  # whoever reads it wants the whole sentence
            rest = f"{before} {gap.strip()} {after}".strip(EDGES) if intent in _SPANS else text
        if self._is_today(text[start:end]) and not _DAY.search(rest):
            rest = f"{TODAY} {rest}".strip()
        return Asked(
            intent,
            rest,
            is_sure,
            before=before,
            after=after,
            is_weak=group == "weak",
            is_story=most > SHORT,
            length=end - start,
        )

    def tail(self, text: str, intents: frozenset[str]) -> Asked | None:
        """The command that stands last, after what it is about: “下水道返水，求助”, “家里有事，今天不开门”."""
        told = next(filter(None, (last.fullmatch(text.rstrip(EDGES)) for last in _LAST)), None)
        intent = self._ending(bare(told[2])) if told else ""
        if (
            told is None
            or intent not in intents
            or (self._is_today(told[2]) and _DAY.search(told[1].replace(TODAY, "")))
        ):
            return None
        return Asked(intent, TODAY if self._is_today(told[2]) else told[1].strip(EDGES), before=told[1])

    def _ending(self, words: str) -> str:
        """The command that a last clause may be; empty for none."""
        many = (intent for intent in self._of_many(words) if "say" in _TAILS.get(intent, ()) or self._is_today(words))
        return self._tail.get(words) or next(many, "")

    def sounding_like(self, text: str, intents: frozenset[str]) -> list[Asked]:
        """Whole messages of Chinese that sound like a command: “深诉”."""
        words = bare(text)
        if not _HAN.fullmatch(words):
            return []
        if self._by_sound is None:
            self._by_sound = {}
            for known, meant in self._whole.items():
                if _HAN.fullmatch(known):
                    self._by_sound.setdefault(sounds.sound(known), []).extend(meant)
        return [Asked(i, is_sure=False) for i in self._by_sound.get(sounds.sound(words), ()) if i in intents]


_TAILS = {
    "help": ("lead", "tight"),
    "report": ("lead", "tight"),
    "appeal": ("lead", "tight"),
    "complaint": ("lead", "tight"),
    "close_shop": ("today",),
    "open_shop": ("say",),
    "undo": ("say",),
}
"""Commands that may stand last, behind their story or their reason, and the groups of words that do."""
_LAST = (
    re.compile(r"(.+)[,，。;；!！\n]\s*([^,，。;；!！\n]+)", re.DOTALL),
    re.compile(r"(.+) ([^,，。;；!！\n a-z]+)", re.DOTALL),
)
"""What was said before the last clause, and the clause itself; a blank parts Chinese only."""
_HAN = re.compile("[\u4e00-\u9fff]{2,8}")
_SPANS = frozenset({"close_shop", "close_shop_there", "leave", "hours"})
"""Commands that a number of days or an hour may follow without a gap."""


_Known = TypeVar("_Known", bound=tuple[Any, ...])
_FIRST = 2
"""Characters by which words are kept, so that only those are looked at that may begin at a place."""


def _by_beginning(known: Iterable[_Known]) -> dict[str, list[_Known]]:
    """What is known of words, which are the first of it, by their first characters."""
    found: dict[str, list[_Known]] = {}
    for one in known:
        found.setdefault(one[0][:_FIRST], []).append(one)
    return found


def _beginning_at(kept: Mapping[str, list[_Known]], text: str, at: int) -> Iterator[_Known]:
    """What may begin at a place, words of one character last."""
    yield from kept.get(text[at : at + _FIRST], ())
    if at + 1 < len(text):
        yield from kept.get(text[at], ())


def _weight(asked: Asked) -> tuple[int, bool]:
    """The longer words say more, and of two as long those that may stand in any story."""
    return asked.length, asked.is_story


def _between(intent: str, hit: re.Match[str]) -> str:
    """What stands between the words of a command; of a closure also its words that name days."""
    if hit.lastindex is None:
        return ""
    if intent not in _SPANS:
        return " ".join(filter(None, hit.groups()))
    last = hit.end(hit.lastindex)
    return hit[0] if _DAY.search(hit[0][last - hit.start() :]) else hit[0][: last - hit.start()]


_DAY = re.compile(rf"\d|[{SOME}]{_GROUPS.pattern('days')}|{_GROUPS.pattern('dates')}")
_SPAN = re.compile(rf"\d|[{SOME}]|{_GROUPS.pattern('span')}")


def _is_span(rest: str) -> bool:
    return bool(_SPAN.match(rest))
