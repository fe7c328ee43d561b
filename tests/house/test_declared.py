"""What is declared is used by the product itself: every state, setting, sentence and named statement."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from app.settings import Settings
from programme.delivery.message_state import MessageState
from programme.findings.finding_state import FindingState
from programme.titles.title_state import TitleState
from storage.core.statements import statements
from tests import looking
from tests.house.test_house import FLOORS, ROOT
from tests.transitions import TABLES
from texts import catalogue

CHANNELS = {folder.name for folder in (ROOT / "channels").iterdir() if folder.is_dir()}
PAGES = sorted((ROOT / "web").rglob("*.html"))


@cache
def trees() -> tuple[tuple[Path, ast.AST], ...]:
    files = [path for floor in FLOORS for path in sorted((ROOT / floor).rglob("*.py"))]
    return tuple((path, ast.parse(path.read_text("utf-8"))) for path in files)


def _shape(made: ast.JoinedStr) -> str:
    """A string with blanks as a pattern: f"findings.{x}_ours" → `findings\\.[\\w.-]+_ours`."""
    parts = [re.escape(str(p.value)) if isinstance(p, ast.Constant) else r"[\w.-]+" for p in made.values]
    return "".join(parts)


@cache
def said() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Every string of the product, and the patterns of those that are put together from a word and something else."""
    whole: set[str] = set()
    shapes: set[str] = set()
    for _, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
            elif isinstance(node, ast.JoinedStr) and re.search(r"[a-z]{3}", _shape(node).replace(r"[\w.-]+", "")):
                shapes.add(_shape(node))
    for page in PAGES:
        words = page.read_text("utf-8")
        whole.update(re.findall(r"['\"]([\w.-]+)['\"]", words))
        shapes.update(re.escape(start) + r"[\w-]+" for start in re.findall(r"['\"]([\w.-]+_)['\"] ~", words))
    return frozenset(whole), tuple(re.compile(shape) for shape in sorted(shapes))


def _is_said(name: str) -> bool:
    whole, shapes = said()
    return name in whole or any(shape.fullmatch(name) for shape in shapes)


def _is_a_channels(key: str) -> bool:
    """A channel says its own sentences without the name of its topic."""
    topic, _, rest = key.partition(".")
    return topic in CHANNELS and _is_said(rest)


def test_every_sentence_is_said() -> None:
    assert [key for key in catalogue("zh") if not (_is_said(key) or _is_a_channels(key))] == []


def test_every_named_statement_is_called() -> None:
    assert [name for name in statements("sqlite") if name not in looking.OURS and not _is_said(name)] == []


SHOWN = {
    "board.state_": set(FindingState),
    "board.letter_": set(MessageState),
    "board.title_": {TitleState.NOTICE, TitleState.AWARDED, TitleState.SUSPENDED, TitleState.HEARING},
    "board.genuine_": set(TitleState) - {TitleState.NOMINATED},
    "cases.state_": set(FindingState),
}
"""What pages and messages say of a state, by the beginning of its key."""


@pytest.mark.parametrize("begin", SHOWN)
def test_every_state_that_is_shown_has_its_sentence(begin: str) -> None:
    """The board had none for a repair that was asked for and for a finding between two shops, and could not be opened."""
    assert {f"{begin}{state}" for state in SHOWN[begin]} <= set(catalogue("zh"))


def _read() -> Iterator[str]:
    for path, tree in trees():
        if path != ROOT / "app" / "settings.py":
            yield from (node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute))


def test_every_setting_is_read() -> None:
    declared = set(Settings.model_fields) - CHANNELS - {"programme"}  # the path of the rules, read as the settings are
    for channel in CHANNELS & Settings.model_fields.keys():
        declared |= set(getattr(Settings.model_fields[channel].annotation, "model_fields", ()))
    assert declared - set(_read()) == set()


def _members_named() -> dict[str, dict[str, set[Path]]]:
    """Where `Kind.MEMBER` is written: kind → member → files."""
    found: dict[str, dict[str, set[Path]]] = {}
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                found.setdefault(node.value.id, {}).setdefault(node.attr, set()).add(path)
    return found


def test_every_state_is_named_beyond_its_table() -> None:
    named = _members_named()
    sql = " ".join(statement.sql for statement in statements("sqlite").values())
    alone: list[str] = []
    for table, kind in TABLES.items():
        states = type(next(iter(kind.first)))
        own = ROOT / Path(*states.__module__.split(".")).with_suffix(".py")
        ends = set(kind.with_holder) | set(kind.with_holder.values())
        elsewhere = {name for name, files in named.get(states.__name__, {}).items() if files - {own}}
        alone += [f"{table}: {s}" for s in states if s.name not in elsewhere and f"'{s}'" not in sql and s not in ends]
    assert alone == []
