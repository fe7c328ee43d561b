"""Kept connections to the servers of a bot: none is opened while one is free, and none is kept longer than a server would."""

from __future__ import annotations

import asyncio
import socket
import ssl
from time import monotonic
from urllib.parse import urlsplit

from aiohappyeyeballs import start_connection

from channels.telegram.connection import Answer, Connection, NeverLeft

KEEP_ALIVE = 15.0
"""Seconds an idle connection is kept: shorter than servers keep theirs, so that none dies under a request."""

_HAPPY_EYEBALLS = 0.25
"""Seconds until the next address of a server is tried beside the first (RFC 8305)."""


class Pool:
    """Connections by the root of their server, at most `most` with a request on them. `agent` is how we call ourselves."""

    def __init__(self, most: int, agent: str) -> None:
        self._room = asyncio.Semaphore(most)
        self._agent = agent
        self._idle: dict[str, list[Connection]] = {}
        self._tls: ssl.SSLContext | None = None
        self._sweeping: asyncio.TimerHandle | None = None

    async def ask(
        self, method: str, url: str, kind: str, body: bytes, *, connect: float | None, patience: float | None
    ) -> Answer:
        """One request, with a body of this media type, and its answer; the times are in seconds, None for ever.

        Raises:
            NeverLeft: there was no connection; its cause says why.
            TimeoutError, Broken: it went out, and no whole answer came.
        """
        scheme, _, rest = url.partition("://")
        host, _, path = rest.partition("/")
        root = f"{scheme}://{host}"
        about = f"Content-Length: {len(body)}\r\n" if method == "POST" else ""
        about += f"Content-Type: {kind}\r\n" if body else ""
        head = f"{method} /{path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {self._agent}\r\nAccept: */*\r\n{about}\r\n"
        request = head.encode() + body
        async with self._room:
            connection = self._kept(root) or await self._reach(root, connect)
            answer = await connection.exchange(request, patience)
            if connection.is_open:
                self._keep(root, connection)
            return answer

    async def close(self) -> None:
        """End the idle connections; those in use end with their requests."""
        if self._sweeping:
            self._sweeping.cancel()
            self._sweeping = None
        for kept in self._idle.values():
            for connection in kept:
                connection.close()
        self._idle.clear()
        await asyncio.sleep(0)  # asyncio closes a socket in the next round

    def _kept(self, root: str) -> Connection | None:
        """The connection that was used last, unless the server is about to end it."""
        kept, oldest = self._idle.get(root, []), monotonic() - KEEP_ALIVE
        while kept:
            connection = kept.pop()
            if connection.is_open and connection.idle_since > oldest:
                return connection
            connection.close()
        return None

    def _keep(self, root: str, connection: Connection) -> None:
        self._idle.setdefault(root, []).append(connection)
        if self._sweeping is None:
            self._sweeping = asyncio.get_running_loop().call_later(KEEP_ALIVE, self._sweep)

    def _sweep(self) -> None:
        """End what nobody needed for so long."""
        oldest, self._sweeping = monotonic() - KEEP_ALIVE, None
        for root, kept in self._idle.items():
            for connection in kept:
                if connection.idle_since <= oldest:
                    connection.close()
            self._idle[root] = [connection for connection in kept if connection.is_open]
        if any(self._idle.values()):
            self._sweeping = asyncio.get_running_loop().call_later(KEEP_ALIVE, self._sweep)

    async def _reach(self, root: str, connect: float | None) -> Connection:
        server, loop = urlsplit(root), asyncio.get_running_loop()
        host, is_secret = server.hostname or "", server.scheme == "https"
        try:
            async with asyncio.timeout(connect):
                secured = await self._secured() if is_secret else None
                port = server.port or (443 if is_secret else 80)
                found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
                # not asyncio's own race of addresses: Python 3.11 leaves sockets open when it is cancelled
                reached = await start_connection(found, happy_eyeballs_delay=_HAPPY_EYEBALLS, interleave=1)
                _, connection = await loop.create_connection(
                    Connection, sock=reached, ssl=secured, server_hostname=host if is_secret else None
                )
        except (OSError, ValueError) as error:  # TimeoutError is an OSError; ValueError: no address at all
            raise NeverLeft(f"{type(error).__name__}: {error}") from error
        return connection

    async def _secured(self) -> ssl.SSLContext:
        """Made once, in a thread: it reads all certificates of the machine."""
        if self._tls is None:
            self._tls = await asyncio.to_thread(ssl.create_default_context)
        return self._tls
