"""The house keeps its own rules: small files, a complete composition root, everything an operator can set or say documented."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from app.cli.main import VERBS
from app.settings import variables
from texts import LANGUAGES, catalogue

ROOT = Path(__file__).parents[2]
FLOORS = (
    "app",
    "web",
    "channels",
    "handlers",
    "schedules",
    "bot",
    "documents",
    "storage",
    "programme",
    "texts",
    "messages",
    "files",
)
"""The floors of the house, from the top down."""
PYTHON = sorted(p for folder in (*FLOORS, "tests", "benchmarks") for p in (ROOT / folder).rglob("*.py"))
LONGEST = {"tests": 350}
"""Lines of a file; a file of stories may be a little longer than the 300 of the house."""


def test_a_file_fits_in_a_head() -> None:
    lengths = {path.relative_to(ROOT): len(path.read_text("utf-8").splitlines()) for path in PYTHON}
    assert {str(p): many for p, many in lengths.items() if many > LONGEST.get(p.parts[0], 300)} == {}


def test_a_module_says_why_it_exists() -> None:
    """The first line of a file does."""
    texts = {path: path.read_text("utf-8").strip() for path in PYTHON}
    assert [str(path.relative_to(ROOT)) for path, text in texts.items() if text and not text.startswith('"""')] == []


def test_every_floor_is_in_the_wheel_under_the_arrows_and_typed() -> None:
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
    assert set(tool["hatch"]["build"]["targets"]["wheel"]["packages"]) == set(FLOORS)
    assert set(tool["importlinter"]["root_packages"]) == set(FLOORS)
    assert set(tool["mypy"]["files"]) == set(FLOORS)
    floors = next(c for c in tool["importlinter"]["contracts"] if c["id"] == "floors")["layers"]
    assert {name.strip() for layer in floors for name in layer.split("|")} == set(FLOORS)


AGREED = {"__init__", "__main__"}
"""File names that may stand more than once on a floor; in channels/ every folder has the same few."""


@pytest.mark.parametrize("floor", [f for f in FLOORS if f not in ("channels", "texts")])
def test_a_file_name_stands_once_on_its_floor(floor: str) -> None:
    names = [p.stem for p in (ROOT / floor).rglob("*.py") if p.stem not in AGREED]
    assert sorted(n for n in set(names) if names.count(n) > 1) == []


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_its_file_and_its_line_of_help(verb: str) -> None:
    assert (ROOT / "app" / "cli" / f"{verb}.py").exists()
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
