"""A qyapi of our own on the loopback: strict about every call, silent about what it drops, failing as it is told."""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiohttp import web

from app.serving import free_port
from tests.qyapi import judge
from tests.qyapi.judge import Wrong

CORP, AGENT, SECRET = "ww5823bf96d3bd56c7", 1000002, "app-secret-of-the-test"
KFID = "wkAJ2GCAAASSm4_FhToWMFea0xAFfd3Q"
WINDOW, MOST = 172_800, 5
DAYS_3 = 3 * 86400
MEMBER_LIMITS = ((30, 60), (1000, 3600))


@dataclass
class Fault:
    """How one request fails: by `code`, or `hang`, `cut`, `garbage`, `gateway`; `accepted` if it had taken effect before."""

    kind: str = "code"
    code: int = 0
    accepted: bool = False
    words: str = ""


@dataclass
class Shown:
    """One message on somebody's screen."""

    user: str
    body: dict[str, Any]
    at: float
    number: str
    code: str = ""
    greyed: str = ""

    @property
    def text(self) -> str:
        """All its words, those of a card too."""
        body = self.body
        if body["msgtype"] == "text":
            return str(body["text"]["content"])
        if body["msgtype"] == "msgmenu":
            return str(body["msgmenu"]["head_content"])
        if body["msgtype"] == "template_card":
            card = body["template_card"]
            title = card["main_title"]
            return "\n".join(t for t in (title.get("title"), title.get("desc"), card.get("sub_title_text")) if t)
        return f"<{body['msgtype']}>"


@dataclass
class Customer:
    """What the far side keeps of one customer of the service account."""

    spoke: float = 0.0
    said: int = 0
    state: int = 0
    welcomes: dict[str, float] = field(default_factory=dict)


