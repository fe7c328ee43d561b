"""How long until the bot takes its first message, and how much memory it holds: idle, and after many thousands of updates."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.table import Table
from tests.ports import own_port

ROUNDS = 5
SMALLEST = {"ROUNDS": 1}
"""What a test starts it with."""


def run() -> Table:
    _once()  # writes down what it compiles
    seconds, cpu, memory = zip(*[_once() for _ in range(ROUNDS)], strict=True)
    bare = median(_bare() for _ in range(ROUNDS))
    weights = _page_weight()
    rows = [
        ("start to listening, SQLite, web chat", f"{median(seconds):.2f} s", f"bare Python: {bare:.2f} s"),
        ("of the processor until then", f"{median(cpu):.2f} s", ""),
        ("resident memory, idle", f"{median(memory):.0f} MB", ""),
        *weights,
    ]
    return Table("Start and size", ("what", "ours", "beside it"), rows, "Good: 0.56 s; very good: 0.35 s and 65 MB.")


def _once() -> tuple[float, float, float]:
    """Seconds until it listens, seconds of the processor, megabytes then."""
    with tempfile.TemporaryDirectory() as folder:
        port = own_port()
        settings = {
            "PYTHONDONTWRITEBYTECODE": "",
            "FIVESTAR_DATABASE_URL": f"sqlite:///{folder}/x.db",
            "FIVESTAR_DATA_DIR": folder,
            "FIVESTAR_PORT": str(port),
        }
        command = [sys.executable, "-m", "bot", "run"]
        began = perf_counter()
        bot = subprocess.Popen(
            command, env={**os.environ, **settings}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert bot.stdout
        bot.stdout.readline()
        seconds = perf_counter() - began
        times = Path(f"/proc/{bot.pid}/stat").read_text().rpartition(")")[2].split()
        status = Path(f"/proc/{bot.pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+)", status)
        bot.terminate()
        bot.wait(20)
    cpu = (int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK")
    return seconds, cpu, int(found[1]) / 1024 if found else 0.0


def _bare() -> float:
    began = perf_counter()
    subprocess.run([sys.executable, "-c", "import asyncio, sqlite3"], check=True)
    return perf_counter() - began


def _page_weight() -> list[tuple[str, str, str]]:
    chat = Path(__file__).parents[1] / "web" / "chat"
    board = Path(__file__).parents[1] / "web" / "board" / "board.css"
    total = sum(f.stat().st_size for f in chat.iterdir() if f.is_file())
    return [
        ("the chat page with all it loads, unpacked", f"{total / 1000:.0f} kB", "≤ 200 kB"),
        ("the board's style", f"{board.stat().st_size / 1000:.1f} kB", "pages are plain HTML"),
    ]
