"""The house keeps its own rules: small files, a complete composition root, everything an operator can set or say documented."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from bot.__main__ import VERBS
from bot.settings import variables
from texts import LANGUAGES, catalogue

ROOT = Path(__file__).parents[2]
FOLDERS = ("bot", "channels", "handlers", "programme", "schedules", "storage", "documents", "texts", "web")
PYTHON = sorted(p for folder in (*FOLDERS, "tests", "benchmarks") for p in (ROOT / folder).rglob("*.py"))
COMPOSITION_ROOT = {
    "app",
    "commands",
    "metrics",
    "sample",
    "sample_clock",
    "sample_letters",
    "sample_photos",
    "sample_street",
    "sample_weeks",
    "serving",
    "simulate",
    "switchboard",
}
"""The part of bot/ that puts everything together and may import everything."""

LONGEST = {"tests": 350}
"""Lines of a file; a file of stories may be a little longer than the 300 of the house."""


def test_a_file_fits_in_a_head() -> None:
    lengths = {path.relative_to(ROOT): len(path.read_text("utf-8").splitlines()) for path in PYTHON}
    assert {str(p): many for p, many in lengths.items() if many > LONGEST.get(p.parts[0], 300)} == {}


def test_a_module_says_why_it_exists() -> None:
    """The first line of a file does."""
    texts = {path: path.read_text("utf-8").strip() for path in PYTHON}
    assert [str(path.relative_to(ROOT)) for path, text in texts.items() if text and not text.startswith('"""')] == []


def test_every_file_of_the_engine_is_under_the_arrows() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    engine = next(c for c in contracts if c["id"] == "engine")
    there = {p.stem for p in (ROOT / "bot").iterdir() if p.suffix == ".py" or (p / "__init__.py").exists()}
    assert {f"bot.{name}" for name in there - COMPOSITION_ROOT if not name.startswith("__")} == set(
        engine["source_modules"]
    )


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_its_file_and_its_line_of_help(verb: str) -> None:
    assert (ROOT / "bot" / "commands" / f"{verb}.py").exists()
    for language in LANGUAGES:
        assert f"command.{verb}" in catalogue(language)


@pytest.mark.parametrize("variable", variables())
def test_every_setting_is_in_the_example(variable: str) -> None:
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    assert any(line.lstrip("#").startswith(f"{variable}=") for line in lines)
    assert variables()[variable], "a setting says what it takes"


def test_the_example_holds_nothing_else() -> None:
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    named = {line.lstrip("#").partition("=")[0] for line in lines if line.lstrip("#").startswith("FIVESTAR_")}
    assert named == set(variables())
