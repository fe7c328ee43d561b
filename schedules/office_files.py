"""Files the office asks for in chat: drawn beside the database, kept for two nights; they hold names and codes."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from bot.job import JobRun
from files import durable
from messages.attachment import Attachment, Medium

KEPT = timedelta(days=2)
"""Long enough for every channel to have sent them."""


async def keep(work: JobRun, folder: str, content: bytes, name: str) -> Attachment:
    """Write a file under the data folder under a name nobody can guess; `name` is what a person sees."""
    ref = f"{folder}/{sha256(content).hexdigest()}{Path(name).suffix}"
    await asyncio.to_thread(durable.write, work.folder / ref, content)
    return Attachment(Medium.FILE, ref, name)


async def sweep(work: JobRun, folder: str) -> None:
    """Delete what is older."""
    before = (work.now - KEPT).timestamp()
    work.count("files", await asyncio.to_thread(_sweep, work.folder / folder, before))


def _sweep(folder: Path, before: float) -> int:
    old = [path for path in folder.glob("*") if path.is_file() and path.stat().st_mtime < before]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
