"""A place that asked for a sentence or a photo says so, or a duty's name in the answer would make it the shop's own report."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.house.test_house import ROOT
from tests.town import found_flows

STEPS = {name: step for flow in found_flows() for name, step in flow.steps.items()}
ADDING = {
    "self_check.add_remark",
    "review.add_remark",
    "recheck.add_closing_line",
    "help_request.add_to_request",
    "filing.add_to_request",
    "appeal.add_to_appeal",
    "sale_sites.hear_place",
    "parking.hear_place",
    "new_holder.name_holder",
}
"""They add to what is told already, until something else comes: “秩序 货出店了” is something else."""


def next_places() -> Iterator[str]:
    """Every step that a handler makes the next place with `then=`."""
    for path in sorted((ROOT / "handlers").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            for given in node.keywords if isinstance(node, ast.Call) else ():
                step = given.value
                if given.arg == "then" and isinstance(step, ast.Call):
                    assert isinstance(step.func, ast.Name), f"{path.name}:{node.lineno} goes to a step of its own"
                    yield f"{path.stem}.{step.func.id}"


def test_a_place_asks_or_adds_and_nothing_else_claims_to_have_asked() -> None:
    places = set(next_places())
    assert len(places) > 12
    assert places <= set(STEPS)
    asking = {name for name, step in STEPS.items() if step.asks not in ("", "more")}
    assert not asking & ADDING
    assert asking | ADDING == places
