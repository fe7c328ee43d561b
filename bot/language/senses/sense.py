"""One sense of many: which words it is about, and what each of them means beside its neighbours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import takewhile

from bot.language.words.lexicon import Kind, Token
from files.dataclass import dataclass

Change = Callable[[Sequence[Token], int], Token]
"""The word at a place as it is meant there; itself where it means what it always does."""
_EVERY_KIND = frozenset(Kind)


@dataclass(frozen=True, slots=True)
class Sense:
    """A change of the words of some kinds, of certain texts or of any.

    Most messages hold no word that most senses are about: those are told by what occurs, without a look at each word.
    """

    change: Change
    kinds: frozenset[Kind]
    texts: frozenset[str]

    def concerns(self, token: Token) -> bool:
        return token.kind in self.kinds and (not self.texts or token.text in self.texts)


def of(*kinds: Kind) -> Callable[[Change], Sense]:
    """A sense of the words of these kinds, or of every kind."""
    return lambda change: Sense(change, frozenset(kinds) or _EVERY_KIND, frozenset())


def of_texts(texts: Iterable[str], *kinds: Kind) -> Callable[[Change], Sense]:
    """A sense of these very words, where they are of these kinds, or of any."""
    return lambda change: Sense(change, frozenset(kinds) or _EVERY_KIND, frozenset(texts))


def clause_of(tokens: Sequence[Token], n: int) -> list[Token]:
    """The words between the marks around a word."""
    before = takewhile(lambda one: one.kind is not Kind.BREAK, reversed(tokens[:n]))
    return [*reversed(list(before)), *takewhile(lambda one: one.kind is not Kind.BREAK, tokens[n:])]


def in_turn(senses: Iterable[Sense], tokens: Sequence[Token]) -> list[Token]:
    """The words as the senses change them one after another, each looking at what those before it left."""
    found = list(tokens)
    kinds, texts = _occurring(found)
    for sense in senses:
        if sense.kinds.isdisjoint(kinds) or (sense.texts and sense.texts.isdisjoint(texts)):
            continue
        change, its_kinds, its_texts = sense.change, sense.kinds, sense.texts
        changed = [
            change(found, n) if token.kind in its_kinds and (not its_texts or token.text in its_texts) else token
            for n, token in enumerate(found)
        ]
        if changed != found:
            found = changed
            kinds, texts = _occurring(found)
    return found


def _occurring(tokens: Sequence[Token]) -> tuple[set[Kind], set[str]]:
    return {token.kind for token in tokens}, {token.text for token in tokens}
