"""Health checks behind `/healthz`: the database answers, channels are connected, messages are being sent."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from files import durable
from storage.core.migrations import newest
from storage.core.tx import Database
from storage.operations import figures
from storage.operations.figures import Waiting
from storage.photos import media

TOO_LITTLE = 200_000_000
"""Free bytes on the disk below which the data folder counts as full."""

NAMED = timedelta(days=7)
"""How long an upload that was set aside is reported."""

MOST_NAMED = 5

STUCK = timedelta(minutes=10)
"""A message that could go and has waited longer than this means that something is wrong."""


async def database_words(database: Database) -> str:
    """What is wrong with the database; nothing when it answers, knows of no damage and is not newer than we are."""
    try:
        known = await database.read(figures.figures)
        damaged = await database.read(figures.damaged_pages)
    except Exception as error:  # whatever it is, the database does not answer
        return f"{type(error).__name__}: {error}"
    if known.schema > newest():
        return f"a newer program has changed it to schema {known.schema} while this one runs: stop and update this one"
    return f"{damaged} pages were read with a wrong checksum" if damaged else ""


class DataFolder:
    """Checks that the data folder can be written and has room; concurrent callers share one check."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._trying: asyncio.Task[str] | None = None

    async def words(self) -> str:
        """What is wrong with it; nothing when it can be written."""
        if self._trying is None or self._trying.done():
            self._trying = asyncio.create_task(asyncio.to_thread(self._try))
        return await asyncio.shield(self._trying)

    def _try(self) -> str:
        if why := durable.trouble(self._folder):
            return f"{self._folder} cannot be written: {why}"
        free = shutil.disk_usage(self._folder).free
        return f"{self._folder} has {free // 1_000_000} MB left" if free < TOO_LITTLE else ""


async def set_aside_words(database: Database, now: datetime) -> str:
    """Uploads that were set aside as unreadable: reported for some days, so that an operator sees who sends them."""
    found = await database.read(lambda tx: media.set_aside(tx, now - NAMED))
    named = [f"{one.kind} {one.id} {one.channel}".strip() for one in found]
    return f"{len(named)} could not be opened: {', '.join(named[-MOST_NAMED:])}" if named else ""


async def outbox_words(database: Database, now: datetime) -> dict[str, str]:
    """For each channel with messages that could have gone long ago, how many."""
    stuck: Sequence[Waiting] = await database.read(lambda tx: figures.waiting(tx, now))
    return {
        f"outbox {w.channel}": f"{w.many} messages wait, the first since {w.oldest:%Y-%m-%d %H:%M} UTC"
        for w in stuck
        if now - w.oldest > STUCK
    }
