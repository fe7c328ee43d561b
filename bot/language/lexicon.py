"""The words that are understood, each with its kind and the duties it speaks of; and a message cut into them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import lru_cache

from bot.language.many_ways import ManyWays
from bot.language.normalise import normalised
from bot.language.whole_words import is_whole, unknown_length
from files.dataclass import dataclass
from programme.duties import Duty
from texts.words import Groups, has_choices


class Kind(StrEnum):
    """What a word does in a sentence. One letter each, so that sentences are read by patterns of letters."""

    DUTY = "D"
    SYMPTOM = "S"
    DIRT = "t"
    BIN = "B"
    GOODS = "g"
    VEHICLE = "v"
    GREEN = "r"
    FIXTURE = "f"
    PUBLIC = "u"
    LAMP = "l"
    PUT = "p"
    OUTSIDE = "o"
    PARK = "k"
    FRONT = "F"
    BROKEN = "b"
    DIRTY = "Y"
    CLEAN = "C"
    PRAISE = "P"
    MILD = "m"
    FAIL = "X"
    PROBLEM = "q"
    NOT = "N"
    NONE = "0"
    DOUBT = "U"
    CLAIM = "V"
    CORRECTS = "2"
    ASKS = "Q"
    SHOULD = "I"
    OTHER_TIME = "O"
    LATER = "L"
    UNDERWAY = "G"
    TOLD_OF = "J"
    NOW = "1"
    OTHERS_DID = "H"
    KIN = "3"
    EXCEPT = "E"
    ALL = "A"
    REST = "R"
    HAVE = "h"
    MANY = "M"
    TIDY = "c"
    AWAY = "a"
    DONE = "d"
    AT_ONCE = "i"
    FIXED = "x"
    HALF = "6"
    HALF_OF = "7"
    REFUSED = "z"
    CLOSED = "Z"
    NOT_LOOKED = "K"
    TOPIC = "T"
    STAFF = "s"
    CONDUCT = "e"
    HARSH = "y"
    BREAK = "j"
    FILLER = "_"
    NUMBER = "n"
    UNKNOWN = "w"


_FACTS = {
    "half": Kind.HALF,
    "half_of": Kind.HALF_OF,
    "fixed": Kind.FIXED,
    "refused": Kind.REFUSED,
    "fail": Kind.FAIL,
    "problem": Kind.PROBLEM,
    "closed_door": Kind.CLOSED,
    "not_looked": Kind.NOT_LOOKED,
    "staff": Kind.STAFF,
    "conduct": Kind.CONDUCT,
    "harsh": Kind.HARSH,
    "courtesy_fact": Kind.TOPIC,
    "topic": Kind.TOPIC,
    "praise": Kind.PRAISE,
    "mild": Kind.MILD,
    "doubt": Kind.DOUBT,
    "claim": Kind.CLAIM,
    "corrects": Kind.CORRECTS,
    "question": Kind.ASKS,
    "imperative": Kind.SHOULD,
    "other_time": Kind.OTHER_TIME,
    "underway": Kind.UNDERWAY,
    "later": Kind.LATER,
    "told_of": Kind.TOLD_OF,
    "kin": Kind.KIN,
    "neighbour": Kind.OTHERS_DID,
    "except": Kind.EXCEPT,
    "others": Kind.REST,
    "all": Kind.ALL,
    "immediate": Kind.AT_ONCE,
    "negation": Kind.NOT,
    "none": Kind.NONE,
    "park": Kind.PARK,
    "put": Kind.PUT,
    "outside": Kind.OUTSIDE,
    "front": Kind.FRONT,
    "broken": Kind.BROKEN,
    "clean": Kind.TIDY,
    "away": Kind.AWAY,
    "many": Kind.MANY,
    "have": Kind.HAVE,
    "done": Kind.DONE,
    "now": Kind.NOW,
    "already": Kind.FILLER,
    "only": Kind.FILLER,
    "break": Kind.BREAK,
    "filler": Kind.FILLER,
}
"""The groups of facts.toml in the order in which a word that stands in several is taken."""

_DUTIES = {
    "also": Kind.DUTY,
    "symptoms": Kind.SYMPTOM,
    "dirt": Kind.DIRT,
    "bins": Kind.BIN,
    "goods": Kind.GOODS,
    "vehicles": Kind.VEHICLE,
    "places": Kind.GREEN,
    "fixtures": Kind.FIXTURE,
    "public": Kind.PUBLIC,
    "lamps": Kind.LAMP,
    "dirty": Kind.DIRTY,
    "clean": Kind.CLEAN,
    "broken": Kind.BROKEN,
    "swept": Kind.TIDY,
}


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


_SEPARATORS = frozenset(",，。;；:：!！\n、.…")


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
                self._add(words, _DUTIES[group], duty.key)
        for duty in duties:
            self._add([w for w in duty.aliases if normalised(w) not in self._words], Kind.DUTY, duty.key)
        for group, kind in _FACTS.items():
            self._add_facts(facts.get(group, ()), kind)
        self._mark_places(duties, by_duty)
        self._mark_guests(facts.get("guests", ()))
        self._mark_all(tuple(map(normalised, facts.get("all", ()))))
        lengths: dict[str, set[int]] = {}
        for text in self._words:
            lengths.setdefault(text[0], set()).add(len(text))
        self._kept = lru_cache(32)(lambda text: tuple(self._cut(text)))
        self._longest = {first: sorted(those, reverse=True) for first, those in lengths.items()}

    def _mark_places(self, duties: Sequence[Duty], by_duty: Mapping[str, Groups]) -> None:
        """Whatever is put outside is in the way; and what stands in the street tells it from a shop's own front."""
        keeps_clear = frozenset(duty.key for duty in duties if by_duty.get(duty.key, {}).get("goods"))
        streets = {duty.key for duty in duties if by_duty.get(duty.key, {}).get("public")}
        for text, word in self._words.items():
            if word.kind is Kind.OUTSIDE:
                self._words[text] = replace(word, duties=keeps_clear)
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
        yield from ((text, word) for text, word in self._many_ways.short(longest) if text not in self._words)

    def _add_facts(self, words: Sequence[str], kind: Kind) -> None:
        self._add([word for word in words if not has_choices(word)], kind)
        for word in filter(has_choices, words):
            self._many_ways.add(word, Word(kind))

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
            word = self._words.get(text[at:end]) or many.get(end)
            if word and end <= len(text) and is_whole(text, at, end):
                yield Token(word.kind, text[at:end], at, end, word.duties, word.also)

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
        if first in _SEPARATORS:
            return Token(Kind.BREAK, first, at, at + 1)
        if first.isdecimal():
            end = at + 1
            while end < len(text) and text[end].isdecimal():
                end += 1
            return Token(Kind.NUMBER, text[at:end], at, end)
        return None
