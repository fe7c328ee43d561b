"""Every night at 03:17: delete what is past its retention, as the privacy texts promise."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from bot.job import Job, JobRun
from files import durable
from storage.operations import housekeeping
from storage.operations.housekeeping import PHOTOS
from storage.photos.media import Media

ROUNDS = 400
"""Rounds of photos, and of empty pages, in one night at the most; each is a short transaction."""
UNFINISHED = timedelta(hours=1)
"""Files that are still being written are younger than this; older ones were left by a process that died."""
OURS = ("web", "digests")
"""Folders of files that no row of `media` stands for: what web chat visitors sent or were sent, and drawn digests."""


async def run(work: JobRun) -> None:
    """Delete old rows and photos with their files, and let the database file shrink."""
    now = work.now
    await work.write(lambda post: housekeeping.forget(post.tx, now))
    for _ in range(ROUNDS):
        swept = await work.write(lambda post: housekeeping.sweep_media(post.tx, now))
        work.count("photos", swept.dropped)
        work.count("files", await asyncio.to_thread(_delete, work.folder, swept.gone))
        if not swept.more:
            break
    work.count("files", await asyncio.to_thread(_delete_older, work.folder, now - PHOTOS))
    work.count("unfinished", await asyncio.to_thread(durable.sweep, work.folder, now - UNFINISHED))
    for _ in range(ROUNDS):
        if not await work.write(lambda post: housekeeping.give_back_space(post.tx)):
            break
    await work.done()


def _delete(folder: Path, gone: Iterable[Media]) -> int:
    paths = [folder / row.file for row in gone if row.sha256]
    for path in paths:
        path.unlink(missing_ok=True)
    return len(paths)


def _delete_older(folder: Path, before: datetime) -> int:
    """Delete files last changed before then, and the folders left empty."""
    old = [p for ours in OURS for p in (folder / ours).rglob("*") if p.is_file() and _touched(p) < before.timestamp()]
    for path in old:
        path.unlink(missing_ok=True)
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
    return len(old)


def _touched(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")


job = Job(
    name="housekeeping",
    at={"hour": 3, "minute": 17},
    period=lambda moment: f"{moment:%Y-%m-%d}",
    late_ok=timedelta(hours=20),
    run=run,
)
