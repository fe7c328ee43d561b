"""Words and what answers them belong together: no command without a handler, no handler without words, in both languages."""

from __future__ import annotations

import re
import tomllib

import pytest

from bot import dialogue
from bot.language.commands.commands import Commands
from bot.language.words.normalise import normalised
from bot.quick import QUICK
from programme.roles import able
from tests.house.test_house import ROOT
from tests.town import found_flows
from texts import LANGUAGES, catalogue, words

INTENTS = {intent.name for flow in (dialogue.flow, *found_flows()) for intent in flow.intents}
INTENTS_OF = {
    role: frozenset(
        i.name for f in (dialogue.flow, *found_flows()) for i in f.intents if able({role}, i.permission.action)
    )
    for role in QUICK
}
WITHOUT_WORDS = {
    "faults",
    "looks",
    "undo_there",
    "look_there",
    "between_there",
    "wrong",
    "wrong_there",
    "not_looked",
    "weekly_rest",
}
"""Understood from what is said of a shop, not from a command's words."""


def test_every_command_is_answered_and_every_answer_has_its_words() -> None:
    assert set(words.commands()) == INTENTS - WITHOUT_WORDS
    assert WITHOUT_WORDS <= INTENTS


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_has_words_and_a_label_in_each_language(language: str) -> None:
    said = tomllib.loads((ROOT / "texts" / language / "words" / "commands.toml").read_text("utf-8"))
    assert set(said) == set(words.commands())
    assert all(ways["say"] for ways in said.values())
    for name in words.commands():
        assert f"meant.label_{name}" in catalogue(language)


@pytest.mark.parametrize("file", ["facts", "duties", "commands", "context"])
def test_the_word_files_of_both_languages_have_the_same_groups(file: str) -> None:
    zh, en = (
        tomllib.loads((ROOT / "texts" / name / "words" / f"{file}.toml").read_text("utf-8")) for name in LANGUAGES
    )
    assert set(en) <= set(zh)


def test_no_choice_stands_within_another() -> None:
    """“(狗|死(猫|鱼))” matched nothing: its inner bar ended the outer choice."""
    written = [
        line
        for language in LANGUAGES
        for path in sorted((ROOT / "texts" / language / "words").glob("*.toml"))
        for line in path.read_text("utf-8").splitlines()
        if not line.startswith("#")
    ]
    assert not [found[0] for line in written for found in re.finditer(r"\([^()\"]*\([^\"]*", line)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_choice_stands_within_a_choice_of_a_pattern(language: str) -> None:
    """“(小便|死(猫|狗))” made a pattern that no message ever matched."""
    every = [word for groups in words.context(language).values() for known in groups.values() for word in known]
    assert [word for word in every if re.search(r"\([^()]*\(|\)[^()]*\)", word)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", sorted(QUICK))
def test_every_quick_word_is_what_it_says(role: str, language: str) -> None:
    """A touch on the bar sends its words as if they had been typed."""
    known = Commands(words.commands())
    for name in (*QUICK[role], "menu"):
        label = catalogue(language)[f"meant.label_{name}"]
        assert known.whole(normalised(label), INTENTS_OF[role])[0].intent == name
