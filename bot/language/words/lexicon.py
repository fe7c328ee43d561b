"""The words that are understood, each with its kind and the duties it speaks of; and a message cut into them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from bot.language.words.entries import Entries, entries
from bot.language.words.inflections import ONGOING, PAST, PLURAL, bases_at, is_past, plural_end
from bot.language.words.kinds import THINGS, Kind
from bot.language.words.many_ways import ManyWays
from bot.language.words.normalise import normalised
from bot.language.words.trie import Trie
from bot.language.words.vocabulary import Vocabulary
from bot.language.words.whole_words import is_whole, unknown_length
from files.dataclass import dataclass
from programme.duties import Duty
from texts.words import Groups, spelt

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
_THINGS = THINGS | {Kind.FRONT}
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
        self._keeps_clear = frozenset(duty.key for duty in duties if by_duty.get(duty.key, {}).get("goods"))
        self._streets = frozenset(duty.key for duty in duties if by_duty.get(duty.key, {}).get("public"))
        self._every = (*map(normalised, spelt(facts.get("all", ()))), *Vocabulary("lexicon").words("of_all"))
        groups = list(entries(duties, facts, by_duty))
        self._words = Trie[Word](word for group in groups for word in group.words())
        self._many_ways = ManyWays[Word]()
        for group in groups:
            self._add(group)
        self._words.change(self._of_street)
        self._mark_guests(spelt(facts.get("guests", ())))
        self._kept = lru_cache(32)(lambda text: tuple(self._cut(text)))
        self._at = lru_cache(64)(self._words_at)

    def _of_street(self, word: Word) -> Word:
        """What stands in the street is told from a shop's own front."""
        is_public = word.kind is Kind.FIXTURE and word.duties <= self._streets
        return replace(word, also=Kind.PUBLIC) if is_public else word

    def _mark_guests(self, guests: Iterable[str]) -> None:
        """What customers do is the shop's own matter: nobody is reported for it."""
        for text in map(normalised, guests):
            if word := self._words.get(text):
                self._words[text] = replace(word, also=Kind.KIN)

    def words(self) -> Iterator[tuple[str, Word]]:
        """Every word it knows, but those of very many ways to say them."""
        yield from ((text, self._of_all(text, word)) for text, word in self._words.items())

    def short_words(self, longest: int) -> Iterator[tuple[str, Word]]:
        """Every word it knows of so many characters at most."""
        yield from ((text, word) for text, word in self.words() if len(text) <= longest)
        many = self._many_ways.short(longest)
        yield from ((text, self._of_all(text, word)) for text, word in many if not self._words.get(text))

    def known(self, text: str) -> Word | None:
        word = self._words.get(text) or self._many_ways.get(text)
        return self._of_all(text, word) if word else None

    def _of_all(self, text: str, word: Word) -> Word:
        """Praise that begins with a word for all is of all, and so is that nothing is wrong: “全好”, “no problems”."""
        is_of_all = word.kind is Kind.PRAISE and text.startswith(self._every)
        return replace(word, also=Kind.ALL) if is_of_all else word

    def _add(self, group: Entries) -> None:
        """Whatever is put outside is in the way; of a word of two kinds the first counts."""
        own = frozenset({group.duty} if group.duty else ())
        fresh = Word(group.kind, self._keeps_clear if group.kind is Kind.OUTSIDE else own)
        for text in group.words():
            known = self._words.get(text) or self._many_ways.get(text)
            if known is None:
                self._words[text] = fresh
            elif own and known.kind is group.kind and not group.is_spare:
                self._words[text] = replace(known, duties=known.duties | own)
            elif known.kind is Kind.DUTY and group.kind is Kind.DIRT:
                self._words[text] = replace(known, also=Kind.DIRT)
        for word in group.many:
            self._many_ways.add(word, fresh)

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

    def _words_at(self, text: str, at: int) -> list[tuple[int, Word]]:
        """The words that are spelt here and where they end, longest first."""
        found = {**self._many_ways.at(text, at), **self._words.at(text, at)}
        return [(end, self._of_all(text[at:end], found[end])) for end in sorted(found, reverse=True)]

    def _known(self, text: str, at: int) -> Iterator[Token]:
        """The known words that begin here, longest first."""
        for end, word in self._at(text, at):
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
