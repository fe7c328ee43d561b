"""A sense is tried only where a word occurs that it is about, and nothing is missed by that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.sentences import rows
from bot.language.senses.sense import Sense, in_turn, of, of_texts
from bot.language.senses.senses import IN_CHINESE, IN_ENGLISH
from bot.language.words.lexicon import Kind, Lexicon, Token
from bot.language.words.normalise import normalised
from programme.rules import Rules
from texts import words


@cache
def lexicon() -> Lexicon:
    return Lexicon(Rules().duties, words.facts(), words.duties())


@cache
def sentences() -> list[str]:
    return [normalised(row.says) for table in ("talk.csv", "kinds.csv", "many.csv") for row in rows(table)]


def word_by_word(senses: Iterable[Sense], tokens: Sequence[Token]) -> list[Token]:
    """Every sense looked up at every word."""
    found = list(tokens)
    for sense in senses:
        found = [sense.change(found, n) if sense.concerns(found[n]) else found[n] for n in range(len(found))]
    return found


@given(st.data())
def test_what_is_passed_over_would_have_changed_nothing(data: st.DataObject) -> None:
    """Half of a sentence behind half of another, so that words meet that nobody has put together."""
    one, other = (data.draw(st.sampled_from(sentences())) for _ in range(2))
    join = data.draw(st.sampled_from(["", " ", "，"]))
    text = one[: data.draw(st.integers(0, len(one)))] + join + other[data.draw(st.integers(0, len(other))) :]
    tokens = lexicon().tokens(text)
    for senses in (IN_CHINESE, IN_ENGLISH):
        assert in_turn(senses, tokens) == word_by_word(senses, tokens)


def test_a_sense_sees_what_those_before_it_left() -> None:
    """The second one is about a kind that occurs only once the first one has changed a word."""
    one = Token(Kind.DIRT, "油", 0, 1)

    @of(Kind.DIRT)
    def first(tokens: Sequence[Token], n: int) -> Token:
        return Token(Kind.CLEAN, tokens[n].text, 0, 1)

    @of_texts(["油"], Kind.CLEAN)
    def second(tokens: Sequence[Token], n: int) -> Token:
        return Token(Kind.PRAISE, tokens[n].text, 0, 1)

    assert [token.kind for token in in_turn((second, first), [one])] == [Kind.CLEAN]
    assert [token.kind for token in in_turn((first, second), [one])] == [Kind.PRAISE]
