"""Fetches the files people sent: a photo is a row first, its file is fetched after the turn, across restarts.

A fetch and an opening are counted before they are made. What is opened is opened by a worker process with limits; what breaks
two of them is set aside. A failure of our own disk is not counted as a try.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.clock import Clock
from bot.lost_media import LostMedia
from documents.isolation.desk import Overrun
from documents.isolation.workers import Opened, Workers
from files import durable
from messages.attachment import Attachment, Medium
from messages.channel import Channel
from messages.errors import Refused, SendError, StorageDown, TryLater
from storage.core.tx import Database, Tx
from storage.operations import runs
from storage.photos import media
from storage.photos.media import Media

log = logging.getLogger(__name__)

AT_ONCE = 4
"""Most files fetched at the same time."""

LOOK_AROUND = 1.0
"""Seconds between looks for rows to fetch."""

PATIENCE = 60.0
"""Seconds one fetch may take."""

CLAIM = timedelta(seconds=2 * PATIENCE)
"""How long a file belongs to the process that fetches it before another may."""

OPENING = timedelta(minutes=5)
"""The same while it is opened: longer than its worker lives, and the workers before it."""

ATTEMPTS = 9
"""Tries before a file is given up; with the pauses between them that is about six hours."""

AT_LEAST = timedelta(hours=1)
"""Sooner nothing is given up, however many tries were cut short by a process that kept dying, which is a failure of our own."""

OPENINGS = 2
"""Workers a file may break before it is set aside."""

READ_BY = {"roster": "roster-files", "case_sheet": "case-sheets"}
"""What a file was kept with → the job that reads it as soon as it is there."""

FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=2)
OUR_PAUSE = timedelta(minutes=1)
"""Until the next try when it was our disk or our system that failed."""

APART = 0.5
"""Seconds between two looks of one of many towns at the least: each commit wakes it, and few have brought a photo."""

RECENT = timedelta(days=3)
"""Files written within this time are looked for at the start: a power cut may have taken them."""


class Fetcher:
    """Fetches what people sent and stores it by its SHA-256. `trouble` names a failure of our own, such as a full disk."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        clock: Clock,
        *,
        folder: Path,
        workers: Workers,
        lost: LostMedia,
        look_every: float = 0.0,
    ) -> None:
        self._look_every = look_every
        self._database = database
        self._channels = channels
        self._clock = clock
        self._folder = folder
        self._workers = workers
        self._lost = lost
        self._turn = asyncio.Semaphore(workers.most)
        self._wake = asyncio.Event()
        self._flying: set[asyncio.Task[None]] = set()
        self._cut_short: set[int] = set()
        self.trouble = ""

    def wake(self) -> None:
        """Something was committed, perhaps a photo among it: look now."""
        self._wake.set()

    async def run(self) -> None:
        """Fetch until cancelled; one slow file never holds up the others."""
        try:
            await self._missing()
            while True:
                self._wake.clear()
                try:
                    for row in await self._claim(AT_ONCE - len(self._flying)):
                        self._fly(row)
                except StorageDown as down:
                    log.warning("cannot look for files to fetch: %s", down)
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._look_every or LOOK_AROUND):
                        await self._wake.wait()
                if self._look_every:
                    await asyncio.sleep(APART)
        finally:
            for task in self._flying:
                task.cancel()
            await asyncio.gather(*self._flying, return_exceptions=True)
            await self._give_back()

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
            content = await self._content(row)
            if content is not None:
                async with self._turn:  # nothing is counted as opened while it only waits for a worker
                    await self._open(row, content)
        except StorageDown as down:
            log.warning("file %d is tried again once its claim runs out: %s", row.id, down)

    async def _content(self, row: Media) -> bytes | None:
        """What was sent; None when it has not come, and what follows from that is done."""
        if row.opened >= OPENINGS:
            await self._set_aside(row, Overrun(row.error or "the process died while opening it"))
            return None
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._channels[row.channel].fetch(Attachment(row.kind, row.ref, row.name))
        except Refused as error:
            await self._lost.give_up(row, error, "engine.media_failed")
        except TryLater as error:
            await self._again(row, timedelta(seconds=error.after), error, costs=False)
        except (SendError, TimeoutError, OSError) as error:
            await self._failed(row, error)
        except Exception as error:  # a channel's own defect must not stop the others' files
            log.exception("channel %s failed on file %d", row.channel, row.id)
            await self._failed(row, error)
        return None

    async def _open(self, row: Media, content: bytes) -> None:
        """Open it and keep it; a picture's opening is counted first."""
        is_picture = row.kind is Medium.PHOTO
        if is_picture and not await self._have_worker(row):
            return
        try:
            if is_picture:
                until = self._clock() + OPENING
                await self._database.write(lambda tx: media.opening(tx, row.id, until))
            opened = await self._workers.open(row.kind, content)
            sha256 = hashlib.sha256(opened.content).hexdigest()
            await asyncio.to_thread(_file, self._folder / replace(row, sha256=sha256).file, opened.content)
        except ValueError as error:
            await self._lost.give_up(row, error, "engine.media_unreadable")
        except Overrun as error:
            if row.opened + 1 >= OPENINGS:
                await self._set_aside(row, error)
            else:
                await self._again(row, FIRST_PAUSE, error, costs=False)
        except OSError as error:
            await self._ours(row, error, is_picture=is_picture)
        except asyncio.CancelledError:
            if is_picture:
                self._cut_short.add(row.id)
            raise
        else:
            self.trouble = ""
            await self._keep(row, opened, sha256)

    async def _have_worker(self, row: Media) -> bool:
        """A worker that only waits for the picture: a process that dies while one starts is not the picture's fault."""
        try:
            await self._workers.ready()
        except (Overrun, OSError) as error:
            self.trouble = f"files cannot be opened: {error}"
            await self._again(row, OUR_PAUSE, error, costs=False)
            return False
        return True

    async def _keep(self, row: Media, opened: Opened, sha256: str) -> None:
        size = len(opened.content)

        async def keep(tx: Tx) -> bool:
            kept = await media.stored(
                tx, row.id, sha256=sha256, phash=opened.phash, taken_at=opened.taken_at, size=size
            )
            if kept and row.person_id and (job := READ_BY.get(row.subject)):
                await runs.ask(tx, job, "", row.person_id, self._clock())
            return kept or await media.is_used(tx, sha256)

        if not await self._database.write(keep):
            (self._folder / replace(row, sha256=sha256).file).unlink(missing_ok=True)

    async def _set_aside(self, row: Media, error: Exception) -> None:
        await self._lost.give_up(row, error, "engine.media_set_aside", set_aside=True)

    async def _ours(self, row: Media, error: OSError, *, is_picture: bool) -> None:
        """Our disk or system failed: nothing counts against what somebody sent, and `/healthz` says so."""
        self.trouble = f"files cannot be kept: {error.strerror or type(error).__name__}"
        if is_picture:
            await self._database.write(lambda tx: media.not_opened(tx, row.id))
        await self._again(row, OUR_PAUSE, error, costs=False)

    async def _failed(self, row: Media, error: Exception) -> None:
        if row.attempts >= ATTEMPTS and self._clock() - row.at > AT_LEAST:
            await self._lost.give_up(row, error, "engine.media_failed")
        else:
            await self._again(row, min(FIRST_PAUSE * 3 ** min(row.attempts - 1, ATTEMPTS), LONGEST_PAUSE), error)

    async def _again(self, row: Media, pause: timedelta, error: Exception, *, costs: bool = True) -> None:
        log.warning("file %d from %s is tried again in %s: %s", row.id, row.channel, pause, type(error).__name__)
        later, words = self._clock() + pause, f"{type(error).__name__}: {error}"
        tries = row.attempts if costs else row.attempts - 1
        await self._database.write(lambda tx: media.again(tx, row.id, attempts=tries, next_at=later, error=words))

    async def _give_back(self) -> None:
        """What was being opened when we were told to stop was stopped by us: it does not count."""
        rows, self._cut_short = self._cut_short, set()

        async def not_opened(tx: Tx) -> None:
            for number in rows:
                await media.not_opened(tx, number)

        if rows:
            with suppress(StorageDown):
                await self._database.write(not_opened)

    async def _missing(self) -> None:
        """At the start: what was stored lately and has lost its file, or is of another length, is fetched again."""
        try:
            now = self._clock()
            recent = await self._database.read(lambda tx: media.stored_since(tx, now - RECENT))
            lost = await asyncio.to_thread(lambda: [row for row in recent if not _has_length(self._folder, row)])
            for row in lost:
                log.error("the file of %d is not there as it was written; it is fetched again", row.id)
                await self._database.write(lambda tx, row=row: media.fetch_again(tx, row.id, now))  # type: ignore[misc]
        except StorageDown as down:
            log.warning("cannot look for files that are lost: %s", down)


def _file(path: Path, content: bytes) -> None:
    """One photo may be of two findings: what is there, and whole, stays."""
    if not durable.is_whole(path):
        durable.write(path, content)


def _has_length(folder: Path, row: Media) -> bool:
    try:
        return (folder / row.file).stat().st_size == row.bytes
    except OSError:
        return False
