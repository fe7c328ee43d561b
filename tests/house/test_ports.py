"""A server under test has a port that nobody takes from it: once a story waited for a port another test had been given."""

from __future__ import annotations

from pathlib import Path

from tests.ports import FIRST, LAST, own_port

ROOT = Path(__file__).parents[2]


def test_no_port_is_given_twice_or_from_where_the_kernel_takes_them() -> None:
    ports = [own_port() for _ in range(50)]
    assert len(set(ports)) == len(ports)
    assert all(FIRST <= port < LAST for port in ports)


def test_no_test_takes_the_kernels_choice() -> None:
    asks = "free" + "_port("
    files = [*ROOT.glob("tests/**/*.py"), *ROOT.glob("benchmarks/**/*.py")]
    assert [path.name for path in files if asks in path.read_text("utf-8")] == []
