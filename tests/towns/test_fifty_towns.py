"""Fifty towns live a week in one process within the memory that was asked for; shops are fewer than the benchmark's 200."""

from __future__ import annotations

import pytest

from benchmarks import towns

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]


def test_fifty_towns_fit_into_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer shops, so that it ends within minutes on a quiet machine; `python -m benchmarks towns` has the whole size."""
    monkeypatch.setattr(towns, "SHOPS", 4)
    monkeypatch.setattr(towns, "IDLE", 2.0)
    monkeypatch.setattr(towns, "ROOM", 450e6)
    told = towns.run().text()
    assert "NOT within" not in told, told
