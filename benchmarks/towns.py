"""Fifty towns in one set of processes: what they take while all live the same week at once, and while nothing happens.

Counted is the memory of the process and of every process it starts (workers, drawing), as PSS: shared pages once. PostgreSQL
runs beside it and is not counted.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

from benchmarks.table import Table
from tests.databases import running_server
from tests.ports import own_port

TOWNS, SHOPS = 50, 200
IDLE = 20.0
"""Seconds for which nothing happens before the week begins, to see what waiting costs."""
SMALLEST = {"TOWNS": 2, "SHOPS": 6, "IDLE": 1.0}
ROOM = 1.2e9
EVERY = 0.5


@dataclass
class Watched:
    """The highest that was seen, in bytes: together, of the main process alone, and how many processes there were."""

    whole: float = 0
    main: float = 0
    resident: float = 0
    processes: int = 0
    over: Event = field(default_factory=Event)


def run() -> Table:
    with running_server() as server, tempfile.TemporaryDirectory() as folder:
        return _measured(asyncio.run(server.empty()), Path(folder))


def _measured(url: str, folder: Path) -> Table:
    towns = folder / "towns"
    towns.mkdir()
    for n in range(TOWNS):
        (towns / f"t{n:02d}.env").write_text("", "utf-8")
    own = {
        "FIVESTAR_TOWNS": str(towns),
        "FIVESTAR_DATABASE_URL": url,
        "FIVESTAR_DATA_DIR": str(folder / "data"),
        "FIVESTAR_PORT": str(own_port()),
        "PYTHONPATH": str(Path(__file__).parents[1]),
    }
    clean = {name: value for name, value in os.environ.items() if not name.startswith("FIVESTAR_")}
    command = [sys.executable, "-m", "benchmarks.towns_played", "--shops", str(SHOPS)]
    began = time.monotonic()
    with subprocess.Popen(
        command, cwd=folder, env=clean | own, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        try:
            return _watched(child, began)
        finally:
            child.kill()


def _watched(child: subprocess.Popen[str], began: float) -> Table:
    _until(child, "open")
    opened, still = time.monotonic() - began, _memory(child.pid)
    seen = Watched()
    watching = Thread(target=_watch, args=(child.pid, seen), daemon=True)
    watching.start()
    began = time.monotonic()
    cpu = _cpu(child.pid)
    handled = int(_until(child, "lived").split()[1])
    lived, spent = time.monotonic() - began, _cpu(child.pid) - cpu
    seen.over.set()
    watching.join()
    time.sleep(min(IDLE, 5.0))
    cpu, before = _cpu(child.pid), time.monotonic()
    time.sleep(IDLE)
    idle = (_cpu(child.pid) - cpu) / (time.monotonic() - before)
    after = _memory(child.pid)
    told = f"{TOWNS} towns of {SHOPS} shops"
    rows = [
        ("opened for the first time, with a schema for each", f"{opened:.0f} s", f"{still[0] / 1e6:.0f} MB"),
        (f"a week at once, {handled:,} messages", f"{lived:.0f} s, {spent:.0f} s of CPU", f"{seen.whole / 1e6:.0f} MB"),
        ("of it the main process", "", f"{seen.main / 1e6:.0f} MB"),
        ("the same, resident instead of PSS", f"{seen.processes} processes", f"{seen.resident / 1e6:.0f} MB"),
        ("afterwards, nothing happens", f"{idle:.0%} of one core", f"{after[0] / 1e6:.0f} MB"),
    ]
    fits = "within" if seen.whole <= ROOM else "NOT within"
    note = (
        f"{told}, all in one process over one PostgreSQL: {fits} the {ROOM / 1e9} GB that was asked for. PSS of the "
        f"process and of all it starts, looked at every {EVERY} s; PostgreSQL's own memory is not counted. The week is "
        "`simulate`'s, with self-checks, looks, fixes, ratings, cards, digests and their pictures; all towns live the same "
        "hours at the same time, as fast as they can; cards are drawn for every fifth, since one town draws at a time."
    )
    return Table("Many towns in one process", ("what", "time", "memory, at most"), rows, note)


def _until(child: subprocess.Popen[str], word: str) -> str:
    assert child.stdout is not None
    for line in child.stdout:
        if line.startswith(word):
            return line
    raise RuntimeError(f"it ended before it said {word!r}")


def _watch(pid: int, seen: Watched) -> None:
    while not seen.over.wait(EVERY):
        whole, main, resident, many = _memory(pid)
        seen.whole, seen.main = max(seen.whole, whole), max(seen.main, main)
        seen.resident, seen.processes = max(seen.resident, resident), max(seen.processes, many)


def _memory(pid: int) -> tuple[float, float, float, int]:
    """PSS of the process and all below it, of the process alone, RSS of all, and how many they are."""
    found = [(one, *_of(one)) for one in _family(pid)]
    main = next((pss for one, pss, _ in found if one == pid), 0.0)
    return sum(pss for _, pss, _ in found), main, sum(rss for *_, rss in found), len(found)


def _family(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        try:
            for thread in Path(f"/proc/{one}/task").iterdir():
                found += [int(child) for child in (thread / "children").read_text().split()]
        except OSError:
            continue
    return found


def _of(pid: int) -> tuple[float, float]:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0, 0.0
    sizes = {line.split(":")[0]: int(line.split()[1]) * 1024.0 for line in lines[1:] if line.endswith("kB")}
    return sizes.get("Pss", 0.0), sizes.get("Rss", 0.0)


def _cpu(pid: int) -> float:
    """Seconds of the processor, children that have ended with it."""
    parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, parts[11:15])) / os.sysconf("SC_CLK_TCK")
