"""The papers keep up with the house: what can be typed, set, run or watched is in the handbook, and links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import schedules
from app.app import found
from app.cli.main import VERBS
from app.settings import variables
from bot.job import Job
from documents.roster.roster_sheet import COLUMNS
from storage.operations.exports import WHAT

ROOT = Path(__file__).parents[2]
HANDBOOK = (ROOT / "docs/handbook.md").read_text("utf-8")
PAPERS = sorted([*ROOT.glob("README*.md"), ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)|<img[^>]*? src=\"([^\"]+)\"")


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_is_in_the_handbook(verb: str) -> None:
    assert f"fivestar {verb}" in HANDBOOK


@pytest.mark.parametrize("name", [*variables(), *WHAT, "figures", *(job.name for job in found(schedules, "job", Job))])
def test_a_setting_an_export_and_a_job_are_in_the_handbook(name: str) -> None:
    assert f"`{name}`" in HANDBOOK


@pytest.mark.parametrize("column", COLUMNS)
def test_a_column_of_the_roster_is_in_the_handbook(column: str) -> None:
    table = next(part for part in HANDBOOK.split("\n\n") if part.startswith("| 名册的列 |"))
    assert COLUMNS[column][0] in re.split(r"[| ·\n]+", table)


def test_a_figure_for_whoever_watches_is_in_the_handbook() -> None:
    names = set(re.findall(r'Family\("(\w+)"', (ROOT / "app/metrics.py").read_text("utf-8")))
    assert names
    assert {name for name in names if name not in HANDBOOK} == set()


def test_a_link_leads_somewhere() -> None:
    lost = []
    for paper in PAPERS:
        for linked, shown in LINK.findall(paper.read_text("utf-8")):
            target = (linked or shown).partition("#")[0]
            if target and "://" not in target and not (paper.parent / target).exists():
                lost.append(f"{paper.relative_to(ROOT)}: {target}")
    assert lost == []
