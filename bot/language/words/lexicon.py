"""The words that are understood, each with its kind and the duties it speaks of; and a message cut into them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from bot.language.words.inflections import ONGOING, PAST, PLURAL, bases_at, is_past, plural_end
from bot.language.words.kinds import DUTIES, FACTS, Kind
from bot.language.words.many_ways import ManyWays
from bot.language.words.normalise import normalised
from bot.language.words.whole_words import is_whole, unknown_length
from files.dataclass import dataclass
from programme.duties import Duty
from texts.words import Groups, has_choices

__all__ = ["Kind", "Lexicon", "Token", "Word"]


@dataclass(frozen=True, slots=True)
class Word:
    """One entry: its kind and the duties it speaks of."""

    kind: Kind
    duties: frozenset[str] = frozenset()
    also: Kind | None = None
    """What else it says: a duty called by a word of dirt (“Litter”), praise that begins with all (“全好”)."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a message with where it stands."""

    kind: Kind
    text: str
    start: int
    end: int
    duties: frozenset[str] = frozenset()
    also: Kind | None = None


_DEEDS = frozenset({Kind.TIDY, Kind.AWAY})
_THINGS = frozenset(
    {Kind.DIRT, Kind.BIN, Kind.GOODS, Kind.VEHICLE, Kind.GREEN, Kind.FIXTURE, Kind.PUBLIC, Kind.LAMP, Kind.FRONT}
)
_VERBS = frozenset({Kind.PUT, Kind.PARK, Kind.BROKEN, *_DEEDS})
_INFLECTED = {PLURAL: _THINGS | _VERBS, PAST: _VERBS, ONGOING: _VERBS}
_SEPARATORS = frozenset(",，。;；:：!！\n、.…")


def _done(word: Word, text: str) -> Kind | None:
    """An English verb of tidying in the past tense says by itself that it is done: “swept”."""
    return Kind.DONE if word.kind in _DEEDS and text.isascii() and is_past(text) else None


