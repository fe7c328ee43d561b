"""Draws pictures beside the turns, each once: a file that is there whole is kept, many are drawn in another process."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from bot.job import JobRun
from files import durable
from programme.calendar import week_days, week_of
from texts import speaker

FEW = 20
"""Pictures that may be drawn beside the turns: each holds them up for a twentieth of a second at most."""
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


async def draw_missing(work: JobRun, pictures: Iterable[Wanted]) -> None:
    """Draw what is not there; in another process when there are many, since drawing blocks Python."""
    missing = await asyncio.to_thread(_missing, work.folder, tuple(pictures))
    async with work.workers.drawing:
        await _draw(work, missing)


async def _draw(work: JobRun, missing: Mapping[str, Wanted]) -> None:
    pool = ProcessPoolExecutor(1, get_context("spawn")) if len(missing) > FEW else ThreadPoolExecutor(1)
    with pool:
        for one in missing.values():
            await asyncio.get_running_loop().run_in_executor(pool, draw, one, work.folder / one.ref)


def _missing(folder: Path, pictures: Iterable[Wanted]) -> dict[str, Wanted]:
    """What is not there whole, asked beside the turns: a town has thousands of files."""
    return {one.ref: one for one in pictures if not durable.is_whole(folder / one.ref)}


def draw(one: Wanted, file: Path) -> None:
    """Draw one picture and write it atomically."""
    durable.write(file, one.make(one.known, speaker(one.language)).png())


def forget_old(folder: Path, period: str) -> None:
    """Delete pictures of old weeks; period names sort in the order of the weeks."""
    oldest = week_of(week_days(period)[0] - timedelta(weeks=KEPT_WEEKS))
    for week in folder.iterdir() if folder.is_dir() else ():
        if week.name < oldest:
            shutil.rmtree(week, ignore_errors=True)
