"""Photos are rows first and files later: this fetches them after the turn, however often the process dies in between."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from bot.clock import Clock
from bot.post import Outgoing
from bot.turns import Turns
from messages.address import Address
from messages.attachment import Attachment, Medium
from messages.channel import Channel
from messages.errors import Refused, SendError, StorageDown, TryLater
from messages.reply import Reply
from storage.core.tx import Database, Tx
from storage.delivery import conversations
from storage.delivery.outbox import OutboxMessage
from storage.operations import runs
from storage.photos import media
from storage.photos.media import Media
from texts import speaker

log = logging.getLogger(__name__)

AT_ONCE = 4
"""Most files fetched at the same time."""

LOOK_AROUND = 1.0
"""Seconds between looks for rows to fetch."""

PATIENCE = 60.0
"""Seconds one fetch may take."""

CLAIM = timedelta(seconds=2 * PATIENCE)
"""How long a file belongs to the process that fetches it before another may."""

ATTEMPTS = 9
"""Tries before a file is given up; with the pauses between them that is about six hours."""

READ_BY = {"roster": "roster-files"}
"""What a file was kept with → the job that reads it as soon as it is there."""

FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=2)


class Prepared(Protocol):
    """A file as it is kept: a picture stripped of EXIF and bounded in size. `phash` 16 hex digits, `taken_at` ISO."""

    @property
    def content(self) -> bytes: ...
    @property
    def phash(self) -> str: ...
    @property
    def taken_at(self) -> str | None: ...


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
        hand: Callable[[Sequence[OutboxMessage]], None],
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
        self._wake = asyncio.Event()
        self._flying: set[asyncio.Task[None]] = set()

    def wake(self) -> None:
        """Something was committed, perhaps a photo among it: look now."""
        self._wake.set()

    async def run(self) -> None:
        """Fetch until cancelled; one slow file never holds up the others."""
        try:
            while True:
                self._wake.clear()
                try:
                    for row in await self._claim(AT_ONCE - len(self._flying)):
                        self._fly(row)
                except StorageDown as down:
                    log.warning("cannot look for files to fetch: %s", down)
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_AROUND):
                        await self._wake.wait()
        finally:
            for task in self._flying:
                task.cancel()
            await asyncio.gather(*self._flying, return_exceptions=True)

    def _fly(self, row: Media) -> None:
        task = asyncio.create_task(self._fetch(row))
        self._flying.add(task)
        task.add_done_callback(self._flying.discard)
        task.add_done_callback(lambda _: self._wake.set())

    async def fetch_due(self) -> int:
        """Try everything that is due now; how many there were."""
        due = await self._claim(AT_ONCE)
        await asyncio.gather(*[self._fetch(row) for row in due])
        return len(due)

    async def _claim(self, most: int) -> list[Media]:
        mine: list[Media] = []
        for name in self._channels:
            if len(mine) < most:
                mine += await self._claim_of(name, most - len(mine))
        return mine

    async def _claim_of(self, channel: str, most: int) -> list[Media]:
        now = self._clock()
        if not await self._database.read(lambda tx: media.any_due(tx, channel, now)):
            return []
        return await self._database.write(
            lambda tx: media.claim(tx, channel, now, now + CLAIM, most), alone=[f"media of {channel}"]
        )

    async def _fetch(self, row: Media) -> None:
        try:
            await self._try(row)
        except StorageDown as down:
            log.warning("file %d is tried again once its claim runs out: %s", row.id, down)

    async def _try(self, row: Media) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                content = await self._channels[row.channel].fetch(Attachment(row.kind, row.ref, row.name))
            prepared = await asyncio.to_thread(self._prepare, row.kind, content)
            sha256 = hashlib.sha256(prepared.content).hexdigest()
            await asyncio.to_thread(_file, self._folder / replace(row, sha256=sha256).file, prepared.content)
        except ValueError as error:
            await self._give_up(row, error, "engine.media_unreadable")
        except Refused as error:
            await self._give_up(row, error)
        except TryLater as error:
            await self._again(row, row.attempts, timedelta(seconds=error.after), error)
        except (SendError, TimeoutError, OSError) as error:
            await self._failed(row, error)
        except Exception as error:  # a channel's own defect must not stop the others' files
            log.exception("channel %s failed on file %d", row.channel, row.id)
            await self._failed(row, error)
        else:
            size = len(prepared.content)

            async def keep(tx: Tx) -> bool:
                kept = await media.stored(
                    tx, row.id, sha256=sha256, phash=prepared.phash, taken_at=prepared.taken_at, size=size
                )
                if kept and row.person_id and (job := READ_BY.get(row.subject)):
                    await runs.ask(tx, job, "", row.person_id, self._clock())
                return kept or await media.is_used(tx, sha256)

            if not await self._database.write(keep):
                (self._folder / replace(row, sha256=sha256).file).unlink(missing_ok=True)

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

    async def _give_up(self, row: Media, error: Exception, sentence: str = "engine.media_failed") -> None:
        log.error("file %d from %s will not come: %s", row.id, row.channel, type(error).__name__)
        sender, now, words = Address(row.channel, row.user_id), self._clock(), f"{type(error).__name__}: {error}"

        async def tell(tx: Tx) -> OutboxMessage | None:
            now_known = await media.find(tx, row.id)
            if now_known is None or not now_known.user_id:
                return None  # forgotten meanwhile
            await media.failed(tx, row.id, attempts=row.attempts + 1, error=words)
            known = await conversations.conversation(tx, sender)
            say = speaker((known.language if known else "") or self._language)
            reply = Reply(say(sentence), urgent=True)
            out = Outgoing(sender, reply, _failure(row), row.person_id, known.thread if known else "")
            return await self._turns.write_down(tx, out, now)

        if message := await self._database.write(tell):
            self._hand([message])


def _failure(row: Media) -> str:
    """One key for one file of one message, however many cases it was kept with: its sender hears of it once."""
    what = f"{row.channel} {row.user_id} {row.ref} {row.at.timestamp()}"
    return f"media:{hashlib.sha256(what.encode()).hexdigest()[:32]}/failed"


def _file(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all, even after a power cut."""
    if path.exists() and path.stat().st_size == len(content):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}.part")  # one photo may be of two findings
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
