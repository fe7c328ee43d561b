"""The glossary says what the code says: a renamed class or a moved file renames its entry too."""

from __future__ import annotations

import re

import pytest

from tests.house.glossary import PAGE, Term, page, terms
from tests.house.test_house import ROOT


@pytest.mark.parametrize("term", terms(), ids=lambda t: t.code)
def test_a_term_is_where_it_is_said_to_live(term: Term) -> None:
    path = ROOT / term.where
    assert path.exists(), term.where
    assert path.stem == term.code or re.search(rf"\b{term.code}\b", path.read_text("utf-8")), term.code


def test_a_term_stands_once() -> None:
    for name in ("zh", "code"):
        named = [getattr(term, name) for term in terms()]
        assert len(named) == len(set(named))


def test_the_page_is_written_from_the_table() -> None:
    assert PAGE.read_text("utf-8") == page(), "renew it: python -m tests.house.glossary"