class Lexicon:
    """Words of both languages with the programme's own names and symptoms of its duties."""

    def __init__(self, duties: Sequence[Duty], facts: Groups, by_duty: Mapping[str, Groups]) -> None:
        self.duties = tuple(duty.key for duty in duties)
        self._words: dict[str, Word] = {}
        self._many_ways = ManyWays[Word]()
        for duty in duties:
            self._add((duty.key, duty.zh, duty.en), Kind.DUTY, duty.key)
            self._add(duty.symptoms, Kind.SYMPTOM, duty.key)
        for duty in duties:
            for group, words in by_duty.get(duty.key, {}).items():
                self._add(words, DUTIES[group], duty.key)
        for duty in duties:
            self._add([w for w in duty.aliases if normalised(w) not in self._words], Kind.DUTY, duty.key)
        self._every = tuple(map(normalised, facts.get("all", ())))
        self._keeps_clear = frozenset(duty.key for duty in duties if by_duty.get(duty.key, {}).get("goods"))
        for group, kind in FACTS.items():
            self._add_facts(facts.get(group, ()), kind)
        self._mark_places(duties, by_duty)
        self._mark_guests(facts.get("guests", ()))
        self._mark_all(self._every)
        lengths: dict[str, set[int]] = {}
        for text in self._words:
            lengths.setdefault(text[0], set()).add(len(text))
        self._kept = lru_cache(32)(lambda text: tuple(self._cut(text)))
        self._longest = {first: sorted(those, reverse=True) for first, those in lengths.items()}

    def _mark_places(self, duties: Sequence[Duty], by_duty: Mapping[str, Groups]) -> None:
        """Whatever is put outside is in the way; and what stands in the street tells it from a shop's own front."""
        streets = {duty.key for duty in duties if by_duty.get(duty.key, {}).get("public")}
        for text, word in self._words.items():
            if word.kind is Kind.OUTSIDE:
                self._words[text] = replace(word, duties=self._keeps_clear)
            elif word.kind is Kind.FIXTURE and word.duties <= streets:
                self._words[text] = replace(word, also=Kind.PUBLIC)

    def _mark_guests(self, guests: Sequence[str]) -> None:
        """What customers do is the shop's own matter: nobody is reported for it."""
        for text in self._words.keys() & set(map(normalised, guests)):
            self._words[text] = replace(self._words[text], also=Kind.KIN)

    def _mark_all(self, every: tuple[str, ...]) -> None:
        """Praise that begins with a word for all is of all: “全好”."""
        for text, word in self._words.items():
            if word.kind is Kind.PRAISE and text.startswith(every):
                self._words[text] = replace(word, also=Kind.ALL)

    def words(self) -> Mapping[str, Word]:
        """Every word it knows, but those of very many ways to say them."""
        return self._words

    def short_words(self, longest: int) -> Iterator[tuple[str, Word]]:
        """Every word it knows of so many characters at most."""
        yield from ((text, word) for text, word in self._words.items() if len(text) <= longest)
        many = self._many_ways.short(longest)
        yield from ((text, self._of_all(text, word)) for text, word in many if text not in self._words)

    def _of_all(self, text: str, word: Word) -> Word:
        """One of the many ways of a word, as `_mark_all` marks those that are spelt out."""
        is_of_all = word.kind is Kind.PRAISE and text.startswith(self._every)
        return replace(word, also=Kind.ALL) if is_of_all else word

    def _add_facts(self, words: Sequence[str], kind: Kind) -> None:
        self._add([word for word in words if not has_choices(word)], kind)
        for word in filter(has_choices, words):
            duties = self._keeps_clear if kind is Kind.OUTSIDE else frozenset[str]()
            self._many_ways.add(word, Word(kind, duties))

    def _add(self, words: Sequence[str], kind: Kind, duty: str = "") -> None:
        fresh = Word(kind, frozenset({duty} if duty else ()))  # one for all words of a group: there are many
        for word in map(normalised, words):
            known = self._words.get(word) or self._many_ways.get(word)
            if word and known is None:
                self._words[word] = fresh
            elif known and duty and known.kind is kind:
                self._words[word] = replace(known, duties=known.duties | {duty})
            elif known and known.kind is Kind.DUTY and kind is Kind.DIRT:
                self._words[word] = replace(known, also=Kind.DIRT)

    def tokens(self, text: str) -> list[Token]:
        """`text`, already normalised, cut into the longest known words; separators are `BREAK`, blanks are left out."""
        return list(self._kept(text))

    def _cut(self, text: str) -> Iterator[Token]:
        at, unknown = 0, -1
        while at < len(text):
            token = self._token(text, at)
            if token is None and not text[at].isspace():
                unknown = at if unknown < 0 else unknown
                at += unknown_length(text, at)
                continue
            if unknown >= 0:
                yield Token(Kind.UNKNOWN, text[unknown:at], unknown, at)
                unknown = -1
            if token:
                yield token
            at = token.end if token else at + 1
        if unknown >= 0:
            yield Token(Kind.UNKNOWN, text[unknown:], unknown, at)

    def _known(self, text: str, at: int) -> Iterator[Token]:
        """The known words that begin here, longest first."""
        lengths, many = self._longest.get(text[at], ()), self._many_ways.at(text, at)
        for length in sorted({*lengths, *(end - at for end in many)}, reverse=True) if many else lengths:
            end = at + length
            word = self._words.get(text[at:end]) or (self._of_all(text[at:end], many[end]) if end in many else None)
            if word and end <= len(text):
                whole = end if is_whole(text, at, end) else word.kind in _THINGS and plural_end(text, at, end)
                if whole:
                    yield Token(word.kind, text[at:end], at, whole, word.duties, word.also or _done(word, text[at:end]))

    def _inflected(self, text: str, at: int) -> Token | None:
        """The English word that stands here in another form: “crates”, “dumping”, “mopped”."""
        for base, form, end in bases_at(text, at):
            word = self._words.get(base)
            if word and word.kind in _INFLECTED[form] and is_whole(text, at, end):
                is_busy = form == ONGOING and word.kind in _DEEDS
                also = Kind.DONE if form == PAST and word.kind in _DEEDS else word.also
                said = base if form == PLURAL else text[at:end]
                return Token(Kind.UNDERWAY if is_busy else word.kind, said, at, end, word.duties, also)
        return None

    def _best(self, text: str, found: Iterator[Token]) -> Token | None:
        """The longest word, unless that leaves a character nobody knows which a shorter one does not: 都齐|活, 都|齐活."""
        longest = next(found, None)
        if longest is None or longest.end >= len(text) or not "\u4e00" <= text[longest.end] <= "\u9fff":
            return longest
        if any(self._known(text, longest.end)):
            return longest
        return next((s for s in found if any(then.end > longest.end for then in self._known(text, s.end))), longest)

    def _token(self, text: str, at: int) -> Token | None:
        first = text[at]
        if token := self._best(text, self._known(text, at)):
            return token
        if first.isascii() and first.isalpha() and (token := self._inflected(text, at)):
            return token
        if first in _SEPARATORS:
            return Token(Kind.BREAK, first, at, at + 1)
        if first.isdecimal():
            end = at + 1
            while end < len(text) and text[end].isdecimal():
                end += 1
            return Token(Kind.NUMBER, text[at:end], at, end)
        return None
