"""Photos are rows first and files later: this fetches them after the turn, however often the process dies in between."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from bot.clock import Clock
from bot.errors import Refused, SendError, StorageDown, TryLater
from bot.messages import Address, Attachment, Channel, Medium, Reply
from bot.post import Outgoing
from bot.turns import Turns
from storage import conversations, media
from storage.media import Media
from storage.outbox import Letter
from storage.tx import Database, Tx
from texts import speaker

log = logging.getLogger(__name__)

AT_ONCE = 4
"""Most files fetched at the same time."""

LOOK_AROUND = 1.0
"""Seconds between looks for rows to fetch."""

PATIENCE = 60.0
"""Seconds one fetch may take."""

ATTEMPTS = 9
"""Tries before a file is given up; with the pauses between them that is about six hours."""

FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file as it is kept: a picture stripped of EXIF and bounded in size. `phash` 16 hex digits, `taken_at` ISO."""

    content: bytes
    phash: str = ""
    taken_at: str | None = None


Prepare = Callable[[Medium, bytes], Prepared]
"""Makes a file fit to be kept. Raises ValueError when it is not what it says it is."""


class Fetcher:
    """Fetches what people sent, files it by its SHA-256 and tells the sender when it will never come."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        turns: Turns,
        clock: Clock,
        *,
        folder: Path,
        prepare: Prepare,
        hand: Callable[[Sequence[Letter]], None],
        language: str,
    ) -> None:
        self._database = database
        self._channels = channels
        self._turns = turns
        self._clock = clock
        self._folder = folder
        self._prepare = prepare
        self._hand = hand
        self._language = language

    async def run(self) -> None:
        """Fetch until cancelled."""
        while True:
            try:
                await self.fetch_due()
            except StorageDown as down:
                log.warning("cannot look for files to fetch: %s", down)
            await asyncio.sleep(LOOK_AROUND)

    async def fetch_due(self) -> int:
        """Try everything that is due now; how many there were."""
        due = await self._database.read(lambda tx: media.due(tx, self._clock(), AT_ONCE))
        mine = [row for row in due if row.channel in self._channels]
        await asyncio.gather(*[self._fetch(row) for row in mine])
        return len(mine)

    async def _fetch(self, row: Media) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                content = await self._channels[row.channel].fetch(Attachment(row.kind, row.ref, row.name))
            prepared = await asyncio.to_thread(self._prepare, row.kind, content)
            sha256 = hashlib.sha256(prepared.content).hexdigest()
            await asyncio.to_thread(_file, self._folder / replace(row, sha256=sha256).file, prepared.content)
        except (Refused, ValueError) as error:
            await self._give_up(row, error)
        except TryLater as error:
            await self._again(row, row.attempts, timedelta(seconds=error.after), error)
        except (SendError, TimeoutError, OSError) as error:
            await self._failed(row, error)
        else:
            size = len(prepared.content)
            await self._database.write(
                lambda tx: media.stored(
                    tx, row.id, sha256=sha256, phash=prepared.phash, taken_at=prepared.taken_at, size=size
                )
            )

    async def _failed(self, row: Media, error: Exception) -> None:
        tries = row.attempts + 1
        if tries >= ATTEMPTS:
            await self._give_up(row, error)
        else:
            await self._again(row, tries, min(FIRST_PAUSE * 3**row.attempts, LONGEST_PAUSE), error)

    async def _again(self, row: Media, tries: int, pause: timedelta, error: Exception) -> None:
        log.warning("file %d from %s is tried again in %s: %s", row.id, row.channel, pause, type(error).__name__)
        later, words = self._clock() + pause, f"{type(error).__name__}: {error}"
        await self._database.write(lambda tx: media.again(tx, row.id, attempts=tries, next_at=later, error=words))

    async def _give_up(self, row: Media, error: Exception) -> None:
        log.error("file %d from %s will not come: %s", row.id, row.channel, type(error).__name__)
        sender, now, words = Address(row.channel, row.user_id), self._clock(), f"{type(error).__name__}: {error}"

        async def tell(tx: Tx) -> Letter | None:
            await media.failed(tx, row.id, attempts=row.attempts + 1, error=words)
            known = await conversations.conversation(tx, sender)
            say = speaker((known.language if known else "") or self._language)
            reply = Reply(say("engine.media_failed"))
            out = Outgoing(sender, reply, f"media:{row.id}/failed", row.person_id, known.thread if known else "")
            return await self._turns.write_down(tx, out, now)

        if letter := await self._database.write(tell):
            self._hand([letter])


def _file(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all, even after a power cut."""
    if path.exists() and path.stat().st_size == len(content):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    with part.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
