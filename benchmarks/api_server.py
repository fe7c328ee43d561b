"""A Bot API server that costs next to nothing: it keeps so many taps in flight and times each until it is answered and edited.

`python api_server.py PORT MODE IN_FLIGHT TAPS USERS HOOK` prints one line of JSON when all taps are done. It needs no
library, so that it runs beside every peer. MODE is `polling` or `webhook`, HOOK the port of the bot's own server.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections import defaultdict, deque
from contextlib import suppress
from time import perf_counter
from urllib.parse import parse_qs

BOT = {"id": 1, "is_bot": True, "first_name": "bench", "username": "bench_bot"}
SECRET = "bench-secret"
OK = b"200 OK"


def buttons_each(taps: int, in_flight: int) -> int:
    """How many buttons each person has: more than their share, since some are served faster than others."""
    return taps // in_flight * 5 // 4 + 1


class Load:
    """Taps by different people, each tapping the next of their buttons when the last was answered."""

    def __init__(self, mode: str, in_flight: int, taps: int, users: int, hook: int) -> None:
        self.mode, self.in_flight, self.taps, self.users, self.hook = mode, in_flight, taps, users, hook
        self.begun: defaultdict[int, float] = defaultdict(perf_counter)
        self.half: set[int] = set()
        self.each, self.tapped_by = buttons_each(taps, in_flight), dict.fromkeys(range(1, in_flight + 1), 0)
        self.took: list[float] = []
        self.pending: deque[bytes] = deque()
        self.news = asyncio.Event()
        self.done = asyncio.Event()
        self.sent = 0
        self.hooks: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self.url = ""
        self.pushing: set[asyncio.Task[None]] = set()

    async def begin(self) -> None:
        self.started = perf_counter()
        for user in range(1, self.in_flight + 1):
            self.tap(user)

    def tap(self, user: int) -> None:
        """One more tap of theirs, on the next of their buttons; never two taps of one person at a time."""
        if self.sent >= self.taps or self.tapped_by[user] >= self.each:
            return
        self.sent += 1
        self.tapped_by[user] += 1
        offer = (user - 1) * self.each + self.tapped_by[user]
        self.begun[user] = perf_counter()
        body = self.tapped(self.sent, user, f"{offer}-bench.0")
        if self.mode == "polling":
            self.pending.append(body)
            self.news.set()
        else:
            pushing = asyncio.get_running_loop().create_task(self.push(body))
            self.pushing.add(pushing)
            pushing.add_done_callback(self.pushing.discard)

    def tapped(self, number: int, user: int, data: str) -> bytes:
        chat = {"id": user, "type": "private", "first_name": f"u{user}"}
        update = {
            "update_id": number,
            "callback_query": {
                "id": str(user),
                "from": {"id": user, "is_bot": False, "first_name": f"u{user}", "language_code": "zh"},
                "chat_instance": "1",
                "data": data,
                "message": {"message_id": 7, "date": 1_790_000_000, "chat": chat, "from": BOT, "text": "?"},
            },
        }
        return json.dumps(update).encode()

    async def push(self, body: bytes) -> None:
        """Deliver one update, again over another connection where the bot has ended the one it went over."""
        head = (
            f"POST /telegram/webhook HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        while True:
            reader, writer = self.hooks.pop() if self.hooks else await self.reach()
            with suppress(asyncio.IncompleteReadError, ConnectionError):
                writer.write(head.encode() + body)
                asked = await self.answered(reader)
                break
            writer.close()
        if asked.get("method") == "answerCallbackQuery":
            self.heard(int(asked["callback_query_id"]))
        self.hooks.append((reader, writer))

    async def answered(self, reader: asyncio.StreamReader) -> dict[str, str]:
        """What the answer to an update asks for in its turn."""
        answer = await reader.readuntil(b"\r\n\r\n")
        size = next(
            (int(h.split(b":")[1]) for h in answer.split(b"\r\n") if h.lower().startswith(b"content-length")), 0
        )
        return dict(json.loads(await reader.readexactly(size))) if size else {}

    async def reach(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        while True:
            with suppress(ConnectionRefusedError):
                return await asyncio.open_connection("127.0.0.1", self.hook)
            await asyncio.sleep(0.05)

    def heard(self, user: int) -> None:
        """A tap is done when it was both acknowledged and its message edited."""
        if user not in self.half:
            self.half.add(user)
            return
        self.half.discard(user)
        self.took.append(perf_counter() - self.begun[user])
        if len(self.took) >= self.taps:
            self.ended = perf_counter()
            self.done.set()
        else:
            self.tap(user)

    async def updates(self, offset: int, wait: float) -> bytes:
        if not self.pending and wait:
            self.news.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self.news.wait(), min(wait, 5))
        found = []
        while self.pending and len(found) < 100:
            found.append(self.pending.popleft())
        return b"[" + b",".join(found) + b"]"

    async def answer(self, method: str, asked: dict[str, str]) -> tuple[bytes, bytes]:
        """A status line and a body."""
        return OK, b'{"ok":true,"result":' + await self.result(method, asked) + b"}"

    async def result(self, method: str, asked: dict[str, str]) -> bytes:
        if method == "getupdates":
            return await self.updates(int(asked.get("offset", 0)), float(asked.get("timeout", 0)))
        if method == "answercallbackquery":
            self.heard(int(asked["callback_query_id"]))
        if method in ("editmessagetext", "sendmessage"):
            user = int(asked["chat_id"])
            if method == "editmessagetext":
                self.heard(user)
            chat = {"id": user, "type": "private", "first_name": f"u{user}"}
            return json.dumps({"message_id": 7, "date": 1_790_000_000, "chat": chat, "from": BOT, "text": "x"}).encode()
        if method == "getme":
            return json.dumps({**BOT, "can_join_groups": True, "can_read_all_group_messages": False}).encode()
        if method == "setwebhook":
            self.url = asked["url"]
        if method == "getwebhookinfo":
            return json.dumps({"url": self.url, "has_custom_certificate": False, "pending_update_count": 0}).encode()
        return b"true"


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, load: Load) -> None:
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            first, *lines = head.split(b"\r\n")
            headers = {k.lower(): v.strip() for k, _, v in (line.partition(b":") for line in lines)}
            body = await reader.readexactly(int(headers.get(b"content-length", 0)))
            method = first.split(b" ")[1].rpartition(b"/")[2].lower().decode()
            status, content = await load.answer(method, fields(body, headers.get(b"content-type", b"")))
            kind = b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(content)
            writer.write(b"HTTP/1.1 %s\r\n" % status + kind + content)
    except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
        writer.close()


def fields(body: bytes, kind: bytes) -> dict[str, str]:
    if kind.startswith(b"application/json"):
        return {k: v if isinstance(v, str) else json.dumps(v) for k, v in json.loads(body or b"{}").items()}
    if kind.startswith(b"multipart"):
        parts = body.split(b'name="')[1:]
        return {
            p.partition(b'"')[0].decode(): p.partition(b"\r\n\r\n")[2].partition(b"\r\n--")[0].decode() for p in parts
        }
    return {k: v[0] for k, v in parse_qs(body.decode()).items()}


async def main(port: int, mode: str, in_flight: int, taps: int, users: int, hook: int) -> None:
    load = Load(mode, in_flight, taps, users, hook)
    server = await asyncio.start_server(lambda r, w: serve(r, w, load), "127.0.0.1", port)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    await load.begin()
    await load.done.wait()
    took = sorted(load.took[len(load.took) // 10 :])
    seconds = load.ended - load.started
    told = {"per_second": taps / seconds, "p50": took[len(took) // 2] * 1e3, "p99": took[int(len(took) * 0.99)] * 1e3}
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    server.close()
    os._exit(0)  # what still waits for updates need not be told


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2], *map(int, sys.argv[3:7])))
