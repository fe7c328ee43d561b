"""One kept HTTP connection to a Bot API server: a request at a time, and its answer whole.

asyncio's own transport and the parser that our server uses, and nothing between them: a client made for all of HTTP takes
longer over a request of two hundred bytes than the turn that asks for it.
"""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import cast

from httptools import HttpParserError, HttpResponseParser

Answer = tuple[int, bytes]
"""A status and a body."""

_FRAMED = (b"content-length", b"transfer-encoding")
_FIRST_FINAL = 200
"""Statuses below it announce another answer."""


class NeverLeft(ConnectionError):
    """The request did not go out: there was no connection for it."""


class Broken(ConnectionError):
    """The connection ended before the answer did: what was asked for may have been done."""


class Connection(asyncio.Protocol):
    """One connection. `idle_since` is when its last answer was whole, by the monotonic clock."""

    def __init__(self) -> None:
        self.idle_since = 0.0
        self._transport: asyncio.Transport | None = None
        self._parser = HttpResponseParser(self)
        self._body: list[bytes] = []
        self._is_framed = False
        self._is_headed = False
        self._answer: asyncio.Future[Answer] | None = None
        self._patience: float | None = None
        self._timer: asyncio.TimerHandle | None = None

    @property
    def is_open(self) -> bool:
        """Whether another request may go over it."""
        return self._transport is not None and not self._transport.is_closing()

    def close(self) -> None:
        if self._transport:
            self._transport.abort()

    async def exchange(self, request: bytes, patience: float | None) -> Answer:
        """Send a request and wait for its answer; `patience` is the longest silence in seconds, None for ever.

        Raises:
            TimeoutError: the server was silent for so long.
            Broken: the connection ended first, or what came is no answer.
        """
        if self._transport is None or self._transport.is_closing():
            raise NeverLeft("the connection is closed")
        self._answer = answer = _future()
        self._patience = patience
        self._is_framed = self._is_headed = False
        self._body.clear()
        self._transport.write(request)
        self._wait()
        try:
            return await answer
        except BaseException:
            self.close()  # what still comes would be taken for the answer to the next request
            raise
        finally:
            self._answer = None
            self._stop_waiting()

    # what asyncio calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        if self._answer is None:
            self.close()  # nothing was asked
            return
        try:
            self._parser.feed_data(data)
        except HttpParserError as error:
            self._fail(Broken(f"no HTTP: {type(error).__name__}"))
            return
        if self._timer and not self._answer.done():
            self._stop_waiting()
            self._wait()

    def connection_lost(self, error: Exception | None) -> None:
        if self._is_headed and not self._is_framed and error is None:
            self.on_message_complete()  # an answer that says by its end how long it is
        self._fail(Broken(str(error) if error else "the server closed the connection"))
        self._transport = None

    # what the parser calls

    def on_header(self, name: bytes, _: bytes) -> None:
        self._is_framed = self._is_framed or name.lower() in _FRAMED

    def on_headers_complete(self) -> None:
        self._is_headed = self._parser.get_status_code() >= _FIRST_FINAL

    def on_body(self, body: bytes) -> None:
        self._body.append(body)

    def on_message_complete(self) -> None:
        status = self._parser.get_status_code()
        if status < _FIRST_FINAL or self._answer is None or self._answer.done():
            return
        self.idle_since = monotonic()
        if not self._parser.should_keep_alive() and self._transport:
            self._transport.close()
        self._answer.set_result((status, b"".join(self._body)))

    def _wait(self) -> None:
        if self._patience is not None:
            self._timer = asyncio.get_running_loop().call_later(self._patience, self._fail, TimeoutError())

    def _stop_waiting(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def _fail(self, error: Exception) -> None:
        if self._answer and not self._answer.done():
            self._answer.set_exception(error)


def _future() -> asyncio.Future[Answer]:
    return asyncio.get_running_loop().create_future()
