"""What every story stands on: a fresh database, a small town, and no network."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import settings

from storage.tx import Database
from tests.town import MONDAY, StoppedClock, Town

settings.register_profile("quick", deadline=None, max_examples=40)
settings.load_profile("quick")

pytest_plugins = ["tests.databases"]

_LOOPBACK = ("127.", "::1", "localhost")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing leaves this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and not str(address[0]).startswith(_LOOPBACK):
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(params=["telegram", "plain", "web"])
def shape(request: pytest.FixtureRequest) -> str:
    """Stories run on channels with buttons and edits, without any, and in the browser's shape."""
    return str(request.param)


@pytest.fixture
async def town(database: Database, tmp_path: Path, shape: str) -> AsyncIterator[Town]:
    made = Town(database, StoppedClock(MONDAY), tmp_path, shape=shape)
    await made.start()
    yield made
    await made.stop()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every story runs on both databases, and on every shape; both together on more than one shape only in `make test-all`."""
    for item in items:
        params = getattr(item, "callspec", None)
        told = params.params if params else {}
        chosen = any(mark.args[0] == "shape" for mark in item.iter_markers("parametrize"))
        if not chosen and told.get("database_url") == "postgres" and told.get("shape") in ("plain", "web"):
            item.add_marker(pytest.mark.slow)
