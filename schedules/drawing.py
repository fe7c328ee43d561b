"""Draws pictures beside the turns, each once: a file that is there whole is kept, many are drawn in other processes."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from bot.job import JobRun
from documents.isolation.limits import processors
from files import durable
from programme.calendar import week_days, week_of
from texts import speaker

FEW = 20
"""Pictures that may be drawn beside the turns: each holds them up for a twentieth of a second at most."""
MOST = 2
"""Processes that draw at once, where that leaves a processor to the turns."""
TOGETHER = 8
"""Pictures a process draws at one word, and whose folder is then synced once."""
GIVING_WAY = 10
"""How much nicer than the bot a drawing process is: where all processors are busy, turns come first."""
KEPT_WEEKS = 4
"""Weeks of pictures kept under the data folder."""


@dataclass(frozen=True)
class Wanted:
    """A picture to be drawn: its path under the data folder, the function that makes it (of a module) and what it shows."""

    ref: str
    make: Callable[..., Any]
    known: Any
    language: str


def wanted(folder: str, period: str, name: str, make: Callable[..., Any], known: object, language: str) -> Wanted:
    """A picture of a week, under a name that stands for what is on it."""
    ref = f"{folder}/{period}/{name}-{durable.name_of(language, known)}.png"
    return Wanted(ref, make, known, language)


class Press:
    """Draws what one run wants, stretch by stretch; the processes it starts for many pictures are kept until its end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pool: ProcessPoolExecutor | None = None

    async def draw_missing(self, pictures: Iterable[Wanted]) -> None:
        """Draw what is not there; in other processes when there are many, since drawing blocks Python."""
        missing = await asyncio.to_thread(_missing, self._folder, tuple(pictures))
        if len(missing) <= FEW and self._pool is None:
            for one in missing:
                await asyncio.to_thread(draw, self._folder, (one,))
            return
        some = [missing[start : start + TOGETHER] for start in range(0, len(missing), TOGETHER)]
        asked = await asyncio.to_thread(self._ask, some)
        await asyncio.gather(*map(asyncio.wrap_future, asked))

    def _ask(self, some: Sequence[Sequence[Wanted]]) -> list[Future[None]]:
        """Never in the event loop: the first words start processes."""
        if self._pool is None:
            many = max(1, min(MOST, processors() - 1))
            self._pool = ProcessPoolExecutor(many, get_context("spawn"), initializer=_give_way)
        return [self._pool.submit(draw, self._folder, few) for few in some]

    async def close(self) -> None:
        """End the processes, beside the turns: to wait for one takes as long as it takes to end."""
        if self._pool:
            await asyncio.to_thread(self._pool.shutdown, cancel_futures=True)


@asynccontextmanager
async def press(work: JobRun) -> AsyncIterator[Press]:
    """A press for this run; of all jobs, and all towns of a process, one has a press at a time."""
    async with work.workers.drawing:
        made = Press(work.folder)
        try:
            yield made
        finally:
            await made.close()


async def draw_missing(work: JobRun, pictures: Iterable[Wanted]) -> None:
    """All that a run wants, at once."""
    async with press(work) as one:
        await one.draw_missing(pictures)


def _missing(folder: Path, pictures: Iterable[Wanted]) -> list[Wanted]:
    """What is not there whole, asked beside the turns: a town has thousands of files."""
    once = {one.ref: one for one in pictures}
    return [one for one in once.values() if not durable.is_whole(folder / one.ref)]


def draw(folder: Path, some: Sequence[Wanted]) -> None:
    """Draw pictures, and write them atomically."""
    durable.write_all({folder / one.ref: one.make(one.known, speaker(one.language)).png() for one in some})


def _give_way() -> None:
    if hasattr(os, "nice"):
        os.nice(GIVING_WAY)


def forget_old(folder: Path, period: str) -> None:
    """Delete pictures of old weeks; period names sort in the order of the weeks."""
    oldest = week_of(week_days(period)[0] - timedelta(weeks=KEPT_WEEKS))
    for week in folder.iterdir() if folder.is_dir() else ():
        if week.name < oldest:
            shutil.rmtree(week, ignore_errors=True)
