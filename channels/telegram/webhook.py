"""The webhook endpoint: answers 200 only after the commit, so that what was not stored is delivered again.

The address is claimed at the start and looked after: whoever takes it away, or blocks the way to it, is noticed.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from telegram import WebhookInfo
from telegram.error import TelegramError

from channels.telegram.health import Checked, Pulse
from channels.telegram.incoming import ALLOWED
from channels.telegram.intake import Intake, tapped
from channels.telegram.line import Line
from messages.errors import StorageDown

log = logging.getLogger(__name__)

PATH = "/telegram/webhook"
SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105 the name of a header

BODY_BYTES = 1024 * 1024
"""The largest body that is read; real updates are a hundredth of it."""

CONNECTIONS = 40
"""Requests that Telegram may have open at once: what waits together is committed together."""

LOOK_AROUND = 60.0
"""Seconds between two looks at whether Telegram still calls us."""

RECENT = timedelta(minutes=3)
"""A failure that Telegram reports counts for so long."""

UNREACHABLE = "Telegram cannot deliver to {url} ({what}): check FIVESTAR_PUBLIC_URL and its certificate"


class Webhook:
    """The endpoint and the task that keeps it registered. `url` is how Telegram reaches `PATH`."""

    def __init__(
        self, line: Line, intake: Intake, pulse: Pulse, *, url: str, secret: str, clock: Callable[[], datetime]
    ) -> None:
        if not secret:
            raise ValueError("a webhook needs a secret, so that nobody else can speak for Telegram")
        self._line = line
        self._intake = intake
        self._pulse = pulse
        self._url = url
        self._secret = secret.encode()
        self._clock = clock

    def routes(self) -> Sequence[BaseRoute]:
        return [Route(PATH, self._called, methods=["POST"])]

    async def run(self) -> None:
        """Keep Telegram calling us until cancelled. Nothing from outside ends it."""
        while True:
            try:
                await self._once()
                wait = LOOK_AROUND
            except (TelegramError, TimeoutError) as error:
                wait = self._pulse.trouble(error)
            await asyncio.sleep(wait)

    async def check(self, name: str) -> Checked:
        """Whether Telegram delivers to us; `name` is the bot's.

        Raises:
            TelegramError: it does not say.
        """
        info = await self._line.get_webhook_info()
        if info.url != self._url:
            return Checked(name, "elsewhere", info.url or "-")
        return Checked(name, "unreachable", info.last_error_message or "") if self._fails(info) else Checked(name)

    async def _once(self) -> None:
        if not self._pulse.beating:
            await self._claim()
        info = await self._line.get_webhook_info()
        if info.url != self._url:
            log.warning("telegram: somebody took the webhook away; it is claimed again")
            await self._claim()
        elif self._fails(info):
            self._pulse.fail(UNREACHABLE.format(url=info.url, what=info.last_error_message), stopped=False)
            return
        self._pulse.beat()

    def _fails(self, info: WebhookInfo) -> bool:
        """Whether something keeps Telegram from reaching us just now."""
        failed = info.last_error_date
        return failed is not None and info.pending_update_count > 0 and self._clock() - failed < RECENT

    async def _claim(self) -> None:
        await self._line.set_webhook(
            self._url,
            max_connections=CONNECTIONS,
            allowed_updates=ALLOWED,
            drop_pending_updates=False,
            secret_token=self._secret.decode(),
        )

    async def _called(self, request: Request) -> Response:
        """One update. 200 it is committed; 503 it must come again; anything else is not from Telegram.

        A tap is acknowledged by the answer itself: it may carry one request (Bot API, “Making requests when getting updates”).
        """
        if not hmac.compare_digest(request.headers.get(SECRET_HEADER, "").encode(), self._secret):
            return Response(status_code=403)
        body = await _body(request)
        if body is None:
            return Response(status_code=413)
        try:
            update = orjson.loads(body)
        except ValueError:
            update = None
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            return Response(status_code=400)
        try:
            await self._intake.take(update)
        except StorageDown as down:
            log.warning("an update waits at Telegram: %s", down)
            return Response(status_code=503)
        if query := tapped(update):
            asked = {"method": "answerCallbackQuery", "callback_query_id": query}
            return Response(orjson.dumps(asked), media_type="application/json")
        return Response()


async def _body(request: Request) -> bytes | None:
    """The body; None as soon as it grows too large, or when the caller has gone."""
    parts = bytearray()
    try:
        async for part in request.stream():
            parts += part
            if len(parts) > BODY_BYTES:
                return None
    except ClientDisconnect:
        return None
    return bytes(parts)
