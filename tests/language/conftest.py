"""One reader with the programme's own duties."""

from __future__ import annotations

import pytest

from benchmarks.sentences import speakers
from bot.language.meanings import Speaker
from bot.language.reader import Reader
from programme.rules import Rules
from texts import words


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader(Rules().duties, words.facts(), words.duties(), words.commands())


@pytest.fixture(scope="session")
def who() -> dict[str, Speaker]:
    return speakers()
