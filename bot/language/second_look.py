"""A second look at words nobody knows: what a voice input misheard or a thumb mistyped, put right by sound or by one letter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise, product
from string import ascii_lowercase

from bot.language.words import sounds
from bot.language.words.kinds import PRAISES
from bot.language.words.lexicon import Kind, Lexicon, Token, Word
from bot.language.words.trie import Respelt
from bot.language.words.vocabulary import Vocabulary

_GROUPS = Vocabulary("second_look")
_HAN = re.compile("[\u4e00-\u9fff]+")
_ENGLISH = re.compile("[a-z]+")
_LONGEST = 5
_SHORTEST, _SURE = 2, 3
"""Characters from which on a word is known by its sound; shorter ones only where they name what is spoken of."""
_NAMES = frozenset({Kind.DUTY, Kind.ALL})
_WELL = frozenset({Kind.PRAISE, Kind.DONE, Kind.FIXED})
_LETTERS = 5
"""Letters from which on one wrong letter leaves an English word the same."""
_SLIPS: dict[str, list[str]] = {}
"""The characters that may be meant by one that is written."""
for _pair in _GROUPS.words("slips"):
    for _slip in _pair[1:]:
        _SLIPS.setdefault(_slip, []).append(_pair[0])
_VERBS = frozenset({Kind.TIDY, Kind.AWAY, Kind.PUT, Kind.PARK})
"""What is said of things in one character: 扫, 收, 摆, 停."""
_RUN = re.compile("[\u4e00-\u9fff\\d]{10,}")
"""As many characters without a mark are dictated."""
_BEGINS, _ENDS = _GROUPS.words("begins"), _GROUPS.words("ends")
_COMPLETE = PRAISES | {Kind.DONE, Kind.TIDY, Kind.AWAY, Kind.FIXED, Kind.CLOSED, Kind.REFUSED, Kind.TOPIC, Kind.SYMPTOM}
_COMPLETE |= {Kind.DIRT, Kind.DIRTY, Kind.BROKEN, Kind.FAIL, Kind.OUTSIDE}
"""Kinds of words after which what is told may be complete."""


class SecondLook:
    """Puts right what is nearly a known word, with the sounds and the spellings worked out when first needed."""

    def __init__(self, lexicon: Lexicon, spoken: Iterable[str]) -> None:
        """`spoken` are phrases of commands, whose English words are known as well."""
        self._lexicon = lexicon
        self._spoken = tuple(spoken)

    def prepare(self) -> None:
        """Work out the sounds and spellings: half a second, for which the first who is misheard need not wait."""
        self._by_sound.of("")
        self._spelt("")

    def ways(self, text: str) -> Iterator[str]:
        """How else `text` may be meant: put right, and with the marks as well that nobody sets who dictates."""
        right = self.corrected(text)
        yield from (way for way in dict.fromkeys((right, self.parted(right))) if way != text)

    def corrected(self, text: str) -> str:
        """`text` with what nobody knows in it put right; unchanged where nothing is near."""
        text = self._unslipped(text)
        tokens = self._lexicon.tokens(text)
        for token in reversed([token for token in tokens if token.kind is Kind.UNKNOWN]):
            right = self._put_right(text, token)
            text = right if self._keeps_praise(text, right) else text
        return text

    def parted(self, text: str) -> str:
        """`text` with a mark wherever, in a long run without any, words begin anew behind others that are complete."""
        return _RUN.sub(lambda run: self._told_apart(run[0]), text)

    def _told_apart(self, run: str) -> str:
        for last, token in reversed(list(pairwise(self._lexicon.tokens(run)))):
            is_end = last.kind in _COMPLETE or (run.endswith(_ENDS, 0, token.start) and last.kind is not Kind.AT_ONCE)
            if is_end and run.startswith(_BEGINS, token.start):
                run = f"{run[: token.start]},{run[token.start :]}"
        return run

    def _unslipped(self, text: str) -> str:
        """“门口没百东西，少干净了”: with the characters that are meant where those typed make no word."""
        for token in reversed(self._lexicon.tokens(text)):
            if token.kind is Kind.UNKNOWN:
                for at in reversed(range(token.start, token.end)):
                    text = next(self._meant(text, at, 1 if len(token.text) == 1 else _SHORTEST), text)
        return text

    def _meant(self, text: str, at: int, shortest: int) -> Iterator[str]:
        """With the character that is meant at a place: in the longest word that it makes, or as a verb by itself."""
        for size, meant in product(range(_LONGEST, shortest - 1, -1), _SLIPS.get(text[at], ())):
            for start in range(max(0, at - size + 1), at + 1):
                word = f"{text[start:at]}{meant}{text[at + 1 : start + size]}"
                known = self._lexicon.known(word) if len(word) == size else None
                if known and (size > 1 or known.kind in _VERBS):
                    yield f"{text[:start]}{word}{text[start + size :]}"

    def _keeps_praise(self, text: str, right: str) -> bool:
        """“他们排好了”: what is known to be well is no part of a word misheard."""
        now = self._well(right)
        return all(any(word in one for one in now) for word in self._well(text))

    def _well(self, text: str) -> list[str]:
        tokens = self._lexicon.tokens(text)
        return [token.text for token in tokens if token.kind in _WELL and len(token.text) > 1]

    def _put_right(self, text: str, token: Token) -> str:
        if _ENGLISH.fullmatch(token.text):
            return text[: token.start] + self._spelt(token.text) + text[token.end :]
        for size in range(_LONGEST, 1, -1):
            for start in range(max(0, token.end - size), token.start + 1):
                word = self._alike(text[start : start + size], size)
                if word and start < token.end and start + size > token.start:
                    return text[:start] + word + text[start + size :]
        return text

    def _alike(self, heard: str, size: int) -> str:
        """The known word that sounds so; where words of two meanings sound alike neither is meant."""
        if len(heard) < size or not _HAN.fullmatch(heard):
            return ""
        found = self._by_sound.of(sounds.exact(heard))
        meant = {(known.kind, known.duties) for word in found if (known := self._lexicon.known(word))}
        return found[0] if len(meant) == 1 else ""

    @cached_property
    def _by_sound(self) -> Respelt:
        words = self._lexicon.short_words(_LONGEST)
        return Respelt((sounds.exact(text), text) for text, word in words if _is_heard(text, word))

    def _spelt(self, typed: str) -> str:
        """The one word of which `typed` is a slip; unchanged where there is none, or more than one."""
        meant = [word for word in _slipped_from(typed) & self._english if typed in _near(word)]
        return meant[0] if len(meant) == 1 else typed

    @cached_property
    def _english(self) -> frozenset[str]:
        """The words that a thumb may slip in; praise is only taken as it is spelt."""
        single, praise = set[str](), set[str]()
        for text, word in self._lexicon.words():
            if _ENGLISH.fullmatch(text):
                (praise if word.kind is Kind.PRAISE else single).add(text)
        single |= {word for phrase in self._spoken for word in _ENGLISH.findall(phrase)}
        return frozenset(word for word in single - praise if len(word) >= _LETTERS)


def _is_heard(text: str, word: Word) -> bool:
    """Whether a word is long enough to be known by its sound."""
    return len(text) >= (_SHORTEST if word.kind in _NAMES else _SURE) and _HAN.fullmatch(text) is not None


def _slipped_from(typed: str) -> set[str]:
    """Every word of which `typed` may be a slip, and some more: one letter put in, left out, swapped or another vowel."""
    found = set[str]()
    for n in range(1, len(typed) + 1):
        found |= {typed[:n] + letter + typed[n:] for letter in ascii_lowercase}
        found |= {typed[:n] + typed[n + 1 :], typed[:n] + typed[n + 1 : n + 2] + typed[n : n + 1] + typed[n + 2 :]}
        found |= {typed[:n] + vowel + typed[n + 1 :] for vowel in "aeiou"}
    return found


def _near(word: str) -> Iterable[str]:
    """Spellings of `word` with one letter wrong that a hurried thumb makes."""
    for n in range(1, len(word)):
        yield word[:n] + word[n + 1 :]
        yield word[:n] + word[n - 1] + word[n:]
        if n + 1 < len(word):
            yield word[:n] + word[n + 1] + word[n] + word[n + 2 :]
        for letter in "aeiou":
            if word[n] in "aeiou":
                yield word[:n] + letter + word[n + 1 :]
