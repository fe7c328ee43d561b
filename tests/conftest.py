"""What every story stands on: a fresh database, a small town, and no network."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import AsyncIterator
from itertools import islice
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

LONG = pytest.StashKey[bool]()
"""Whether a test takes long wherever it is told."""

TOLD = pytest.StashKey[frozenset[str]]()
"""All that was collected and is told in `make test-all`, before the marks on the command line choose among it."""

MEMORY = Path("/dev/shm")
"""Where files are memory. A test is over before a disk could lose anything, and thousands of synced commits take a while."""
ROOM = 4 * 2**30

SHAPES = ("telegram", "plain", "web", "wecom", "kefu")
"""Stories run on channels with buttons and edits, without any, in the browser's shape, and as WeChat has them."""

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


@pytest.fixture(params=SHAPES)
def shape(request: pytest.FixtureRequest) -> str:
    """Stories run on channels with buttons and edits, without any, and in the browser's shape."""
    return str(request.param)


@pytest.fixture
async def town(database: Database, tmp_path: Path, shape: str) -> AsyncIterator[Town]:
    made = Town(database, StoppedClock(MONDAY), tmp_path, shape=shape)
    await made.start()
    yield made
    await made.stop()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--every-pair", action="store_true", help="tell each story in every shape on every database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Choose the pairs of database and shape in which a story is told.

    `make test` tells it once; `make test-all` in every shape on SQLite and in one on PostgreSQL, whose round trips cost four
    times as much. The shape changes little of what a database is asked; `--every-pair` tells the rest too.
    """
    again = [] if config.getoption("--every-pair") else [item for item in items if not _is_told(item)]
    for item in items:
        item.stash[LONG] = item.get_closest_marker("slow") is not None
        if not _is_quick(item):
            item.add_marker(pytest.mark.slow)
    config.hook.pytest_deselected(items=again)
    left_out = set(again)
    told = [item for item in items if item not in left_out]
    items[:] = _spread(told, getattr(config, "workerinput", {}).get("workercount", 1))
    config.stash[TOLD] = frozenset(item.nodeid for item in items)


QUICK = (("postgres", "telegram"), *(("sqlite", shape) for shape in ("telegram", "plain", "web", "plain", "web") * 2))
"""Where `make test` tells a story, by its number. One in eleven is told on PostgreSQL: it takes four times as long there."""


def _spread(items: list[pytest.Item], workers: int) -> list[pytest.Item]:
    """Begin every worker's share with files of the longest, or the last worker is alone with them at the end.

    The share of a worker is what `--dist worksteal` gives it at the start: equal stretches of the whole.
    """
    long = [item for item in items if item.stash.get(LONG, False)]
    files = sorted({item.path for item in long}, key=lambda path: (-_patience(long, path), path))
    place = {path: n for n, path in enumerate(files)}
    rest = iter([item for item in items if not item.stash.get(LONG, False)])
    left = len(items)
    spread: list[pytest.Item] = []
    for worker in range(workers):
        share = left // (workers - worker)
        left -= share
        first = sorted((i for i in long if place[i.path] % workers == worker), key=lambda i: place[i.path])
        spread += [*first, *islice(rest, max(share - len(first), 0))]
    return [*spread, *rest]


def _patience(long: list[pytest.Item], path: Path) -> float:
    """The longest that a test of this file may take, where it says so."""
    marks = [mark for item in long if item.path == path for mark in item.iter_markers("timeout")]
    return max((mark.args[0] for mark in marks), default=0)


def _pair(item: pytest.Item) -> tuple[str | None, str | None, int]:
    """The database and the shape this item is told in, and a number of the story: the same for all its pairs."""
    params = getattr(item, "callspec", None)
    told = params.params if params else {}
    return told.get("database_url"), told.get("shape"), crc32(item.nodeid.partition("[")[0].encode())


def _in_one_shape(item: pytest.Item) -> bool:
    """Told in one shape only, or over qyapi's own server."""
    return "qyapi" in item.path.parts or any(mark.args[0] == "shape" for mark in item.iter_markers("parametrize"))


def _is_told(item: pytest.Item) -> bool:
    database, shape, number = _pair(item)
    if database != "postgres" or shape is None or _in_one_shape(item):
        return True
    return shape == SHAPES[number % len(SHAPES)]


def _is_quick(item: pytest.Item) -> bool:
    """Whether this pair is told in `make test`: every database and every shape, and each story once."""
    database, shape, number = _pair(item)
    if database is None:
        return True
    if _in_one_shape(item):
        return database == ("postgres" if number % len(QUICK) == 0 else "sqlite")
    return shape is None or (database, shape) == QUICK[number % len(QUICK)]
