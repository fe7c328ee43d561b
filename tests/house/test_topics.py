"""A question's topic is one of `messages/topics.py`: two questions that closed each other by chance shared a word."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from messages.topics import Topic
from tests.house.test_house import ROOT

FLOORS = ("bot", "handlers", "schedules", "documents", "web", "storage")


def _trees() -> Iterator[tuple[str, ast.AST]]:
    for floor in FLOORS:
        for path in sorted((ROOT / floor).rglob("*.py")):
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text("utf-8"))


def _topics() -> Iterator[tuple[str, ast.expr]]:
    for name, tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.keyword) and node.arg == "topic" and not name.startswith("storage/"):
                yield f"{name}:{node.value.lineno}", node.value
            if isinstance(node, ast.Assign) and any(getattr(t, "id", "") == "topic" for t in node.targets):
                yield f"{name}:{node.value.lineno}", node.value


def test_a_topic_is_of_the_enum_or_handed_on() -> None:
    topics = list(_topics())
    assert len(topics) > 20
    own = [
        (where, constant.value)
        for where, value in topics
        for constant in ast.walk(value)
        if isinstance(constant, ast.Constant) and isinstance(constant.value, str)
    ]
    assert not own, f"topics in words of their own: {own}"


def test_every_topic_is_asked_about() -> None:
    used = {
        node.attr
        for _, tree in _trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "Topic"
    }
    assert used == {topic.name for topic in Topic}


def test_a_topic_is_one_word() -> None:
    assert all(" " not in topic for topic in Topic)
    assert Topic.FINDING.of(12) == "finding 12"