class QyServer:
    """One corporation with one app and one service account. A test ends with no complaint and nothing dropped."""

    def __init__(self, clock: Callable[[], float], seed: int = 0) -> None:
        self.clock = clock
        self.port = free_port("127.0.0.1")
        self.dice = random.Random(seed)
        self.unknown = self.dice.randrange(
            60_500, 60_900
        )  # errcodes nobody has told us: no code of ours can match them
        self.tokens: dict[str, float] = {}
        self.members: set[str] = set()
        self.screen: list[Shown] = []
        self.kefu_screen: list[Shown] = []
        self.dropped: list[Shown] = []
        self.complaints: list[str] = []
        self.calls: Counter[str] = Counter()
        self.faults: dict[str, deque[Fault]] = defaultdict(deque)
        self.trusted = True
        self.codes: dict[str, tuple[Shown, float]] = {}
        self.media: dict[str, tuple[bytes, float]] = {}
        self.menu: list[dict[str, Any]] = []
        self.rows: list[dict[str, Any]] = []
        self.customers: dict[str, Customer] = defaultdict(Customer)
        self.doorbells: dict[str, float] = {}
        self.page = 3
        self._numbers = count(1)
        self._seen: dict[str, float] = {}
        self._msgids: set[str] = set()

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
        if path == "gettoken":
            return self._gettoken(request)
        if "access_token" not in request.query:
            raise Wrong(41001)
        until = self.tokens.get(request.query["access_token"])
        if until is None:
            raise Wrong(40014)
        if self.clock() >= until:
            raise Wrong(42001)
        if not self.trusted:
            raise Wrong(60020, "not allow to access from your ip, from ip: 203.0.113.9")
        if path == "media/upload":
            return await self._upload(request)
        if path == "media/get":
            return self._get(request)
        body = json.loads(await request.read() or b"{}") if request.method == "POST" else {}
        answer = getattr(self, "_" + path.replace("/", "_"), None)
        if answer is None:
            raise Wrong(404, f"no such path {path}")
        found: dict[str, Any] = answer(body, request)
        return found

    def _gettoken(self, request: web.Request) -> dict[str, Any]:
        if request.query.get("corpid") != CORP:
            raise Wrong(40013)
        if request.query.get("corpsecret") != SECRET:
            raise Wrong(40001)
        if not self.trusted:
            raise Wrong(60020, "not allow to access from your ip, from ip: 203.0.113.9")
        token = f"token-{next(self._numbers)}-{'x' * 20}"
        self.tokens[token] = self.clock() + 7200
        return {"access_token": token, "expires_in": 7200}

    def _agent_get(self, _: dict[str, Any], request: web.Request) -> dict[str, Any]:
        if request.query.get("agentid") != str(AGENT):
            raise Wrong(40056)
        return {"name": "五星商户"}

    def _menu_get(self, _: dict[str, Any], __: web.Request) -> dict[str, Any]:
        if not self.menu:
            raise Wrong(46003, "no menu")
        return {"button": self.menu}

    def _menu_create(self, body: dict[str, Any], _: web.Request) -> dict[str, Any]:
        if not 1 <= len(body["button"]) <= 3 or any(len(b["name"].encode()) > 16 for b in body["button"]):
            raise Wrong(40058)
        self.menu = body["button"]
        return {}

    def _message_send(self, body: dict[str, Any], _: web.Request) -> dict[str, Any]:
        self.complaints += judge.message(body)
        if body["agentid"] != AGENT:
            raise Wrong(40056)
        if body["touser"] not in self.members:
            raise Wrong(81013)
        self._media_known(body)
        now = self.clock()
        if body.get("enable_duplicate_check"):
            whole = json.dumps(body, sort_keys=True)
            if now - self._seen.get(whole, -1e9) < body["duplicate_check_interval"]:
                return {"msgid": "dup"}
            self._seen[whole] = now
        shown = Shown(body["touser"], body, now, f"m{next(self._numbers)}")
        mine = [s.at for s in self.screen if s.user == shown.user]
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
        known = self.codes.pop(body.get("response_code", ""), None)
        if known is None or self.clock() > known[1]:
            raise Wrong(self.unknown, "spent or too late")
        if body["agentid"] != AGENT or known[0].user not in body["userids"]:
            raise Wrong(40058)
        known[0].greyed = body["button"]["replace_name"]
        return {"invaliduser": []}

    async def _upload(self, request: web.Request) -> dict[str, Any]:
        field_ = (await request.post()).get("media")
        if not isinstance(field_, web.FileField) or not field_.filename:
            raise Wrong(40058, "no media")
        content, kind = field_.file.read(), request.query.get("type")
        sizes = {"image": 10 << 20, "voice": 2 << 20, "file": 20 << 20}
        if kind not in sizes or not 5 < len(content) <= sizes[kind]:
            raise Wrong(40009, "size")
        if kind == "image" and not content.startswith((b"\xff\xd8\xff", b"\x89PNG")):
            raise Wrong(40005, "no picture")
        return {"media_id": self.keep(content), "type": kind}

    def keep(self, content: bytes) -> str:
        number = f"media-{next(self._numbers)}"
        self.media[number] = (content, self.clock())
        return number

    def _get(self, request: web.Request) -> web.Response:
        content, at = self.media.get(request.query.get("media_id", ""), (b"", -1e12))
        if self.clock() - at > DAYS_3:
            raise Wrong(40007)
        return web.Response(body=content, content_type="image/jpeg")

    def _media_known(self, body: dict[str, Any]) -> None:
        part = body.get(body["msgtype"], {})
        if "media_id" in part and self.clock() - self.media.get(part["media_id"], (b"", -1e12))[1] > DAYS_3:
            raise Wrong(40007)

    def _kf_account_list(self, _: dict[str, Any], __: web.Request) -> dict[str, Any]:
        return {"account_list": [{"open_kfid": KFID, "name": "五星商户客服", "manage_privilege": True}]}

    def _kf_add_contact_way(self, body: dict[str, Any], _: web.Request) -> dict[str, Any]:
        self._account(body)
        return {"url": f"https://work.weixin.qq.com/kf/kfc/{body['scene']}?enc_scene=ENC"}

    def _kf_sync_msg(self, body: dict[str, Any], _: web.Request) -> dict[str, Any]:
        self._account(body)
        if "token" in body and self.clock() - self.doorbells.get(body["token"], -1e12) > 600:
            raise Wrong(95007)
        start = int(body.get("cursor", "c0")[1:])
        rows = [row for row in self.rows[start : start + self.page] if self.clock() - row["send_time"] < DAYS_3]
        end = min(start + self.page, len(self.rows))
        return {"next_cursor": f"c{end}", "has_more": int(end < len(self.rows)), "msg_list": rows}

    def _kf_service_state_get(self, body: dict[str, Any], _: web.Request) -> dict[str, Any]:
        return {"service_state": self.customers[body["external_userid"]].state}

    def _kf_send_msg(self, body: dict[str, Any], _: web.Request) -> dict[str, Any]:
        self._account(body)
        self.complaints += judge.kefu(body)
        user = body["touser"]
        if user not in self.customers:
            raise Wrong(40096)
        customer, now = self.customers[user], self.clock()
        self._once(body)
        if customer.state not in (0, 1):
            raise Wrong(95018)
        if not customer.spoke or now - customer.spoke > WINDOW:
            raise Wrong(95002)
        if customer.said >= MOST:
            raise Wrong(95001)
        self._media_known(body)
        customer.said += 1
        self._msgids.add(body["msgid"])
        self.kefu_screen.append(Shown(user, body, now, body["msgid"]))
        return {"msgid": body["msgid"]}

    def _kf_send_msg_on_event(self, body: dict[str, Any], _: web.Request) -> dict[str, Any]:
        self.complaints += judge.kefu(body)
        if body["msgtype"] not in ("text", "msgmenu"):
            raise Wrong(40008)
        user = next((u for u, c in self.customers.items() if body["code"] in c.welcomes), "")
        until = self.customers[user].welcomes.pop(body["code"], -1.0) if user else -1.0
        if self.clock() > until:
            raise Wrong(self.unknown + 1, "stale welcome code")
        self._once(body)
        self._msgids.add(body["msgid"])
        self.kefu_screen.append(Shown(user, body, self.clock(), body["msgid"]))
        return {"msgid": body["msgid"]}

    def _once(self, body: dict[str, Any]) -> None:
        if body["msgid"] in self._msgids:
            raise Wrong(self.unknown + 2, "this msgid was used")

    @staticmethod
    def _account(body: dict[str, Any]) -> None:
        if body.get("open_kfid") != KFID:
            raise Wrong(95000)
