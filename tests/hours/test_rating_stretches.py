"""A rating run is shared by processes, goes on where a killed one left it, and has one digest however it was made."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from app.settings import Settings
from app.simulate.play import Plan, play
from bot.job import JobRun
from programme.rules import Rules
from storage.core.tx import Database, Tx
from storage.ratings import ratings, stretches
from storage.ratings.ratings import RatingRow, RatingRun
from tests.databases import open_database
from tests.hours.rating_worker import WEEK, app_on
from tests.waiting import until

ROOT = Path(__file__).parents[2]
SHOPS = 12


async def lived_in(database: Database, folder: Path) -> None:
    """A street of six grids that was lived in for a week."""
    settings = Settings(database_url="sqlite:///unused.db", data_dir=folder)
    await play(settings, Rules(), database, Plan(SHOPS, 1, 2, date(2026, 9, 7), None))


async def run_of(database: Database) -> tuple[RatingRun | None, Sequence[RatingRow]]:
    async def read(tx: Tx) -> tuple[RatingRun | None, Sequence[RatingRow]]:
        run = await ratings.newest(tx, WEEK)
        return run, await ratings.of_run(tx, run.id) if run else []

    return await database.read(read)


async def test_a_killed_workers_stretch_is_taken_over(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("schedules.ratings.CHUNK", 0)
    database = await open_database(postgres_url)
    await lived_in(database, tmp_path)
    command = [sys.executable, "-m", "tests.hours.rating_worker", postgres_url, str(tmp_path)]
    worker = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    assert worker.stdout
    assert await asyncio.wait_for(worker.stdout.readline(), 60) == b"holding\n"
    ours = asyncio.create_task(app_on(database, tmp_path).hours.run_by_hand("ratings", WEEK))

    async def is_one_left() -> bool:
        return len(await database.read(lambda tx: stretches.open_ones(tx, 2))) == 1

    assert await until(is_one_left, within=60)
    assert not ours.done(), "what the other holds is waited for"
    worker.send_signal(signal.SIGKILL)
    await worker.wait()
    work = await asyncio.wait_for(ours, 60)
    run, rows = await run_of(database)
    assert run
    assert (run.id, run.version, len(rows), sum(work.counts.values())) == (2, 1, SHOPS, SHOPS)
    again = await app_on(database, tmp_path).hours.run_by_hand("ratings", WEEK)
    assert again.counts == {"unchanged": 1}
    await database.close()


@pytest.mark.slow
async def test_a_run_that_dies_between_two_stretches_goes_on_where_it_was(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And its digest is that of a run made in one piece."""
    await lived_in(database, tmp_path)
    write, done = JobRun.write, 0

    async def dies(self: JobRun, work: object) -> object:
        nonlocal done
        done += 1
        if done == 4:
            raise RuntimeError("the process is killed here")
        return await write(self, work)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr("schedules.ratings.CHUNK", 0)
        patched.setattr(JobRun, "write", dies)
        with pytest.raises(RuntimeError, match="killed here"):
            await app_on(database, tmp_path).hours.run_by_hand("ratings", WEEK)
    left = await database.read(lambda tx: stretches.open_ones(tx, 2))
    assert len(left) == 4
    work = await app_on(database, tmp_path).hours.run_by_hand("ratings", WEEK)
    run, rows = await run_of(database)
    assert run
    assert (run.id, len(rows), sum(work.counts.values())) == (2, SHOPS, SHOPS)
    again = await app_on(database, tmp_path).hours.run_by_hand("ratings", WEEK)
    assert again.counts == {"unchanged": 1}
