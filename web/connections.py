"""Limits the time and number of HTTP connections, so that idle or slow clients cannot keep others out.

A connection *waits* until the header of its request is whole, and again between two requests; then it is *busy* until it has
its answer. Whoever waits too long is closed, and when there are too many, the one that has waited longest makes room for the
newcomer: a thousand half-open connections push each other out, and a request that is sent at once is answered at once.
"""

from __future__ import annotations

import asyncio
import logging
import resource
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_address
from time import monotonic
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from files.dataclass import dataclass

log = logging.getLogger(__name__)

MOST_FILES = 16_384
KEPT_FREE = 256
"""File handles that are left to the database, the channels and the photos."""
MOST = 4096
SWEEP = 0.5
"""Seconds between two looks for connections that have had their time."""

TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
TOO_MANY = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 10\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one connection may take, in seconds and bytes, and how many there may be in this process and from one address.

    `idle` is how long nothing may move while a body comes or an answer is taken, `total` how long one request with its
    answer may last. Addresses of a local network are not counted singly: a proxy speaks for everybody from one of them.
    """

    header: float = 10.0
    header_bytes: int = 32 * 1024
    idle: float = 20.0
    total: float = 180.0
    connections: int = MOST
    per_address: int = 200


def bounds_here() -> Bounds:
    """As many connections as this process has file handles for, after it has asked for all it may have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    files = MOST_FILES if soft == resource.RLIM_INFINITY else soft
    return Bounds(connections=min(MOST, max(files - KEPT_FREE, files // 2)))


class Doorkeeper:
    """All open connections; the waiting ones in the order in which they began to wait."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self._busy: set[Connection] = set()
        self._waiting: dict[Connection, None] = {}
        self._from: Counter[str] = Counter()
        self._waiting_from: dict[str, dict[Connection, None]] = {}

    def __len__(self) -> int:
        return len(self._busy) + len(self._waiting)

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """Close overdue connections at intervals, until cancelled."""
        sweeping = asyncio.create_task(self._sweep())
        try:
            yield
        finally:
            sweeping.cancel()

    def enters(self, one: Connection) -> bool:
        """Admit a connection; False when all are busy and none can be closed for it."""
        full = len(self) >= self.bounds.connections and not self._make_room(self._waiting)
        crowded = one.counted and self._from[one.address] >= self.bounds.per_address
        if full or (crowded and not self._make_room(self._waiting_from.get(one.address, {}))):
            log.warning("a connection is refused: all %d are busy", self._from[one.address] if crowded else len(self))
            return False
        self._from[one.address] += 1
        self.waits(one)
        return True

    def waits(self, one: Connection) -> None:
        """It waits for a header from now on."""
        self._busy.discard(one)
        self._waiting[one] = None
        self._waiting_from.setdefault(one.address, {})[one] = None

    def is_busy(self, one: Connection) -> None:
        """A request of it is being answered."""
        self._stops_waiting(one)
        self._busy.add(one)

    def leaves(self, one: Connection) -> None:
        if one not in self._busy and one not in self._waiting:
            return
        self._busy.discard(one)
        self._stops_waiting(one)
        self._from[one.address] -= 1
        if not self._from[one.address]:
            del self._from[one.address]

    def _stops_waiting(self, one: Connection) -> None:
        self._waiting.pop(one, None)
        theirs = self._waiting_from.get(one.address, {})
        theirs.pop(one, None)
        if not theirs:
            self._waiting_from.pop(one.address, None)

    def _make_room(self, waiting: dict[Connection, None]) -> bool:
        longest = next(iter(waiting), None)
        if longest is None:
            return False
        log.warning("too many connections: those that say nothing are closed")
        longest.closes()
        return True

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEEP)
            now = monotonic()
            for one in [*self._waiting, *self._busy]:
                if one.is_overdue(now):
                    one.closes()


class Connection(HttpToolsProtocol):
    """uvicorn's connection with limits on time and on the length of what comes."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
        *,
        keeper: Doorkeeper,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.address = ""
        self.counted = False
        self._keeper = keeper
        self._answering = 0
        self._since = self._moved = monotonic()
        self._head = 0
        self._untaken = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.address = self.client[0] if self.client else ""
        self.counted = is_public(self.address)
        if not self._keeper.enters(self):
            transport.write(TOO_MANY)
            transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self._keeper.leaves(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        now = monotonic()
        if not self._answering:
            if not self._head:
                self._since = now
            self._head += len(data)
        self._moved = now
        super().data_received(data)
        if not self._answering and self._head > self._keeper.bounds.header_bytes:
            self._refuse()

    def on_headers_complete(self) -> None:
        self._answering += 1
        self._head = 0
        self._since = monotonic()
        self._keeper.is_busy(self)
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        self._answering = max(self._answering - 1, 0)
        self._since = monotonic()
        if not self._answering and not self.transport.is_closing():
            self._keeper.waits(self)
        super().on_response_complete()

    def resume_writing(self) -> None:
        self._moved = monotonic()
        super().resume_writing()

    def is_overdue(self, now: float) -> bool:
        """Whether it has had its time: for its header, for its next move, or for all of its request."""
        bounds = self._keeper.bounds
        untaken = self.transport.get_write_buffer_size()
        if untaken < self._untaken:
            self._moved = now
        self._untaken = untaken
        if not self._answering and not untaken:
            return now - self._since > bounds.header
        stalled = (untaken or self._owes_body) and now - self._moved > bounds.idle
        return bool(stalled) or now - self._since > bounds.total

    @property
    def _owes_body(self) -> bool:
        return bool(self._answering) and self.cycle.more_body and not self.flow.read_paused

    def closes(self) -> None:
        """Close it at once, without waiting for the client."""
        self._keeper.leaves(self)
        self.transport.abort()

    def _refuse(self) -> None:
        if not self.transport.is_closing():
            self.transport.write(TOO_LARGE)
            self.transport.close()


def is_public(address: str) -> bool:
    """Whether it is an address of the wide world, behind which there is no proxy of ours."""
    try:
        return ip_address(address).is_global
    except ValueError:
        return False
