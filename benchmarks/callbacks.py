"""A message by WeCom's callback beside one by Telegram's webhook: from the request to the 200 after the commit, in one bot."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import aiohttp
from aiohttp import web

from benchmarks.callbacks_ours import AES_KEY, AGENT, CORP, KFID, SECRET, TOKEN
from benchmarks.table import Table
from channels.qyapi.envelope import Envelope
from tests.ports import own_port

ROUNDS = 3
IN_FLIGHT = {1: 200, 8: 800, 64: 1600}
"""Messages in all by how many are in flight."""
ROWS = 1000
SMALLEST = {"ROUNDS": 1, "IN_FLIGHT": {1: 10}, "ROWS": 20}
"""What a test starts it with."""

HEADERS = {"x-telegram-bot-api-secret-token": SECRET}
ENVELOPE = Envelope(TOKEN, AES_KEY, CORP)


class FarSide:
    """Both APIs, as cheap as can be: everything is taken. `pulled` is set when the page of rows was committed."""

    def __init__(self, port: int, hook: int) -> None:
        self.port = port
        self.hook = {
            "url": f"http://127.0.0.1:{hook}/telegram/webhook",
            "has_custom_certificate": False,
            "pending_update_count": 0,
        }
        self.rows: list[dict[str, Any]] = []
        self.pulled = asyncio.Event()
        self._numbers = count(1)

    async def start(self) -> None:
        app = web.Application(client_max_size=1 << 26)
        app.router.add_route("*", "/cgi-bin/{path:.*}", self._qyapi)
        app.router.add_route("*", "/{bot}/{method}", self._telegram)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()

    async def stop(self) -> None:
        await self._runner.cleanup()

    async def _telegram(self, request: web.Request) -> web.Response:
        me = {"id": 1, "is_bot": True, "first_name": "bench", "username": "bench_bot"}
        message = {"message_id": next(self._numbers), "date": 0, "chat": {"id": 1, "type": "private"}}
        found: Any = {"getMe": me, "sendMessage": message, "getWebhookInfo": self.hook}.get(
            request.match_info["method"], True
        )
        return web.json_response({"ok": True, "result": found})

    async def _qyapi(self, request: web.Request) -> web.Response:
        path, found = request.match_info["path"], {"errcode": 0, "errmsg": "ok"}
        if path == "gettoken":
            return web.json_response({**found, "access_token": "bench", "expires_in": 7200})
        if path != "kf/sync_msg":
            return web.json_response({**found, "msgid": str(next(self._numbers))})
        start = int(json.loads(await request.read()).get("cursor", "c0")[1:])
        if start and start == len(self.rows):
            self.pulled.set()
        page = {
            "next_cursor": f"c{len(self.rows)}",
            "has_more": int(start < len(self.rows)),
            "msg_list": self.rows[start:],
        }
        return web.json_response({**found, **page})


class People:
    """Who writes: each request is made beforehand, so that sealing costs the bot's core nothing."""

    def __init__(self, hook: int) -> None:
        self.hook = f"http://127.0.0.1:{hook}"
        self._numbers = count(1)

    def update(self) -> Callable[[aiohttp.ClientSession], Awaitable[int]]:
        number = next(self._numbers)
        user = {"id": number % 200 + 1, "is_bot": False, "first_name": "u"}
        message = {"message_id": number, "date": int(time.time()), "text": "帮助", "from": user}
        body = json.dumps(
            {"update_id": number, "message": {**message, "chat": {"id": user["id"], "type": "private"}}}
        ).encode()
        return lambda http: _post(http, f"{self.hook}/telegram/webhook", body, headers=HEADERS)

    def callback(self, inner: str = "") -> Callable[[aiohttp.ClientSession], Awaitable[int]]:
        number, now = next(self._numbers), int(time.time())
        who = (
            f"<FromUserName>u{number % 200 + 1}</FromUserName><CreateTime>{now}</CreateTime><AgentID>{AGENT}</AgentID>"
        )
        text = f"<MsgType>text</MsgType><Content>帮助</Content><MsgId>{number}</MsgId>"
        sealed = ENVELOPE.seal(f"<xml>{who}{inner or text}</xml>".encode())
        query = {
            "timestamp": str(now),
            "nonce": str(number),
            "msg_signature": ENVELOPE.signature(str(now), str(number), sealed),
        }
        body = f"<xml><Encrypt>{sealed}</Encrypt></xml>".encode()
        return lambda http: _post(http, f"{self.hook}/wecom/callback", body, params=query)


