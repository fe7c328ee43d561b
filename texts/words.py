"""Every word that is understood, apart from the code: `texts/<language>/words/*.toml`, and a local file beside them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from math import prod
from typing import Any

from texts import LANGUAGES

Groups = Mapping[str, tuple[str, ...]]

MOST_KEPT = 4000
"""Ways to say one word about a duty: each is kept."""
MOST_SPELT = 450
"""Ways to say a word of the facts that are spelt out; one with more stays as it is written, for four of those were 265,000."""


@cache
def facts() -> Groups:
    """Words by what they say of a shop: praise, fail, negation, doubt …; those with choices as they are written."""
    return _joined(_tables("facts.toml"))


@cache
def duties() -> Mapping[str, Groups]:
    """Words by duty and group: names, symptoms, what is dirt, what breaks; those with choices as they are written."""
    return _by_section("duties.toml")


@cache
def commands() -> Mapping[str, Groups]:
    """Ways to ask for a command, by its intent: `say`, `has`, `lead`; those with choices in them as they are written."""
    return _by_section("commands.toml")


@cache
def context(language: str) -> Mapping[str, Groups]:
    """Words that mean something beside others, by where they are looked for; those with choices as they are written."""
    return {section: _joined([groups]) for section, groups in _table("context.toml", language).items()}


@cache
def trades() -> Mapping[str, tuple[str, ...]]:
    """What English calls a shop by its trade: “noodle” for a name with 面馆 in it."""
    table = _table("trades.toml", "en")
    return {trade: tuple(called) for trade, called in table.items()}


@cache
def syllables() -> Mapping[str, str]:
    """How each common character is said, without its tone: half a megabyte where a dictionary of sounds has twelve."""
    table = _table("syllables.toml", "zh")["syllables"]
    return {char: syllable for syllable, chars in table.items() for char in chars}


def _tables(name: str) -> list[dict[str, Any]]:
    return [_table(name, language) for language in LANGUAGES]


def _table(name: str, language: str) -> dict[str, Any]:
    return tomllib.loads(files("texts").joinpath(language, "words", name).read_text("utf-8"))


def _by_section(name: str) -> Mapping[str, Groups]:
    tables = _tables(name)
    sections = dict.fromkeys(section for table in tables for section in table)
    return {section: _joined([table.get(section, {}) for table in tables]) for section in sections}


def _joined(tables: list[dict[str, Any]]) -> Groups:
    """The groups of both languages as one.

    Raises:
        TypeError: when a group is anything but a list of words.
    """
    groups: dict[str, tuple[str, ...]] = {}
    for table in tables:
        for group, words in table.items():
            if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
                raise TypeError(f"words: {group} is not a list of words")
            groups[group] = tuple(dict.fromkeys((*groups.get(group, ()), *words)))
    return groups


def spelt(words: Iterable[str]) -> Iterator[str]:
    """Every way to say them, one after another: all together they would fill the memory.

    Raises:
        ValueError: when a word has more ways than may be kept in memory.
    """
    for word in words:
        if (many := prod(map(len, choices(word)))) > MOST_KEPT:
            raise ValueError(f"words: “{word}” has {many:,} ways to say it, more than {MOST_KEPT:,}: write it in parts")
        yield from ways(word)


def has_many_ways(word: str) -> bool:
    """Whether a word of the facts has more ways than are spelt out."""
    return prod(map(len, choices(word))) > MOST_SPELT


_CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")


def ways(word: str) -> Iterator[str]:
    """All ways to say a word with choices in it.

    >>> list(ways("(已|已经|)改好(了|)"))
    ['已改好了', '已改好', '已经改好了', '已经改好', '改好了', '改好']
    """
    choice = _CHOICE.search(word)
    if choice is None:
        yield word
        return
    for part in choice[1].split("|"):
        yield from ways(word[: choice.start()] + part + word[choice.end() :])


def choices(word: str) -> list[tuple[str, ...]]:
    """The parts of a word one after another, each with what may stand there.

    >>> choices("(已|)改好")
    [('已', ''), ('改好',)]
    """
    found: list[tuple[str, ...]] = []
    for text, choice in _PARTS.findall(word):
        found.append((text,) if text else tuple(choice.split("|")))
    return found


_PARTS = re.compile(r"([^()]+)|\(([^()]*)\)")
