"""A durable tap against a bare echo: our whole path against stock bots that only answer and edit."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.peers import ready
from benchmarks.table import Table
from tests.ports import own_port

HERE = Path(__file__).parent
ROUNDS = 3
MODES = ("polling", "webhook")
IN_FLIGHT = {1: 400, 8: 1600, 64: 3200}
"""Taps in all by how many are in flight."""
CALM = 0.03
"""Seconds of CPU in a second: no more than an idle bot needs."""

LONGEST_START = 60.0
SMALLEST = {"ROUNDS": 1, "MODES": ("webhook",), "IN_FLIGHT": {1: 20}}
"""What a test starts it with."""


def run() -> Table:
    peers = ready()
    rows = []
    for mode in MODES:
        for in_flight, taps in IN_FLIGHT.items():
            bots = {"ours": sys.executable, "ptb": str(peers), "aiogram": str(peers)}
            runs: dict[str, list[dict[str, float]]] = {name: [] for name in bots}
            for _ in range(ROUNDS):
                for name, python in bots.items():
                    runs[name].append(one(name, python, mode, in_flight, taps))
            middle = {name: {k: median(r[k] for r in found) for k in found[0]} for name, found in runs.items()}
            ours, ptb, aiogram = middle["ours"], middle["ptb"], middle["aiogram"]
            rows.append(
                (
                    mode,
                    in_flight,
                    *(f"{m['per_second']:.0f}/s, p99 {m['p99']:.1f} ms" for m in (ours, ptb, aiogram)),
                    f"{ours['per_second'] / ptb['per_second']:.2f}×",
                    f"{ours['per_second'] / aiogram['per_second']:.2f}×",
                )
            )
            print(rows[-1], flush=True)
    head = (
        "way",
        "in flight",
        "ours, stored and synced",
        "python-telegram-bot echo",
        "aiogram echo",
        "to (a)",
        "to (b)",
    )
    words = (
        "Ours: dedup, facts, conversation, outbox, `synchronous=FULL` commit, `answerCallbackQuery` and edit. "
        "The peers only answer and edit. The server is a process of its own on the other core, and taps begin when the bot "
        "has been idle for a second. Aims, at 8 and 64 in flight: ≥ 3× (a), ≥ 1.5× (b) by polling, ≥ 1.3× (b) by webhook. "
        "At 1 in flight nothing shares a commit: ours waits for the disk before it edits, and again, beside the next tap, "
        "to record that it did. By webhook our acknowledgement is the answer to Telegram's own request, sent after the "
        "commit; the peers' are requests of their own."
    )
    return Table("A durable tap against a bare echo", head, rows, words)


def until_calm(process: int) -> None:
    """Until a bot has started, and what it prepares beside listening is done: for a second it needs hardly any CPU."""
    began, before = time.monotonic(), 0.0
    time.sleep(2)
    while (now := cpu(process)) - before > CALM and time.monotonic() - began < LONGEST_START:
        before = now
        time.sleep(1)


def cpu(process: int) -> float:
    """Seconds of CPU that a process has needed."""
    user, system = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def one(name: str, python: str, mode: str, in_flight: int, taps: int) -> dict[str, float]:
    port, hook = own_port(), own_port()
    with tempfile.TemporaryDirectory() as folder:
        asked = [HERE / "api_server.py", port, mode, in_flight, taps, in_flight, hook]
        server = subprocess.Popen(
            [sys.executable, *map(str, asked)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert server.stdin
        assert server.stdout
        server.stdout.readline()
        more = [folder, taps, in_flight] if name == "ours" else []
        program = ["-m", "benchmarks.echo_ours"] if name == "ours" else [str(HERE / f"echo_{name}.py")]
        with (Path(folder) / "log").open("w") as log:
            bot = subprocess.Popen([python, *program, *map(str, [port, mode, hook, *more])], stdout=log, stderr=log)
            until_calm(bot.pid)
            server.stdin.write("go\n")
            server.stdin.flush()
            try:
                told, _ = server.communicate(timeout=90)
            finally:
                bot.terminate()
                server.kill()
                bot.wait(20)
        if not told.strip():
            raise SystemExit((Path(folder) / "log").read_text()[-2000:])
        return dict(json.loads(told.splitlines()[-1]))
