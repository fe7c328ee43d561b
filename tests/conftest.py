"""What every story stands on: a fresh database, a small town, and no network."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import settings

from storage.core.tx import Database
from tests.town import MONDAY, StoppedClock, Town

settings.register_profile("quick", deadline=None, max_examples=40, derandomize=True)
settings.register_profile("search", deadline=None, max_examples=2_000)
"""With `--hypothesis-profile=search` other examples are tried at every run; what they find is kept as an `@example`."""
settings.load_profile("quick")

pytest_plugins = ["tests.databases"]

MEMORY = Path("/dev/shm")
"""Where files are memory. A test is over before a disk could lose anything, and thousands of synced commits take a while."""
ROOM = 4 * 2**30

_LOOPBACK = ("127.", "::1", "localhost")


def pytest_configure() -> None:
    if "PYTEST_DEBUG_TEMPROOT" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ["PYTEST_DEBUG_TEMPROOT"] = str(MEMORY)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing leaves this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and not str(address[0]).startswith(_LOOPBACK):
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(params=["telegram", "plain", "web", "wecom", "kefu"])
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
    """Leave out of `make test` the pairs of database and shape that repeat a story; `make test-all` tells all of them."""
    for item in items:
        params = getattr(item, "callspec", None)
        told = params.params if params else {}
        if "database_url" in told and not _is_quick(item, told["database_url"], told.get("shape")):
            item.add_marker(pytest.mark.slow)


QUICK = (("postgres", "telegram"), ("sqlite", "plain"), ("sqlite", "web"))


def _is_quick(item: pytest.Item, database: str, shape: str | None) -> bool:
    """Whether this pair is told in `make test`: every database and every shape, and each story once.

    What is told in one shape only, or over qyapi's own server, is told on one database, half of it on each.
    """
    mark = crc32(item.nodeid.partition("[")[0].encode())
    if "qyapi" in item.path.parts or any(mark.args[0] == "shape" for mark in item.iter_markers("parametrize")):
        return database == ("sqlite", "postgres")[mark % 2]
    return shape is None or (database, shape) == QUICK[mark % 3]
