"""A button that names its step in words leads to a step that exists, with as many values as it takes: jobs and handlers."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import date

from documents.wording import question
from handlers.checks import self_check
from tests.house.test_house import ROOT
from tests.town import found_flows
from texts import speaker

STEPS = {name: step for flow in found_flows() for name, step in flow.steps.items()}


def actions() -> Iterator[tuple[str, str, int]]:
    for path in sorted([*(ROOT / "schedules").glob("*.py"), *(ROOT / "handlers").rglob("*.py")]):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "action":
                name = node.args[0]
                assert isinstance(name, ast.Constant), f"{path.name}:{node.lineno} names its step in plain words"
                yield f"{path.name}:{node.lineno}", str(name.value), len(node.args) - 1


def test_a_jobs_button_leads_somewhere() -> None:
    named = list(actions())
    assert len(named) >= 5
    assert [(where, name) for where, name, _ in named if name not in STEPS] == []
    assert [(where, name) for where, name, values in named if len(STEPS[name]._kinds) != values] == []


def test_the_shared_question_leads_to_the_self_checks_own_steps() -> None:
    day, say = date(2026, 11, 24), speaker("zh")
    asked = question.self_check(12, "李记面馆", day, say)
    assert [action for _, action in asked.choices] == [
        self_check.record_all_met(12, day),
        self_check.choose_problems(12, day),
    ]
    which = question.which_shop([(12, "李记面馆"), (13, "李记小吃")], day, say)
    assert [action for _, action in which.choices] == [
        self_check.record_every_shop_met(day),
        self_check.ask_about_shop(12, day),
        self_check.ask_about_shop(13, day),
    ]
