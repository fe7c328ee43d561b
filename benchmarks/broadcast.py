"""Asks everybody at once: measures how evenly messages go out to a server that takes 30 a second, and whether replies wait."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.peers import ready
from benchmarks.table import Table
from tests.ports import own_port

HERE = Path(__file__).parent
MESSAGES = 10_000
OF_THE_PEER = 900
"""The stock limiter would take a third of an hour for as many."""
PATIENCE = 900
SMALLEST = {"MESSAGES": 30, "OF_THE_PEER": 20}
"""What a test starts it with."""


def run() -> Table:
    rows = []
    for moody in (False, True):
        for name, messages in (("ours", MESSAGES), ("python-telegram-bot, AIORateLimiter", OF_THE_PEER)):
            told = one(name, messages, moody=moody)
            rows.append(
                (
                    name,
                    f"{messages:,}",
                    "429 to one in 200" if moody else "only beyond 30/s",
                    f"{told['per_second']:.1f}/s",
                    f"{told['too_fast']:.0f}",
                    f"{told['moods']:.0f}",
                    f"{told['p50']:.0f} / {told['p99']:.0f} ms of {told['replies']:.0f}" if told["replies"] else "",
                )
            )
            print(rows[-1], flush=True)
    head = (
        "sender",
        "messages",
        "the server refuses",
        "messages and edits a second",
        "429 of its own making",
        "other 429",
        "replies p50 / p99",
    )
    words = (
        "The server counts each second's sends and edits and answers in 50 ms. Ours writes every message down first and goes "
        "on answering taps; a reply is acknowledged and edited, two requests. Aim: ≥ 29/s, none of our own making, < 300 ms."
    )
    return Table("Broadcast", head, rows, words)


def one(name: str, messages: int, *, moody: bool) -> dict[str, float]:
    port = own_port()
    asked = [HERE / "api_limited.py", port, messages, int(moody)]
    server = subprocess.Popen([sys.executable, *map(str, asked)], stdout=subprocess.PIPE, text=True)
    assert server.stdout
    server.stdout.readline()
    with tempfile.TemporaryDirectory() as folder:
        ours = [sys.executable, "-m", "benchmarks.broadcast_ours", str(port), folder, str(messages)]
        theirs = [str(ready()), str(HERE / "broadcast_ptb.py"), str(port), str(messages)]
        with (Path(folder) / "log").open("w") as log:
            bot = subprocess.Popen(ours if name == "ours" else theirs, stdout=log, stderr=log)
            try:
                told, _ = server.communicate(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                raise SystemExit((Path(folder) / "log").read_text()[-2000:]) from None
            finally:
                bot.terminate()
                server.kill()
                bot.wait(20)
    return dict(json.loads(told.splitlines()[-1]))
