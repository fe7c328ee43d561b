"""Every night at 04:11, after housekeeping: a checked copy of the database, if a backup folder is set."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from bot.job import Job, JobRun
from storage.core.backups import back_up

KEPT = 14
"""Copies kept, one a night: what somebody had erased is out of the last of them after two weeks."""


async def run(work: JobRun) -> None:
    """Without a folder there is nothing to do. One that is damaged or cannot be written fails the run: it is tried again.

    Raises:
        Damaged, StorageDown, OSError: there is no copy of this night yet.
    """
    if work.backups:
        await back_up(work.database, work.backups / f"fivestar-{work.period}.db")
        work.count("old_copies", await asyncio.to_thread(_forget_old, work.backups, work.period))
    await work.done()


def _forget_old(folder: Path, period: str) -> int:
    """Delete the oldest copies, and partial files left by a process that died on an earlier night."""
    old = sorted(folder.glob("fivestar-????-??-??.db"))[:-KEPT]
    for path in (*old, *(part for part in folder.glob(".fivestar-*.part*") if period not in part.name)):
        path.unlink(missing_ok=True)
    return len(old)


job = Job(
    name="backup",
    at={"hour": 4, "minute": 11},
    period=lambda moment: f"{moment:%Y-%m-%d}",
    late_ok=timedelta(hours=20),
    run=run,
)
