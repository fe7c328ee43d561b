"""How long until the bot takes its first message, and how much memory it holds then, and with the language read.

Another state of this repository is started turn about with ours: `git worktree add FOLDER COMMIT`, then
`python -m benchmarks start --set "BESIDE='FOLDER'"`. Without it the commit `BEFORE` is unpacked, where git knows it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

import httpx

from benchmarks.table import Table
from tests.ports import own_port

OURS = Path(__file__).parents[1]
ROUNDS = 5
BEFORE = "6d42f3a"
"""The last commit before the words were kept in a trie and their sounds made with the reader."""
BESIDE = ""
"""A folder with another state of the repository; empty for `BEFORE`."""
SMALLEST = {"ROUNDS": 1, "BEFORE": ""}
"""What a test starts it with."""
STILL = 0.5
"""Seconds without any work after which a bot has read all that it reads at its start."""

WORDS = """Aims: 0.50 s to listening, 70 MB then, 90 MB after the first message; “before” is commit {before}, started turn
about. While it was measured {load:.1f} processes wanted the {cores} processors: with more than one for each, the seconds of the
processor are what to compare. Of those left, about two fifths are imports of what takes messages (handlers, storage, rules),
two fifths Python itself and the libraries (pydantic, starlette, uvicorn, APScheduler), a fifth the sentences, the statements
and the schema of an empty database."""

_READER = """
from time import process_time
from bot import dialogue
from programme.rules import Rules
import bot.language.reader
began = process_time()
dialogue.prepare(Rules())
print(process_time() - began)
"""


@dataclass(frozen=True)
class Started:
    """One start: seconds until it listens, seconds of the processor and megabytes then, megabytes after a message."""

    wall: float
    processor: float
    listening: float
    settled: float
    reader: float


def run() -> Table:
    with _before() as before:
        trees = [OURS, *([before] if before else [])]
        found: dict[Path, list[Started]] = {tree: [] for tree in trees}
        for n in range(ROUNDS + 1):
            for tree in trees:
                one = _once(tree)
                if n:  # the first writes down what it compiles
                    found[tree].append(one)
    bare = median(_bare() for _ in range(ROUNDS))
    rows = [
        ("bare Python with asyncio and sqlite3", f"{bare:.2f} s", ""),
        ("start to listening, SQLite, web chat", *_told(found, "wall", ".2f", "s")),
        ("of the processor until then", *_told(found, "processor", ".2f", "s")),
        ("resident memory, listening", *_told(found, "listening", ".1f", "MB")),
        ("resident memory after the first message that the language reads", *_told(found, "settled", ".1f", "MB")),
        ("of the processor to make the reader", *_told(found, "reader", ".2f", "s")),
        *_page_weight(),
    ]
    words = WORDS.format(before=BESIDE or BEFORE, load=os.getloadavg()[1], cores=os.cpu_count())
    return Table("Start and size", ("what", "ours", "before"), rows, words.replace("\n", " "))


def _told(found: dict[Path, list[Started]], figure: str, form: str, unit: str) -> list[str]:
    told = [f"{median(getattr(one, figure) for one in all_):{form}} {unit}" for all_ in found.values()]
    return [*told, ""][:2]


@contextmanager
def _before() -> Iterator[Path | None]:
    """The other state of the repository, unless there is none to be had."""
    if BESIDE:
        yield Path(BESIDE)
        return
    packed = subprocess.run(["git", "archive", BEFORE or "-"], cwd=OURS, capture_output=True, check=False)
    if packed.returncode:
        yield None
        return
    with tempfile.TemporaryDirectory() as folder, tarfile.open(fileobj=BytesIO(packed.stdout)) as files:
        files.extractall(folder, filter="data")
        yield Path(folder)


def _once(tree: Path) -> Started:
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    reader = subprocess.run(
        [sys.executable, "-c", _READER], cwd=tree, env=environment, capture_output=True, text=True, check=True
    )
    with tempfile.TemporaryDirectory() as folder:
        port = own_port()
        settings = {
            "FIVESTAR_DATABASE_URL": f"sqlite:///{folder}/x.db",
            "FIVESTAR_DATA_DIR": folder,
            "FIVESTAR_PORT": str(port),
        }
        began = perf_counter()
        bot = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=tree,
            env=environment | settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert bot.stdout
        bot.stdout.readline()
        wall = perf_counter() - began
        processor, listening = _processor(bot.pid), _memory(bot.pid)
        _say(f"http://127.0.0.1:{port}")
        _wait_until_still(bot.pid)
        settled = _memory(bot.pid)
        bot.terminate()
        bot.wait(20)
    return Started(wall, processor, listening, settled, float(reader.stdout))


def _say(address: str) -> None:
    """One sentence into the chat; it is acknowledged once it is handled."""
    with httpx.Client(base_url=address, headers={"x-fivestar": "1"}, timeout=60) as http:
        http.get("/chat").raise_for_status()
        http.post("/chat/send", json={"uuid": "first-sentence", "text": "五样都做好了"}).raise_for_status()


def _processor(pid: int) -> float:
    times = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK")


def _memory(pid: int) -> float:
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def _wait_until_still(pid: int) -> None:
    known = -1.0
    while (now := _processor(pid)) > known:
        known = now
        sleep(STILL)


def _bare() -> float:
    began = perf_counter()
    subprocess.run([sys.executable, "-c", "import asyncio, sqlite3"], check=True)
    return perf_counter() - began


def _page_weight() -> list[tuple[str, str, str]]:
    chat = OURS / "web" / "chat"
    board = OURS / "web" / "board" / "board.css"
    total = sum(f.stat().st_size for f in chat.iterdir() if f.is_file())
    return [
        ("the chat page with all it loads, unpacked", f"{total / 1000:.0f} kB", "≤ 200 kB"),
        ("the board's style", f"{board.stat().st_size / 1000:.1f} kB", "pages are plain HTML"),
    ]
