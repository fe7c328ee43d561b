"""“1 appeals”: a number and its noun agree, in every English sentence."""

from __future__ import annotations

import re

import pytest

from texts import catalogue, speaker

COUNTED = re.compile(r"\{many\} (?!of\b|is\b|was\b|others\b)[a-z]+s\b")


@pytest.mark.parametrize(("many", "words"), [(0, "0 appeals"), (1, "1 appeal ("), (2, "2 appeals"), (11, "11 appeals")])
def test_one_is_one(many: int, words: str) -> None:
    assert words in speaker("en")("digest.decide_appeals", many=many, due="Friday")


@pytest.mark.parametrize(("many", "words"), [(1, "1 shop has nobody"), (3, "3 shops have nobody")])
def test_the_verb_follows(many: int, words: str) -> None:
    assert words in speaker("en")("links.proposal", many=many)


def test_no_sentence_counts_without_saying_how() -> None:
    """`{many:shop|shops}` says it; `{many} shops` says “1 shops”."""
    assert [key for key, sentence in catalogue("en").items() if COUNTED.search(sentence)] == []
