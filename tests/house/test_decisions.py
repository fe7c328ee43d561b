"""Decisions are numbered without a gap, dated, have a status and stand in the index."""

from __future__ import annotations

import re

from tests.house.test_house import ROOT

FOLDER = ROOT / "docs" / "decisions"
PAGES = sorted(FOLDER.glob("0*.md"))
HEAD = re.compile(r"# (\d{4}) · .+\n\nDate: \d{4}-\d\d-\d\d · Status: (accepted|superseded)\n")


def test_they_are_numbered_without_a_gap() -> None:
    assert [int(page.name[:4]) for page in PAGES] == list(range(1, len(PAGES) + 1))


def test_each_says_its_number_date_and_status() -> None:
    heads = {page.name: HEAD.match(page.read_text("utf-8")) for page in PAGES}
    assert [name for name, head in heads.items() if head is None or head[1] != name[:4]] == []


def test_each_stands_in_the_index() -> None:
    index = (FOLDER / "README.md").read_text("utf-8")
    assert [page.name for page in PAGES if f"({page.name})" not in index] == []
