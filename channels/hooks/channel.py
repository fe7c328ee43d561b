"""`POST /api/alerts?source=…`: a platform is a sender like anybody, with the dedup, commits and outbox everybody has.

204 says that all of it is committed, also when it was before. What came of an alert goes back through the outbox to the
source's callback, signed with its newest key.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from channels.hooks import pictures, signature
from channels.hooks.callbacks import Callbacks
from channels.hooks.envelope import NotRead, is_binary, unpack
from channels.hooks.sources import Message, Platforms, Source
from files import durable
from messages.address import Address
from messages.attachment import Attachment, Medium
from messages.channel import Health, Receive
from messages.errors import Refused, StorageDown
from messages.incoming import Incoming, Kind
from messages.limits import Limits
from messages.reply import Receipt, Reply

log = logging.getLogger(__name__)

MOST_BYTES = 16 * 1024 * 1024
"""Of one request: a picture of 10 MB in base64, and the words about it."""
QUIET = timedelta(hours=24)
"""A callback that was not reached for so long is the operator's to see to."""
LINK = "link:"
SWEEP_EVERY = 3600.0
"""Seconds between looks for pictures that were taken over long ago."""


class Hooks:
    """The channel of the platforms."""

    name = "hooks"
    limits = Limits(text_bytes=100_000, buttons=0, edits=False, per_second=20, per_person=20)

    def __init__(self, platforms: Platforms, data_dir: Path, clock: Callable[[], datetime]) -> None:
        self._platforms = platforms
        self._folder = data_dir
        self._clock = clock
        self._callbacks = Callbacks(clock)
        self._receive: Receive | None = None
        self._taken: dict[str, list[float]] = {}

    @property
    def health(self) -> Health:
        silent = self._callbacks.silent_for(QUIET)
        words = [f"the callback of {name} is not reached since {since:%m-%d %H:%M}" for name, since in silent]
        words += [f"the callback of {name} answers {status}" for name, status in self._callbacks.refusing()]
        return Health(not words, "; ".join(words))

    def routes(self) -> Sequence[BaseRoute]:
        return [Route("/api/alerts", self._take, methods=["POST"])]

    async def run(self, receive: Receive) -> None:
        self._receive = receive
        while True:
            await asyncio.to_thread(pictures.sweep, self._folder)
            await asyncio.sleep(SWEEP_EVERY)

    async def send(self, to: Address, reply: Reply, *, thread: str = "", key: str = "", ticket: str = "") -> Receipt:
        """What came of an alert, to the source's callback; where there is none it ends here."""
        del thread, ticket
        source = self._platforms.source(to.user)
        if source is None or not source.callback:
            return Receipt()
        secrets = await self._platforms.secrets(source.name)
        if not secrets:
            raise Refused(f"{source.name} has no key to sign with: fivestar keys add {source.name} --for alerts")
        await self._callbacks.post(source, secrets[0], key, reply.text.encode())
        return Receipt(key)

    async def fetch(self, attachment: Attachment) -> bytes:
        """A picture that came in the alert, or one behind a link, from the machines its source names."""
        if not attachment.ref.startswith(LINK):
            path = self._folder / attachment.ref
            if not await asyncio.to_thread(durable.is_whole, path):
                raise Refused("the picture is not there as it was written")
            return await asyncio.to_thread(path.read_bytes)
        name, _, link = attachment.ref.removeprefix(LINK).partition(" ")
        source = self._platforms.source(name)
        return await pictures.fetch(link, source.image_hosts if source else ())

    async def close(self) -> None:
        await self._callbacks.close()

    async def _take(self, request: Request) -> Response:
        try:
            source = await self._who(request)
            body = await _body(request)
            self._check_signature(source, await self._secrets(source), request.headers, body)
            self._count(source)
            incoming = await self._read(source, request.headers, body)
            await self._hand(incoming)
        except NotRead as refused:
            return _refused(refused.status, str(refused))
        except (StorageDown, OSError) as down:
            log.error("alerts are not taken now: %s", down)
            return _refused(503, "cannot be kept just now: send it again")
        return Response(status_code=204)

    async def _who(self, request: Request) -> Source:
        source = self._platforms.source(request.query_params.get("source", ""))
        if source is None:
            raise NotRead(401, "name yourself: /api/alerts?source=NAME, as in programme.toml")
        return source

    async def _secrets(self, source: Source) -> Sequence[str]:
        return await self._platforms.secrets(source.name)

    def _check_signature(self, source: Source, secrets: Sequence[str], headers: Mapping[str, str], body: bytes) -> None:
        """A signature if there is one, else a key; every key is looked at, so that the time taken says nothing."""
        if signature.is_signed(headers):
            try:
                name = signature.verify(headers, body, secrets, self._clock())
            except signature.Unsigned as unsigned:
                raise NotRead(401, str(unsigned)) from unsigned
            if is_binary(headers) and headers.get("ce-id", "") != name:
                raise NotRead(401, "in binary mode ce-id is the webhook-id: the signature covers no other header")
            return
        kind, _, given = headers.get("authorization", "").partition(" ")
        if source.signed_only or kind.casefold() != "bearer":
            raise NotRead(
                401, "sign it (webhook-id, -timestamp, -signature)" + ("" if source.signed_only else " or send a key")
            )
        fits = [hmac.compare_digest(given.strip().encode(), secret.encode()) for secret in secrets]
        if not any(fits):
            raise NotRead(401, "this key is none of this source's")

    def _count(self, source: Source) -> None:
        """At most so many requests a minute."""
        now = monotonic()
        lately = [at for at in self._taken.get(source.name, []) if at > now - 60]
        if len(lately) >= source.per_minute:
            raise NotRead(429, f"at most {source.per_minute} requests a minute; several alerts fit into one")
        self._taken[source.name] = [*lately, now]

    async def _read(self, source: Source, headers: Mapping[str, str], body: bytes) -> list[Incoming]:
        """All or nothing: one event that cannot be read refuses the request, before anything is kept."""
        events = await asyncio.to_thread(unpack, headers, body, own=bool(source.fields))
        try:
            messages = [message for event in events for message in self._platforms.read(source, event)]
        except ValueError as error:
            raise NotRead(422, str(error)) from error
        decoded = [pictures.decoded(m.image) if m.image and not pictures.is_link(m.image) else None for m in messages]
        return [
            self._incoming(source, message, await pictures.keep(self._folder, *picture) if picture else "")
            for message, picture in zip(messages, decoded, strict=True)
        ]

    def _incoming(self, source: Source, message: Message, file: str) -> Incoming:
        ref = file
        if message.image and pictures.is_link(message.image) and pictures.may_fetch(message.image, source.image_hosts):
            ref = f"{LINK}{source.name} {message.image}"
        photo = (Attachment(Medium.PHOTO, ref),) if ref else ()
        key = f"hooks:{source.name}:{message.id}"
        address = Address(self.name, source.name)
        return Incoming(key, address, self._clock(), Kind.EVENT, message.body, attachments=photo)

    async def _hand(self, incoming: Sequence[Incoming]) -> None:
        """Into the engine, all at once: it commits what waits together."""
        if self._receive is None:
            raise StorageDown("this process receives nothing yet")
        done: list[Any] = await asyncio.gather(*map(self._receive, incoming), return_exceptions=True)
        for error in done:
            if isinstance(error, BaseException):
                raise error


async def _body(request: Request) -> bytes:
    parts = bytearray()
    try:
        async for part in request.stream():
            parts += part
            if len(parts) > MOST_BYTES:
                raise NotRead(413, f"a request has at most {MOST_BYTES // 1_048_576} MB")
    except ClientDisconnect as gone:
        raise NotRead(422, "the body ended early") from gone
    return bytes(parts)


def _refused(status: int, words: str) -> Response:
    more = {"www-authenticate": "Bearer"} if status == 401 else {"retry-after": "10"} if status in (429, 503) else {}  # noqa: PLR2004
    return JSONResponse({"words": words}, status, more)
