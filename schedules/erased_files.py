"""Deletes the files of erased people right after the commit that erased them."""

from __future__ import annotations

import asyncio
import shutil
from datetime import timedelta
from pathlib import Path

from bot.job import Job, JobRun
from storage.people import erasure


async def run(work: JobRun) -> None:
    """Delete the files, then remove them from the list; a run that was killed in between deletes again."""
    while paths := await work.read(erasure.files):
        for path in paths:
            await asyncio.to_thread(_delete, work.folder, path)
            await work.write(lambda post, path=path: erasure.is_gone(post.tx, path))  # type: ignore[misc]
            work.count("files")
    await work.done()


def _delete(folder: Path, path: str) -> None:
    """Delete a file, only inside the data folder."""
    gone = (folder / path).resolve()
    if folder.resolve() not in gone.parents:
        return
    if gone.is_dir():
        shutil.rmtree(gone, ignore_errors=True)
    else:
        gone.unlink(missing_ok=True)


job = Job(
    name="erased-files",
    at={"hour": 3, "minute": 47},
    period=lambda moment: f"{moment:%Y-%m-%d}",
    late_ok=timedelta(hours=20),
    run=run,
    tells=True,
)
