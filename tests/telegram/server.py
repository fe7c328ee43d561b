"""A Bot API server of our own on the loopback: it judges every request, answers in the real shapes, and fails as it is told."""

from __future__ import annotations

import asyncio
import json
from collections import Counter, deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from aiohttp import web

from tests.ports import own_port
from tests.telegram.chats import MESSAGES, SPEAKING, Chats, TurnedDown
from tests.telegram.judge import METHODS, Call, File, problems, shape
from tests.waiting import LONG_ENOUGH, until

TOKEN = "777:AAF-five-star-street-token-of-the-test"
LONGEST_HANG = 20.0


@dataclass
class Fault:
    """How the server fails once: `flood`, `gateway` (502), `status`, `hang`, `drop`, `garbage`.

    `accepted` says whether it had done what it was asked before it failed.
    """

    kind: str
    accepted: bool = False
    status: int = 500
    words: str = "Internal Server Error"
    after: int = 1


class BotApi:
    """One server with one bot. `complaints` is what the specification had against it or us; a test ends with none.

    `played` counts the faults that came to pass; `unavoidable` those of them after which a message may come twice, because
    it was taken and nobody said so.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self.chats = Chats(clock)
        self.port = own_port()
        self.token = TOKEN
        self.calls: list[Call] = []
        self.complaints: list[str] = []
        self.played: Counter[str] = Counter()
        self.waiting: list[dict[str, Any]] = []
        self.webhook: dict[str, Any] = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
        self.secret = ""
        self.reach = ""
        self.deliver = True
        self.answers: list[int] = []
        self.twice = False
        self.sent: list[dict[str, Any]] = []
        self.unavoidable = 0
        self._faults: dict[str, deque[Fault | None]] = {}
        self._numbers = count(1000)
        self._news = asyncio.Condition()
        self._polls = 0
        self._closing = asyncio.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Listen, on the same port every time."""
        self._closing = asyncio.Event()
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_route("*", "/bot{token}/{method}", self._asked)
        app.router.add_get("/file/bot{token}/{path:.*}", self._file)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True).start()
        self._delivering = asyncio.create_task(self._deliver())

    async def stop(self) -> None:
        """Go away, as a network does: every connection breaks."""
        self._closing.set()
        async with self._news:
            self._news.notify_all()
        self._delivering.cancel()
        await asyncio.gather(self._delivering, return_exceptions=True)
        await self._runner.cleanup()

    def play(self, *faults: Fault | None, on: Iterable[str] = SPEAKING) -> None:
        """Fail the next requests of these methods, one fault each; None lets one pass."""
        for method in on:
            assert method in METHODS, method
        shared = deque(faults)
        self._faults.update(dict.fromkeys(on, shared))

    @property
    def unplayed(self) -> int:
        return sum(len(queue) for queue in {id(q): q for q in self._faults.values()}.values())

    async def push(self, *bodies: dict[str, Any], reverse: bool = False, twice: bool = False) -> None:
        """Updates for the bot, numbered in order; they may arrive in another order, or twice."""
        updates = [{"update_id": next(self._numbers), **body} for body in bodies]
        for update in updates:
            self.complaints += shape("Update", update)
        self.sent += updates
        if reverse:
            updates.reverse()
        async with self._news:
            self.waiting += updates * 2 if twice or self.twice else updates
            self._news.notify_all()

    async def all_taken(self, within: float = LONG_ENOUGH) -> None:
        """Until the bot has acknowledged every update."""
        await until(lambda: not self.waiting, within=within)

    def asked(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    async def _asked(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self.token:
            return _error(401, "Unauthorized")
        call = await _read(request)
        self.calls.append(call)
        if wrong := problems(call):
            self.complaints += wrong
            return _error(400, f"Bad Request: {wrong[0]}")
        queue = self._faults.get(call.method)
        if queue and (fault := queue.popleft()):
            return await self._fail(fault, request, call)
        return await self._answer(call)

    async def _answer(self, call: Call) -> web.Response:
        try:
            result = await self._result(call)
        except TurnedDown as down:
            return _error(down.status, str(down), down.parameters)
        kinds = METHODS[call.method]["returns"]
        wrong = [shape(kind, result) for kind in kinds]
        if all(wrong):
            self.complaints += wrong[0]
        return web.json_response({"ok": True, "result": result})

    async def _result(self, call: Call) -> Any:
        own = {
            "getUpdates": self._get_updates,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._set_webhook,
            "getWebhookInfo": self._webhook_info,
        }
        return await own[call.method](call) if call.method in own else self.chats.answer(call)

    async def _fail(self, fault: Fault, request: web.Request, call: Call) -> web.StreamResponse:
        self.played[f"{fault.kind}{' after accepting' if fault.accepted else ''}"] += 1
        answer = await self._answer(call) if fault.accepted else None
        self.unavoidable += fault.accepted and call.method in MESSAGES
        match fault.kind:
            case "flood":
                words = f"Too Many Requests: retry after {fault.after}"
                return _error(429, words, {"retry_after": fault.after})
            case "gateway":
                return web.Response(status=502, text="<html><h1>502 Bad Gateway</h1></html>", content_type="text/html")
            case "garbage":
                return web.Response(text='{"ok": true, "result": {"mess', content_type="application/json")
            case "status":
                return _error(fault.status, fault.words)
            case "hang":
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._closing.wait(), LONGEST_HANG)
            case _:
                assert fault.kind == "drop"
        if request.transport:
            request.transport.abort()
        return answer or web.Response()

    async def _get_updates(self, call: Call) -> list[dict[str, Any]]:
        if self.webhook["url"]:
            words = (
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete it first"
            )
            raise TurnedDown(409, words)
        self._polls += 1
        mine = self._polls
        if offset := int(call.values.get("offset", 0)):
            self.waiting = [u for u in self.waiting if u["update_id"] >= offset]
        async with self._news:
            self._news.notify_all()
            try:
                async with asyncio.timeout(float(call.values.get("timeout", 0))):
                    await self._news.wait_for(lambda: self.waiting or self._closing.is_set() or self._polls > mine)
            except TimeoutError:
                return []
        if self._polls > mine and not self.waiting:
            words = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
            raise TurnedDown(409, words)
        return self.waiting[: int(call.values.get("limit", 100))]

    async def _set_webhook(self, call: Call) -> bool:
        self.webhook["url"] = call.values.get("url", "")
        self.secret = call.values.get("secret_token", "")
        return True

    async def _webhook_info(self, _: Call) -> dict[str, Any]:
        return {**self.webhook, "pending_update_count": len(self.waiting)}

    async def _deliver(self) -> None:
        """By webhook: one update after the other, again and again until it is answered with 200."""
        async with aiohttp.ClientSession() as session:
            while True:
                async with self._news:
                    await self._news.wait_for(lambda: self.waiting and self.webhook["url"] and self.deliver)
                update = self.waiting[0]
                target = self.reach + urlsplit(self.webhook["url"]).path
                status = await self._post(session, target, update)
                self.answers.append(status)
                if status == 200:
                    self.waiting.remove(update)
                else:
                    self.webhook["last_error_date"] = int(self.chats.clock())
                    self.webhook["last_error_message"] = f"Wrong response from the webhook: {status}"
                    await asyncio.sleep(0.05)

    async def _post(self, session: aiohttp.ClientSession, target: str, update: dict[str, Any]) -> int:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.secret} if self.secret else {}
        try:
            async with session.post(target, json=update, headers=headers) as response:
                if response.status == 200 and response.content_type == "application/json":
                    await self._asked_in_passing(await response.json())
                return response.status
        except aiohttp.ClientError:
            return 0

    async def _asked_in_passing(self, values: dict[str, Any]) -> None:
        """The one request that an answer to the webhook may carry; nobody hears how it went."""
        call = Call(values.pop("method"), {name: str(value) for name, value in values.items()}, {})
        self.calls.append(call)
        if wrong := problems(call):
            self.complaints += wrong
        else:
            await self._answer(call)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        file_id = request.match_info["path"].removeprefix("photos/").removesuffix(" 1.jpg")
        if request.match_info["token"] != self.token or file_id not in self.chats.files:
            return _error(404, "Not Found")
        return web.Response(body=self.chats.files[file_id])


async def _read(request: web.Request) -> Call:
    """The request with its text and its files, whichever way it was written."""
    values, files = dict(request.query), {}
    if request.content_type == "application/json":
        asked = await request.json()
        values |= {name: value if isinstance(value, str) else json.dumps(value) for name, value in asked.items()}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = File(value.filename, value.content_type, value.file.read())
        else:
            values[name] = str(value)
    return Call(request.match_info["method"], values, files)


def _error(status: int, words: str, parameters: dict[str, int] | None = None) -> web.Response:
    body = {"ok": False, "error_code": status, "description": words}
    return web.json_response(body | ({"parameters": parameters} if parameters else {}), status=status)
