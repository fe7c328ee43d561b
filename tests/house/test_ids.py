"""A number that names a row says of what: no parameter or field called `…_id` is a plain int."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.house.test_house import ROOT

FLOORS = ("app", "bot", "channels", "documents", "handlers", "programme", "schedules", "storage", "web")
TYPED = frozenset(
    "appeal_id finding_id keeper_id lead_id look_id member_id objection_id observation_id observer_id person_id request_id "
    "self_check_id shop_id tenure_id title_id veto_id".split()
)
ARITHMETIC = ("programme/ratings/", "storage/ratings/", "schedules/grid_rating.py", "documents/", "storage/digest/")
"""Where a number only keys figures that are summed: it never leads back to a row."""
FILES = [
    file
    for floor in FLOORS
    for file in sorted((ROOT / floor).rglob("*.py"))
    if not str(file.relative_to(ROOT)).startswith(ARITHMETIC)
]


def _plain(file: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        name = getattr(node, "arg", None) or getattr(getattr(node, "target", None), "id", None)
        written = getattr(node, "annotation", None)
        if name in TYPED and written is not None and ast.unparse(written) in ("int", "int | None"):
            found.append(f"{file.relative_to(ROOT)}:{node.lineno} {name}")  # type: ignore[attr-defined]
    return found


def test_no_id_is_a_plain_int() -> None:
    assert [line for file in FILES for line in _plain(file)] == []
