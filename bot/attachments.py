"""Resolves the attachments of an outbox message: a stored photo becomes the path of its file, once it is fetched.

The text matters more than the picture: it waits for it for a limited time, then goes without.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.clock import Clock
from files import durable
from messages.attachment import Attachment, Medium
from messages.errors import TryLater
from messages.reply import Reply
from storage.core.tx import Database, Tx
from storage.delivery.outbox import OutboxMessage
from storage.photos import media
from storage.photos.media import PREFIX, Media

log = logging.getLogger(__name__)

AT_HAND = timedelta(seconds=5)
"""So long a photo is fetched as a rule: what else the person is to hear waits for it too, and keeps its order."""

PATIENCE = timedelta(seconds=90)
"""So long the words wait for their photo before they go without it."""

LOOK_AGAIN = timedelta(seconds=3)
"""Between two looks after `AT_HAND`."""


class NotYet(Exception):
    """A photo is still being fetched: the message goes back to the outbox until `at`, the person's others go on."""

    def __init__(self, at: datetime) -> None:
        super().__init__("waiting for its photo")
        self.at = at


class Attachments:
    """Turns the attachments of messages into files under the data folder."""

    def __init__(self, database: Database, folder: Path, clock: Clock) -> None:
        self._database = database
        self._folder = folder
        self._clock = clock

    async def fill(self, message: OutboxMessage) -> Reply:
        """The message's reply with every attachment that can be sent; `ref` is then a path under the data folder.

        Raises:
            TryLater: a photo is being fetched just now.
            NotYet: it takes longer.
            StorageDown: the database cannot say where the files are.
        """
        reply = message.reply
        if not reply.attachments:
            return reply
        kept = await self._database.read(lambda tx: _kept(tx, reply.attachments))
        if await self._ask_again(kept) or any(row and row.state == "to fetch" for row in kept.values()):
            self._wait(message)
        found = [sendable for a in reply.attachments if (sendable := await self._sendable(a, kept))]
        if len(found) < len(reply.attachments):
            log.warning("message %d goes without what is not there (any more)", message.id)
        return replace(reply, attachments=tuple(found))

    async def _ask_again(self, kept: dict[str, Media | None]) -> bool:
        """Fetch again from the channels what is missing or damaged on the disk; whether there was such a file."""
        stored = [row for row in kept.values() if row and row.state == "stored"]
        lost = [row for row in stored if not await asyncio.to_thread(durable.is_whole, self._folder / row.file)]
        now = self._clock()
        for row in lost:
            log.error("the file of %d is not there as it was written; it is fetched again", row.id)
            await self._database.write(lambda tx, row=row: media.fetch_again(tx, row.id, now))  # type: ignore[misc]
        return bool(lost)

    def _wait(self, message: OutboxMessage) -> None:
        """Wait for the photo, or no longer."""
        now = self._clock()
        age = now - message.created_at
        if age < AT_HAND:
            raise TryLater(min(max(age.total_seconds(), 0.05), 1.0), "waiting for its photo")
        if age < PATIENCE:
            raise NotYet(now + LOOK_AGAIN)

    async def _sendable(self, attachment: Attachment, kept: dict[str, Media | None]) -> Attachment | None:
        if attachment.ref.startswith(PREFIX):
            row = kept.get(attachment.ref)
            if row is None or row.state not in ("stored", "place"):
                return None
            attachment = replace(attachment, ref=row.ref if row.kind is Medium.PLACE else row.file)
        if attachment.kind is Medium.PLACE:
            return attachment
        there = await asyncio.to_thread(durable.is_whole, self._folder / attachment.ref)
        return attachment if there else None


async def _kept(tx: Tx, attachments: Sequence[Attachment]) -> dict[str, Media | None]:
    numbers = {a.ref: a.ref.removeprefix(PREFIX) for a in attachments if a.ref.startswith(PREFIX)}
    return {ref: await media.find(tx, int(number)) for ref, number in numbers.items() if number.isdecimal()}
