"""One process of the rating bench: the real job on a database, once it is told to go. URL and DAY of the run's Sunday."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from time import perf_counter, process_time
from typing import NamedTuple

from app.app import App, open_database
from app.demo.sample_clock import PutForward
from app.settings import Settings
from programme.calendar import week_of
from programme.rules import Rules


class Ran(NamedTuple):
    """One run: seconds by the clock and of the processor, and the peak of memory in MB."""

    whole: float
    cpu: float
    memory: float


def peak() -> float:
    """The peak of this program's memory in MB; what the process was before it began counts in `ru_maxrss`, but not here."""
    status = Path("/proc/self/status").read_text("utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


async def measure(url: str, day: str) -> Ran:
    """The real job by hand on Sunday at six."""
    settings = Settings(database_url=url, data_dir=Path(tempfile.gettempdir()))
    sunday = datetime.fromisoformat(day)
    clock = PutForward(sunday.replace(hour=18, second=1, tzinfo=settings.zone))
    database = await open_database(settings)
    try:
        app = App(settings, Rules(), database, clock=clock)
        print("ready", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        began, worked = perf_counter(), process_time()
        await app.hours.run_by_hand("ratings", week_of(sunday.date()))
        whole, cpu = perf_counter() - began, process_time() - worked
        return Ran(whole, cpu, peak())
    finally:
        await database.close()  # its thread would keep a failed process for ever


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure(sys.argv[1], sys.argv[2]))._asdict()))
