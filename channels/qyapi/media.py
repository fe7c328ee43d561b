"""Uploads outgoing files once and reuses their media_id while it is valid."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from datetime import timedelta
from pathlib import Path

from channels.qyapi.client import QyApi
from messages.attachment import Attachment, Medium
from messages.errors import StorageDown
from messages.setup import Memory

log = logging.getLogger(__name__)

FRESH = timedelta(days=2)
"""How long a media_id is reused; it expires after three days, and a message in the outbox may wait a while."""

PICTURE_BYTES = 10 * 1024 * 1024
VOICE_BYTES = 2 * 1024 * 1024
FILE_BYTES = 20 * 1024 * 1024
LEAST_BYTES = 6
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG")
_AMR = b"#!AMR"


class Media:
    """Uploads what lies under the data folder."""

    def __init__(self, api: QyApi, memory: Memory, folder: Path) -> None:
        self._api = api
        self._memory = memory
        self._folder = folder

    async def upload(self, attachment: Attachment) -> tuple[str, str]:
        """Its kind for the API (image, voice or file) and its media_id; empty when it is not there or too large.

        Raises:
            Fault, NotSent, Unsure: the API did not take it.
        """
        try:
            content = await asyncio.to_thread((self._folder / attachment.ref).read_bytes)
        except OSError as error:
            log.warning("a file goes without: %s", error.strerror)
            return "file", ""
        kind = kind_of(attachment.kind, content)
        if not LEAST_BYTES <= len(content) <= FILE_BYTES:
            log.warning("a file of %d bytes is not taken there", len(content))
            return kind, ""
        digest = f"{kind}:{hashlib.sha256(content).hexdigest()}"
        try:
            known = await self._memory.find(digest, newer_than=FRESH)
        except StorageDown:
            known = None
        if known:
            return kind, known
        media_id = await self._api.upload(kind, attachment.name or Path(attachment.ref).name, content)
        try:
            await self._memory.keep(digest, media_id)
        except StorageDown as down:
            log.warning("a media_id is not remembered: %s", down)
        return kind, media_id


def kind_of(medium: Medium, content: bytes) -> str:
    """The kind it is uploaded as; what is no JPG, PNG or AMR of the allowed size is a file."""
    if medium is Medium.PHOTO and content.startswith(_PICTURES) and len(content) <= PICTURE_BYTES:
        return "image"
    if medium is Medium.VOICE and content.startswith(_AMR) and len(content) <= VOICE_BYTES:
        return "voice"
    return "file"
