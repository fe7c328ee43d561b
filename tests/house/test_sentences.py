"""Every sentence exists in both languages with the same blanks, and whoever says one fills them all."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from typing import NamedTuple

import pytest

from bot.scheduler import named
from tests.house.test_house import FLOORS, ROOT
from tests.town import found_jobs
from texts import LANGUAGES, catalogue


class Said(NamedTuple):
    """One call of a voice: its key (or the part of it that is written out), and the blanks it fills."""

    where: str
    key: str
    is_whole: bool
    filled: frozenset[str] | None


def blanks(sentence: str) -> frozenset[str]:
    return frozenset(name.split(".")[0].split("[")[0] for _, name, _, _ in Formatter().parse(sentence) if name)


def calls() -> Iterator[Said]:
    for folder in FLOORS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and node.args and _is_voice(node.func):
                    yield from _said(path, node)


def _is_voice(function: ast.expr) -> bool:
    name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
    is_speaker = isinstance(function, ast.Call) and getattr(function.func, "id", "") == "speaker"
    return name == "say" or is_speaker


def _said(path: Path, call: ast.Call) -> Iterator[Said]:
    where = f"{path.relative_to(ROOT)}:{call.lineno}"
    named = [k.arg for k in call.keywords]
    filled = None if None in named else frozenset(name for name in named if name)
    key = call.args[0]
    branches = [key.body, key.orelse] if isinstance(key, ast.IfExp) else [key]
    for branch in branches:
        if isinstance(branch, ast.Constant) and isinstance(branch.value, str):
            yield Said(where, branch.value, True, filled)
        elif isinstance(branch, ast.JoinedStr) and isinstance(branch.values[0], ast.Constant):
            yield Said(where, str(branch.values[0].value), False, filled)


@cache
def every_call() -> tuple[Said, ...]:
    return tuple(calls())


def test_there_is_something_to_check() -> None:
    assert len(every_call()) > 50


def test_what_is_said_exists_and_is_filled() -> None:
    assert [f"{said.where} {said.key}: {wrong}" for said in every_call() for wrong in _wrong(said)] == []


def _wrong(said: Said) -> Iterator[str]:
    for language in LANGUAGES:
        sentences = catalogue(language)
        if not said.is_whole:
            if not any(key.startswith(said.key) for key in sentences):
                yield f"nothing in {language} begins so"
        elif said.key not in sentences:
            yield f"texts/{language} lacks it"
        elif said.filled is not None and not blanks(sentences[said.key]) <= said.filled:
            yield f"{language} has blanks that nobody fills: {blanks(sentences[said.key]) - said.filled}"


def test_both_languages_say_it_with_the_same_blanks() -> None:
    zh, en = (catalogue(language) for language in ("zh", "en"))
    assert sorted(zh) == sorted(en)
    assert [key for key in zh if blanks(zh[key]) != blanks(en[key])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_job_has_a_name_people_read(language: str) -> None:
    """Doctor and the managers name a job by it: a job without one ended doctor with a traceback."""
    unnamed = [job.name for job in found_jobs() if f"jobs.{named(job.name)}" not in catalogue(language)]
    assert unnamed == []
