"""A qyapi of our own on the loopback: strict about every call, silent about what it drops, failing as it is told."""

from __future__ import annotations

import asyncio
import json
import re
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

from aiohttp import web

from tests.ports import own_port
from tests.qyapi import judge
from tests.qyapi.judge import Wrong
from tests.qyapi.screens import Shown
from tests.qyapi.service import DAYS_3, KFID, Service

__all__ = ["AGENT", "CORP", "KFID", "OTHER_SECRET", "SECRET", "Fault", "QyServer", "Shown"]

CORP, AGENT, SECRET = "ww5823bf96d3bd56c7", 1000002, "app-secret-of-the-test"
OTHER_SECRET = "secret-of-another-app"
MEMBER_LIMITS = ((30, 60), (1000, 3600))
A_DAY = 200
"""Messages a day for every account of the corporation."""

TOKENS_A_MINUTE = 6
"""How often a token is handed out while the last one is good: more is a program that asks before every call."""

GETS = {"gettoken", "agent/get", "menu/get", "media/get"}


@dataclass
class Fault:
    """How one request fails: by `code`, or `hang`, `cut`, `garbage`, `gateway`; `accepted` if it had taken effect before."""

    kind: str = "code"
    code: int = 0
    accepted: bool = False
    words: str = ""


class QyServer(Service):
    """One corporation with one app and one service account. A test ends with no complaint and nothing dropped."""

    def __init__(self, clock: Callable[[], float], seed: int = 0) -> None:
        super().__init__(clock, seed)
        self.port = own_port()
        self.secret = SECRET
        self.accounts = 100
        self.tokens: dict[str, tuple[float, str]] = {}
        self.members: set[str] = set()
        self.unlicensed: set[str] = set()
        self.screen: list[Shown] = []
        self.dropped: list[Shown] = []
        self.calls: Counter[str] = Counter()
        self.faults: dict[str, deque[Fault]] = defaultdict(deque)
        self.trusted = True
        self.codes: dict[str, tuple[Shown, float]] = {}
        self.menu: list[dict[str, Any]] = []
        self.part_bytes = 20 * 1024 * 1024
        self._numbers = count(1)
        self._handed: deque[float] = deque()
        self._seen: dict[str, float] = {}
        self._tasks: set[str] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_route("*", "/cgi-bin/{path:.*}", self._asked)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True).start()

    async def stop(self) -> None:
        await self._runner.cleanup()

    def play(self, path: str, *faults: Fault) -> None:
        """Fail the next requests of a path, one fault each."""
        self.faults[path].extend(faults)

    def revoke(self) -> None:
        self.tokens.clear()

    async def _asked(self, request: web.Request) -> web.StreamResponse:
        path = request.match_info["path"]
        self.calls[path] += 1
        fault = self.faults[path].popleft() if self.faults[path] else None
        if fault and not fault.accepted:
            return await self._fail(fault, request)
        try:
            found = await self._answer(path, request)
        except Wrong as wrong:
            found = {"errcode": wrong.code, "errmsg": str(wrong)}
        if fault:
            return await self._fail(fault, request)
        if isinstance(found, web.Response):
            return found
        return web.json_response({"errcode": 0, "errmsg": "ok", **found})

    async def _fail(self, fault: Fault, request: web.Request) -> web.StreamResponse:
        match fault.kind:
            case "hang":
                await asyncio.sleep(5)
            case "cut":
                assert request.transport
                request.transport.close()
            case "garbage":
                return web.Response(text="<html>bad gateway</html>", content_type="text/html")
            case "gateway":
                return web.Response(status=502)
        return web.json_response({"errcode": fault.code, "errmsg": fault.words or "as told"})

    async def _answer(self, path: str, request: web.Request) -> dict[str, Any] | web.Response:
        if (request.method == "GET") is not (path in GETS):
            raise Wrong(43001 if path in GETS else 43002, "the other method")
        if path == "gettoken":
            return self._gettoken(request)
        self._known(request)
        if path == "media/upload":
            return await self._upload(request)
        if path == "media/get":
            return self._get(request)
        body = await self._json(request) if request.method == "POST" else {}
        answer = getattr(self, "_" + path.replace("/", "_"), None)
        if answer is None:
            raise web.HTTPNotFound
        found: dict[str, Any] = answer(body, request)
        return found

    @staticmethod
    async def _json(request: web.Request) -> dict[str, Any]:
        raw = await request.read()
        if not raw:
            raise Wrong(44002, "empty post data")
        try:
            body = json.loads(raw)
        except ValueError:
            raise Wrong(47001, "no JSON") from None
        if not isinstance(body, dict):
            raise Wrong(47001, "no object")
        return body

    def _known(self, request: web.Request) -> None:
        """The token comes first, then the address."""
        if not request.query.get("access_token"):
            raise Wrong(41001)
        until, secret = self.tokens.get(request.query["access_token"], (-1.0, ""))
        if not secret:
            raise Wrong(40014)
        if self.clock() >= until:
            raise Wrong(42001)
        self._address()
        if secret != self.secret:
            raise Wrong(301002, "the token of another app")

    def _address(self) -> None:
        if not self.trusted:
            raise Wrong(60020, "not allow to access from your ip, hint: [1], from ip: 203.0.113.9, more info at …")

    def _gettoken(self, request: web.Request) -> dict[str, Any]:
        if request.query.get("corpid") != CORP:
            raise Wrong(40013)
        secret, now = request.query.get("corpsecret", ""), self.clock()
        if secret not in (self.secret, OTHER_SECRET):
            raise Wrong(40001)
        self._address()
        while self._handed and self._handed[0] < now - 60:
            self._handed.popleft()
        if len(self._handed) >= TOKENS_A_MINUTE and any(until > now for until, _ in self.tokens.values()):
            raise Wrong(45009, "gettoken is asked too often")
        self._handed.append(now)
        token = f"token-{next(self._numbers)}-{'x' * 20}"
        self.tokens[token] = (now + 7200, secret)
        return {"access_token": token, "expires_in": 7200}

    @staticmethod
    def _agent_get(_: dict[str, Any], request: web.Request) -> dict[str, Any]:
        if request.query.get("agentid") != str(AGENT):
            raise Wrong(301002 if request.query.get("agentid", "").isdecimal() else 40056)
        return {"name": "五星商户"}

    def _menu_get(self, _: dict[str, Any], request: web.Request) -> dict[str, Any]:
        if request.query.get("agentid") != str(AGENT):
            raise Wrong(40056)
        if not self.menu:
            raise Wrong(46003, "no menu")
        return {"button": self.menu}

    def _menu_create(self, body: dict[str, Any], request: web.Request) -> dict[str, Any]:
        if request.query.get("agentid") != str(AGENT):
            raise Wrong(40056)
        judge.menu(body)
        self.menu = body["button"]
        return {}

    def _message_send(self, body: dict[str, Any], _: web.Request) -> dict[str, Any]:
        self.complaints += judge.message(body)
        if body["agentid"] != AGENT:
            raise Wrong(40056)
        wanted = body["touser"].lower().split("|")
        users = [user for user in wanted if user in self.members - self.unlicensed]
        if not users:
            if self.unlicensed.issuperset(wanted):
                return {"unlicenseduser": body["touser"].lower()}
            raise Wrong(81013)
        self.media_known(body)
        now = self.clock()
        if body.get("enable_duplicate_check"):
            whole = json.dumps(body, sort_keys=True)
            if now - self._seen.get(whole, -1e9) < body["duplicate_check_interval"]:
                return {"msgid": "dup"}
            self._seen[whole] = now
        self._once_only(body)
        if sum(s.at > now - 86400 for s in self.screen) >= A_DAY * self.accounts:
            raise Wrong(45009, "the day's messages are used up")
        found = [self._say(user, body, now) for user in users]
        invalid = "|".join(user for user in wanted if user not in users)
        return {**found[-1], **({"invaliduser": invalid} if invalid else {})}

    def _once_only(self, body: dict[str, Any]) -> None:
        task = body.get("template_card", {}).get("task_id", "")
        if task in self._tasks:
            raise Wrong(judge.BAD_CARD, "this task_id was used")
        if task:
            self._tasks.add(task)

    def _say(self, user: str, body: dict[str, Any], now: float) -> dict[str, Any]:
        shown = Shown(user, body, now, f"m{next(self._numbers)}")
        mine = [s.at for s in self.screen if s.user == user]
        if any(sum(at > now - seconds for at in mine) >= most for most, seconds in MEMBER_LIMITS):
            self.dropped.append(shown)  # errcode 0, and nothing on the screen
            return {"msgid": shown.number}
        self.screen.append(shown)
        if body["msgtype"] != "template_card":
            return {"msgid": shown.number}
        return {"msgid": shown.number, "response_code": self.code_of(shown)}

    def code_of(self, shown: Shown) -> str:
        """A fresh code for one update of a card."""
        shown.code = f"code-{next(self._numbers)}"
        self.codes[shown.code] = (shown, self.clock() + 72 * 3600)
        return shown.code

    def _message_update_template_card(self, body: dict[str, Any], _: web.Request) -> dict[str, Any]:
        judge.update(body)
        if body["agentid"] != AGENT:
            raise Wrong(40056)
        known = self.codes.pop(body["response_code"], None)
        if known is None or self.clock() > known[1]:
            raise Wrong(self.unknown, "spent or too late")
        if known[0].user not in body["userids"]:
            return {"invaliduser": body["userids"]}
        known[0].greyed = body["button"]["replace_name"]
        return {"invaliduser": []}

    async def _upload(self, request: web.Request) -> dict[str, Any]:
        part = (await request.post()).get("media")
        if not isinstance(part, web.FileField) or not part.filename:
            raise Wrong(41005, "no media")
        kind, content = request.query.get("type", ""), part.file.read()
        judge.upload(kind, content)
        return {"media_id": self.keep(content), "type": kind, "created_at": str(int(self.clock()))}

    def keep(self, content: bytes) -> str:
        number = f"media-{next(self._numbers)}"
        self.media[number] = (content, self.clock())
        return number

    def _get(self, request: web.Request) -> web.Response:
        """A file, or a part of one; too large a file only in parts."""
        content, at = self.media.get(request.query.get("media_id", ""), (b"", -1e12))
        if self.clock() - at > DAYS_3:
            raise Wrong(40007)
        part = re.fullmatch(r"bytes=(\d+)-(\d+)", request.headers.get("Range", ""))
        if part is None:
            if len(content) > self.part_bytes:
                raise Wrong(830002, "too large for one answer")
            return web.Response(body=content, content_type="image/jpeg")
        start, end = int(part[1]), min(int(part[2]) + 1, len(content))
        if end - start > self.part_bytes or start >= len(content):
            raise Wrong(40058, "the range")
        headers = {"Content-Range": f"bytes {start}-{end - 1}/{len(content)}"}
        return web.Response(
            status=206, body=content[start:end], headers=headers, content_type="application/octet-stream"
        )