async def _post(http: aiohttp.ClientSession, url: str, body: bytes, **more: Any) -> int:
    async with http.post(url, data=body, **more) as response:
        return response.status


def run() -> Table:
    far_port, hook = own_port(), own_port()
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "log").open("w") as log:
        words = ["-m", "benchmarks.callbacks_ours", str(far_port), str(hook), folder]
        bot = subprocess.Popen([sys.executable, *words], stdout=log, stderr=log)
        try:
            rows = asyncio.run(_measured(FarSide(far_port, hook), hook))
        except (AssertionError, TimeoutError) as failed:
            raise SystemExit(f"{failed!r}: {(Path(folder) / 'log').read_text()[-2000:]}") from failed
        finally:
            bot.terminate()
            bot.wait(20)
    head = ("way", "in flight", "/telegram/webhook", "/wecom/callback", "to the webhook")
    words_ = (
        "One bot with both channels on SQLite, `synchronous=FULL`; the same word from people it knows, turn about. Each is "
        "answered 200 once its turn, the answer in the outbox among it, is committed; a callback is also verified and "
        "decrypted. A pull counts until the page is handled and its cursor kept. Aim: a callback's p99 always under 3 s, and "
        "≤ 1.3× the webhook's."
    )
    return Table("A callback beside a webhook", head, rows, words_)


async def _measured(far: FarSide, hook: int) -> list[tuple[object, ...]]:
    people = People(hook)
    await far.start()
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
        await _ready(http, hook)
        rows: list[tuple[object, ...]] = [
            await _beside(http, people, flying, many) for flying, many in IN_FLIGHT.items()
        ]
        rows.append(("pull of rows", f"{ROWS:,} in a page", "", await _pull(http, people, far), ""))
    await far.stop()
    return rows


async def _ready(http: aiohttp.ClientSession, hook: int) -> None:
    async with asyncio.timeout(60):
        while True:
            with suppress(aiohttp.ClientError):
                async with http.get(f"http://127.0.0.1:{hook}/metrics"):
                    return
            await asyncio.sleep(0.05)


async def _beside(
    http: aiohttp.ClientSession, people: People, flying: int, many: int
) -> tuple[str, int, str, str, str]:
    """Both ways, turn about; the medians of their rounds."""
    found: dict[str, list[tuple[float, float]]] = {"webhook": [], "callback": []}
    for make in (people.update, people.callback):  # nothing is measured cold
        await _round(http, [make() for _ in range(max(flying, 2))], flying)
    for _ in range(ROUNDS):
        for way, make in (("webhook", people.update), ("callback", people.callback)):
            found[way].append(await _round(http, [make() for _ in range(many)], flying))
    middle = {way: (median(r for r, _ in rounds), median(p for _, p in rounds)) for way, rounds in found.items()}
    told = [f"{rate:.0f}/s, p99 {p99:.1f} ms" for rate, p99 in middle.values()]
    return "message", flying, told[0], told[1], f"{middle['callback'][1] / middle['webhook'][1]:.2f}×"


async def _round(
    http: aiohttp.ClientSession, posts: list[Callable[[aiohttp.ClientSession], Awaitable[int]]], flying: int
) -> tuple[float, float]:
    """Messages a second, and the p99 in milliseconds."""
    took: list[float] = []
    waiting = iter(posts)

    async def one_after_another() -> None:
        for post in waiting:
            began = time.perf_counter()
            assert await post(http) == 200
            took.append((time.perf_counter() - began) * 1000)

    began = time.perf_counter()
    await asyncio.gather(*(one_after_another() for _ in range(flying)))
    return len(took) / (time.perf_counter() - began), quantiles(took, n=100)[98]


async def _pull(http: aiohttp.ClientSession, people: People, far: FarSide) -> str:
    for n in range(ROWS):
        row = {
            "msgid": f"row{n}",
            "send_time": int(time.time()),
            "origin": 3,
            "msgtype": "text",
            "text": {"content": "帮助"},
        }
        far.rows.append({**row, "external_userid": f"wm{n % 200 + 1}", "open_kfid": KFID})
    began = time.perf_counter()
    bell = f"<MsgType>event</MsgType><Event>kf_msg_or_event</Event><Token>bell</Token><OpenKfId>{KFID}</OpenKfId>"
    assert await people.callback(bell)(http) == 200
    async with asyncio.timeout(120):
        await far.pulled.wait()
    took = time.perf_counter() - began
    return f"{took:.2f} s, {ROWS / took:.0f} rows/s"
