"""A wing reaches into another wing of its floor only for what that one offers, and what is offered stands in its docstring."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.house.test_house import ROOT

FLOORS = ("app", "channels", "documents", "handlers", "programme", "storage", "web")


def _is_module(name: str) -> bool:
    path = ROOT / name.replace(".", "/")
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


@cache
def _imported(path: Path) -> frozenset[str]:
    """Every module of ours that a file imports, at its top or later."""
    return frozenset(_imports(path))


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if _is_module(full) else node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def _used_by_others(floor: str, wing: str) -> set[str]:
    inside = ROOT / floor / wing
    found = set()
    for path in (ROOT / floor).rglob("*.py"):
        if inside not in path.parents:
            for name in _imported(path):
                if name.startswith(f"{floor}.{wing}."):
                    found.add(name.split(".")[2])
    return found


def _offered(floor: str, wing: str) -> set[str]:
    doc = ast.get_docstring(ast.parse((ROOT / floor / wing / "__init__.py").read_text("utf-8"))) or ""
    said = re.search(r"Offers other wings ([^.]*)\.", doc)
    return set(re.findall(r"`(\w+)`", said[1])) if said else set()


WINGS = [(floor, p.parent.name) for floor in FLOORS for p in sorted((ROOT / floor).glob("*/__init__.py"))]


@pytest.mark.parametrize(("floor", "wing"), WINGS, ids=[f"{f}/{w}" for f, w in WINGS])
def test_what_others_use_of_a_wing_is_what_it_offers(floor: str, wing: str) -> None:
    assert _offered(floor, wing) == _used_by_others(floor, wing)


def test_the_wings_are_found() -> None:
    assert len(WINGS) > 40
