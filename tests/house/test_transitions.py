"""No transition is declared in vain: each has a story that needs it. The test databases refuse what is not declared."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from programme.transitions import ForbiddenTransition, Transitions
from tests.conftest import TOLD
from tests.transitions import TABLES, examples

ROOT = Path(__file__).parents[2]


def test_every_transition_has_its_example_and_every_example_its_transition() -> None:
    """`tests/transitions.txt` names the story; `TRANSITIONS_SEEN=FILE pytest …` finds one for a new transition."""
    declared = {(table, *pair) for table, kind in TABLES.items() for pair in kind.pairs()}
    named = [(table, before, after) for table, before, after, _ in examples()]
    assert set(named) == declared
    assert len(named) == len(declared)


def test_every_example_is_told(request: pytest.FixtureRequest) -> None:
    """A story that was renamed, or is told in other pairs of database and shape, keeps its line."""
    collected = request.config.stash[TOLD]
    whole = {test.partition("::")[0] for test in collected}
    lost = [test for *_, test in examples() if test not in collected and test.partition("::")[0] in whole]
    if request.config.args == request.config.getini("testpaths"):
        lost += [test for *_, test in examples() if test.partition("::")[0] not in whole]
    assert lost == []


@pytest.mark.parametrize("kind", TABLES.values(), ids=list(TABLES))
def test_a_table_leads_from_its_beginning_to_every_state(kind: Transitions) -> None:  # type: ignore[type-arg]
    """A state that nothing can reach is declared in vain."""
    states = set(type(next(iter(kind.first))))
    assert kind.next.keys() == states
    reached = set(kind.first)
    while more := set().union(*(kind.next[state] for state in reached)) - reached:
        reached |= more
    assert reached == states


@pytest.mark.parametrize("kind", TABLES.values(), ids=list(TABLES))
def test_whatever_no_table_declares_is_refused(kind: Transitions) -> None:  # type: ignore[type-arg]
    allowed = set(kind.pairs())
    for before in kind.next:
        for after in kind.next:
            if before is after or (before, after) in allowed:
                kind.check(before, after)
                continue
            with pytest.raises(ForbiddenTransition):
                kind.check(before, after)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_without_any_one_transition_its_story_fails() -> None:
    tests = list(dict.fromkeys(test for *_, test in examples()))
    run = [sys.executable, "-m", "pytest", "-p", "tests.forbidding", *tests]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
