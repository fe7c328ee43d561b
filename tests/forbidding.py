"""A pytest plugin for `test_transitions`: every example is run without the transition it stands for, and has to fail.

`-p tests.forbidding` with the examples' tests; what does not miss its transition is said at the end.
"""

from __future__ import annotations

from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from tests.transitions import TABLES, examples

_NOT_MISSED: list[str] = []


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: Any, nextitem: pytest.Item | None) -> bool:
    for table, before, after, test in examples():
        if test != item.nodeid:
            continue
        allowed: Any = TABLES[table].next
        kept = allowed[before]
        allowed[before] = kept - {after}
        item._initrequest()
        try:
            reports = runtestprotocol(item, log=False, nextitem=nextitem)
        finally:
            allowed[before] = kept
        if not any(report.failed for report in reports):
            _NOT_MISSED.append(f"{table} {before} → {after}: {test}")
    return True


def pytest_sessionfinish(session: pytest.Session) -> None:
    session.exitstatus = 1 if _NOT_MISSED else 0


def pytest_terminal_summary(terminalreporter: Any) -> None:
    for line in _NOT_MISSED:
        terminalreporter.write_line(f"not missed: {line}")
