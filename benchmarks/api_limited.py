"""A Bot API server that takes 30 messages a second, answers in 50 ms and refuses what is beyond, while people tap on.

`python api_limited.py PORT MESSAGES MOODY` prints one line of JSON when so many messages were taken. A MOODY server (1) also
refuses one request in two hundred though it is within the limit, as Telegram does. Each second somebody who was written to
two seconds ago taps their button, and the time until that is acknowledged and the message edited is kept.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections import deque
from random import Random
from time import perf_counter

from api_server import Load, serve

ALLOWED = 30
LATENCY = 0.05
MOOD = 1 / 200
SETTLED = 2.0
"""Seconds after a message before its reader taps: nobody is written to twice in a second."""
COUNTED = ("sendmessage", "editmessagetext")
REFUSED = (
    b'{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 1","parameters":{"retry_after":1}}'
)


class Limited(Load):
    """Counts what is taken, what was refused because it came too fast, and what was refused at random."""

    def __init__(self, messages: int, *, moody: bool) -> None:
        super().__init__("polling", 1, 0, 1, 0)
        self.messages, self.moody, self.luck = messages, moody, Random(1)
        self.recent: deque[float] = deque()
        self.times: list[float] = []
        self.readers: deque[tuple[float, int, str]] = deque()
        self.too_fast = self.moods = self.numbers = self.taken = 0

    async def answer(self, method: str, asked: dict[str, str]) -> tuple[bytes, bytes]:
        if method in COUNTED and not self.takes():
            await asyncio.sleep(LATENCY)
            return b"429 Too Many Requests", REFUSED
        if method == "sendmessage":
            self.arrived(asked)
        if method != "getupdates":
            await asyncio.sleep(LATENCY)
        return await super().answer(method, asked)

    def takes(self) -> bool:
        now = perf_counter()
        while self.recent and self.recent[0] <= now - 1:
            self.recent.popleft()
        if len(self.recent) >= ALLOWED:
            self.too_fast += 1
            return False
        if self.moody and self.luck.random() < MOOD:
            self.moods += 1
            return False
        self.recent.append(now)
        self.taken += 1
        return True

    def arrived(self, asked: dict[str, str]) -> None:
        now = perf_counter()
        self.times.append(now)
        if rows := json.loads(asked.get("reply_markup", "{}")).get("inline_keyboard"):
            self.readers.append((now + SETTLED, int(asked["chat_id"]), rows[0][0]["callback_data"]))
        if len(self.times) >= self.messages:
            self.done.set()

    def heard(self, user: int) -> None:
        """Both the acknowledgement and the edit have come in; both are answered in `LATENCY` from now."""
        if user in self.half:
            self.took.append(perf_counter() + LATENCY - self.begun[user])
        self.half.add(user)

    async def people(self) -> None:
        while True:
            await asyncio.sleep(1)
            if self.readers and self.readers[0][0] <= perf_counter():
                _, user, data = self.readers.popleft()
                self.numbers += 1
                self.begun[user] = perf_counter()
                self.pending.append(self.tapped(self.numbers, user, data))
                self.news.set()


async def main(port: int, messages: int, moody: int) -> None:
    load = Limited(messages, moody=bool(moody))
    server = await asyncio.start_server(lambda r, w: serve(r, w, load), "127.0.0.1", port)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    people = asyncio.create_task(load.people())
    await load.done.wait()
    people.cancel()
    took = sorted(load.took)
    told = {
        "seconds": load.times[-1] - load.times[0],
        "per_second": (load.taken - 1) / (load.times[-1] - load.times[0]),
        "too_fast": load.too_fast,
        "moods": load.moods,
        "replies": len(took),
        "p50": took[len(took) // 2] * 1e3 if took else 0,
        "p99": took[int(len(took) * 0.99)] * 1e3 if took else 0,
        "longest": took[-1] * 1e3 if took else 0,
    }
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    server.close()
    os._exit(0)


if __name__ == "__main__":
    asyncio.run(main(*map(int, sys.argv[1:4])))
