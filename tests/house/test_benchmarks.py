"""Every benchmark is started at its smallest size: one had died of a changed parameter and nobody knew."""

from __future__ import annotations

import subprocess
import sys

import pytest

from benchmarks.__main__ import RESULTS, found
from tests.house.test_house import ROOT


@pytest.mark.parametrize("name", found())
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_benchmark_runs(name: str) -> None:
    before = RESULTS.read_bytes()
    command = [sys.executable, "-m", "benchmarks", "--smallest", name]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "| --- |" in ran.stdout, "it has a table to show"
    assert RESULTS.read_bytes() == before, "a trial writes no figures"


def test_there_are_benchmarks_to_start() -> None:
    assert len(found()) >= 7


def test_one_part_of_a_benchmark_can_be_asked_for() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks", "ratings", "--part", "?"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert told.returncode == 2
    assert "lived-100000 easy-10000 easy-100000 easy-1000000 postgres" in told.stderr
