"""Uploads a picture once: afterwards its file_id is sent instead, to everybody, also after a restart."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Protocol
from weakref import WeakValueDictionary

from telegram import Message

from files.dataclass import dataclass
from messages.attachment import Attachment, Medium
from messages.errors import StorageDown

log = logging.getLogger(__name__)

PHOTO_BYTES = 10 * 1024 * 1024
"""The biggest picture the server takes as a picture; a bigger one goes as a document."""


class FileIds(Protocol):
    """Where the server's names are kept. Losing them costs uploads and nothing else."""

    async def find(self, digest: str, *, newer_than: timedelta | None = None) -> str | None:
        """The name of what has this digest.

        Raises:
            StorageDown: it cannot be looked up now.
        """
        ...

    async def keep(self, digest: str, file_id: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Upload:
    """One file on its way: `digest` is its key among the `FileIds`, `file_id` empty while the server does not know it."""

    kind: Medium
    name: str
    content: bytes
    digest: str
    file_id: str = ""

    @property
    def media(self) -> str | bytes:
        """What the request carries."""
        return self.file_id or self.content


class Uploads:
    """The files of one bot, since the server's names are worth nothing to another. `folder` is the data folder."""

    def __init__(self, known: FileIds, bot: str, folder: Path) -> None:
        self._known = known
        self._bot = bot
        self._folder = folder
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def ready(self, attachments: Sequence[Attachment]) -> AsyncIterator[list[Upload]]:
        """The files that are there, in order. Somebody else who sends one of the same meanwhile waits for our upload."""
        read = [upload for a in attachments if (upload := await asyncio.to_thread(self._read, a))]
        async with AsyncExitStack() as held:
            ready = {upload.digest: await self._look_up(upload) for upload in read}
            for digest in sorted(d for d, upload in ready.items() if not upload.file_id):
                await held.enter_async_context(self._locks.setdefault(digest, asyncio.Lock()))
                ready[digest] = await self._look_up(ready[digest])
            yield [ready[upload.digest] for upload in read]

    async def keep(self, uploads: Sequence[Upload], messages: Sequence[Message]) -> None:
        """Note the server's names from the messages that carried the uploads."""
        for upload, message in zip(uploads, messages, strict=False):
            file_id = _file_id(message)
            if file_id and not upload.file_id:
                try:
                    await self._known.keep(upload.digest, file_id)
                except StorageDown as down:
                    log.warning("the name of an upload is not kept: %s", down)

    async def _look_up(self, upload: Upload) -> Upload:
        try:
            found = await self._known.find(upload.digest)
        except StorageDown:
            return upload
        return replace(upload, file_id=found or "")

    def _read(self, attachment: Attachment) -> Upload | None:
        try:
            content = (self._folder / attachment.ref).read_bytes()
        except OSError as error:
            log.error("a message goes without its %s: %s", attachment.kind, error.strerror)
            return None
        big = attachment.kind is Medium.PHOTO and len(content) > PHOTO_BYTES
        kind = Medium.FILE if big else attachment.kind
        name = attachment.name or Path(attachment.ref).name
        # The name a person sees belongs to the server's file too, so the same bytes under another name are another file.
        what = f"{name}\n".encode() if kind is Medium.FILE else b""
        return Upload(kind, name, content, f"{self._bot}:{kind}:{hashlib.sha256(what + content).hexdigest()}")


def as_document(upload: Upload) -> Upload:
    """The same file for when the server does not take it as a picture or a voice."""
    return replace(upload, kind=Medium.FILE, digest=f"{upload.digest}:document", file_id="")


def fresh(upload: Upload) -> Upload:
    """The same file for when the server has forgotten its name."""
    return replace(upload, file_id="")


def _file_id(message: Message) -> str:
    if message.photo:
        return max(message.photo, key=lambda size: size.width * size.height).file_id
    for carried in (message.voice, message.audio, message.document):
        if carried:
            return carried.file_id
    return ""
