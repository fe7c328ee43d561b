"""Words of very many ways to say them are matched part after part: nothing may read otherwise than if each were spelt out."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.language.words.lexicon import Lexicon, Word
from bot.language.words.many_ways import ManyWays
from bot.language.words.normalise import normalised
from programme.rules import Rules
from texts import words
from texts.words import has_many_ways, spelt, ways

TABLES = sorted((Path(__file__).parents[1] / "data").glob("*.csv"))


@pytest.fixture(scope="module")
def ours() -> Lexicon:
    return Lexicon(Rules().duties, words.facts(), words.duties())


@pytest.fixture(scope="module")
def all_spelt() -> Lexicon:
    every = {group: tuple(way for word in those for way in ways(word)) for group, those in words.facts().items()}
    return Lexicon(Rules().duties, every, words.duties())


def test_some_words_are_kept_as_they_are_written() -> None:
    assert sum(has_many_ways(word) for group in words.facts().values() for word in group) >= 3


@pytest.mark.slow
def test_every_word_is_known_as_if_it_were_spelt_out(ours: Lexicon, all_spelt: Lexicon) -> None:
    known: Mapping[str, Word] = dict(ours.short_words(longest=100))
    assert known == dict(all_spelt.words())
    assert sum(1 for _ in ours.words()) < len(known) / 4


@pytest.mark.slow
def test_every_sentence_is_cut_as_if_they_were_spelt_out(ours: Lexicon, all_spelt: Lexicon) -> None:
    rows = [row for table in TABLES for row in csv.DictReader(table.read_text("utf-8").splitlines())]
    said = {row["says"] for row in rows if row.get("says")}
    said |= {f"我们已经安排好师傅来修了，{sentence}" for sentence in sorted(said)[::7]}
    assert len(said) > 2000
    different = [one for one in map(normalised, said) if one and ours.tokens(one) != all_spelt.tokens(one)]
    assert different == []


@pytest.mark.parametrize(
    ("text", "at", "ends"),
    [
        ("已安排人去修", 0, {6: "long"}),
        ("安排人去修了", 0, {5: "long", 6: "long"}),
        ("安排人", 0, {2: "short", 3: "short"}),
        ("都安排人去修", 1, {3: "short", 4: "short", 6: "long"}),
        ("修", 0, {}),
        ("", 0, {}),
    ],
)
def test_every_way_to_read_it_is_found(text: str, at: int, ends: dict[int, str]) -> None:
    known = ManyWays[str]()
    known.add("(已|)安排(人|师傅)去修(了|)", "long")
    known.add("安排(人|)", "short")
    found = dict(known.at(text, at))
    assert {end: word for end, word in found.items() if word == "long" or end in ends} == ends


def test_the_one_added_first_has_it() -> None:
    known = ManyWays[str]()
    known.add("(看|查)(一遍|)", "first")
    known.add("看(一|两)遍", "second")
    assert (known.get("看一遍"), known.get("看两遍"), known.get("看三遍")) == ("first", "second", None)


def test_the_short_ways_are_told_without_the_long_ones() -> None:
    known = ManyWays[str]()
    known.add("(已|已经|)安排(人|师傅|)", "x")
    assert sorted(text for text, _ in known.short(3)) == sorted(["安排", "已安排", "安排人"])


def test_a_word_of_too_many_ways_is_refused() -> None:
    """One symptom of 378,000 ways took seventy megabytes before anybody noticed."""
    wide = "(a|b|c|d|e|f|g|h)" * 4 + "(x|)"
    with pytest.raises(ValueError, match="8,192 ways"):
        list(spelt([wide]))
