"""A callback endpoint: answers the address verification, decrypts messages, and answers 200 once one is committed or on disk.

Only a time-out or a broken connection is repeated by the API, three times in fifteen seconds; after that the message is
lost. So a database that is away for a minute costs nothing: what comes meanwhile lies in the spool and is taken in its order.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from channels.qyapi.envelope import Envelope, Fields, Forged, first
from channels.qyapi.spool import Spool
from messages.errors import StorageDown

log = logging.getLogger(__name__)

LONGEST_BODY = 1024 * 1024
LONGEST_TURN = 2.0
"""Seconds a commit may take before the message goes to the spool instead; the API waits five."""

TOO_OLD = timedelta(days=7)
"""Older callbacks are refused as replays: the keys of handled messages are kept for thirty days only."""

LOOK_AROUND = 1.0
"""Seconds between two attempts to process the spool."""

Take = Callable[[Fields], Awaitable[None]]
"""Handles one decrypted message; returns once its changes are committed, raises StorageDown when that is impossible now."""


class Callback:
    """One address. `forged` counts what was refused."""

    def __init__(self, path: str, envelope: Envelope, spool: Spool, take: Take, clock: Callable[[], datetime]) -> None:
        self.forged = 0
        self.trouble = ""
        self._path = path
        self._envelope = envelope
        self._spool = spool
        self._take = take
        self._clock = clock
        self._running: set[asyncio.Task[None]] = set()

    def routes(self) -> Sequence[Route]:
        return [
            Route(self._path, self._verify, methods=["GET"]),
            Route(self._path, self._receive, methods=["POST"]),
        ]

    async def run(self) -> None:
        """Process the callbacks in the spool, the oldest first, until cancelled."""
        while True:
            heard = await asyncio.to_thread(self._spool.oldest)
            if heard is None:
                await asyncio.sleep(LOOK_AROUND)
                continue
            try:
                await self._taken(self._envelope.open(heard.query, heard.body))
            except StorageDown as down:
                self.trouble = f"{self._spool.waiting} messages wait in the spool for the database"
                log.warning("%s: %s", self.trouble, down)
                await asyncio.sleep(LOOK_AROUND)
                continue
            except Forged:
                log.warning("a message in the spool cannot be opened (another key now?)")
            await asyncio.to_thread(self._spool.taken, heard)
            self.trouble = ""

    async def _verify(self, request: Request) -> Response:
        try:
            return PlainTextResponse(self._envelope.echo(request.query_params))
        except Forged as forged:
            return self._refused(forged)

    async def _receive(self, request: Request) -> Response:
        try:
            body = await _body(request)
            query = dict(request.query_params)
            fields = self._envelope.open(query, body)
        except (Forged, ClientDisconnect) as forged:
            return self._refused(forged)
        try:
            if not self._spool.waiting and await self._in_time(fields):
                self.trouble = ""
                return Response()
            await self._spool.keep(query, body)
        except OSError as error:
            self.trouble = "the disk takes no callback: messages are lost until there is room"
            log.error("%s (%s)", self.trouble, error)
            return Response(status_code=503)
        return Response()

    async def _in_time(self, fields: Fields) -> bool:
        """Whether it was committed in time; a slower turn goes on, and its repeat from the spool has no second effect."""
        turn = asyncio.create_task(self._taken(fields))
        self._running.add(turn)
        turn.add_done_callback(self._running.discard)
        done, _ = await asyncio.wait({turn}, timeout=LONGEST_TURN)
        if not done:
            turn.add_done_callback(_look_at)
            return False
        try:
            turn.result()
        except StorageDown as down:
            log.warning("a callback goes to the spool: %s", down)
            return False
        return True

    async def _taken(self, fields: Fields) -> None:
        made = first(fields, "CreateTime")
        at = datetime.fromtimestamp(int(made), UTC) if made.isdecimal() and len(made) < 12 else None  # noqa: PLR2004
        if at is None or self._clock() - at > TOO_OLD:
            log.warning("a callback is too old or has no time: ignored")
            return
        await self._take(fields)

    def _refused(self, why: Exception) -> Response:
        self.forged += 1
        log.warning("a callback was refused: %s", why)
        return Response(status_code=403)


def _look_at(turn: asyncio.Task[None]) -> None:
    """Retrieve the result of a turn that timed out: its message lies in the spool, so its failure loses nothing."""
    if not turn.cancelled() and (error := turn.exception()):
        log.warning("a slow callback failed and is taken from the spool: %s", type(error).__name__)


async def _body(request: Request) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST_BODY:
            raise Forged("too long")
    return body
