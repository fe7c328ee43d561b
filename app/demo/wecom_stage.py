"""Shows WeCom and 微信客服 in the demonstration as two telephones on a page, over a stand-in of their API.

The channels are the real ones; only the API is played by this page: it shows what they send and posts encrypted callbacks.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib.resources import files
from itertools import count
from typing import Any
from xml.sax.saxutils import escape

import aiohttp
from pydantic import SecretStr
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from app.serving import free_port
from app.settings import Settings
from bot.clock import wall_clock
from channels.kefu.setup import KefuSettings
from channels.qyapi.envelope import Envelope
from channels.webchat.visitors import Persona, address_of
from channels.wecom.setup import WeComSettings
from messages.address import Address
from storage.core.tx import Database, Tx
from storage.delivery import conversations

CORP, AGENT, KFID = "wwdemo", 1, "wkdemo"
TOKEN, AES_KEY = "demo", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ"
MEMBER, MERCHANT = "wangfang", "wmli"


@dataclass
class Stage:
    """The stand-in API of both channels. `address` is where this process listens."""

    address: str
    clock: Callable[[], datetime]
    screens: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {MEMBER: [], MERCHANT: []})
    rows: list[dict[str, Any]] = field(default_factory=list)
    _numbers: count[int] = field(default_factory=lambda: count(1))
    _cards: dict[str, dict[str, Any]] = field(default_factory=dict)

    def routes(self) -> Sequence[BaseRoute]:
        return [
            Route("/stage", self._page),
            Route("/stage/phones.js", self._script),
            Route("/stage/screens", self._screens),
            Route("/stage/act", self._act, methods=["POST"]),
            Route("/stage/cgi-bin/{path:path}", self._asked, methods=["GET", "POST"]),
        ]

    async def _page(self, _: Request) -> Response:
        return HTMLResponse(_shipped("phones.html"))

    async def _script(self, _: Request) -> Response:
        return Response(_shipped("phones.js"), media_type="text/javascript")

    async def _screens(self, _: Request) -> Response:
        return JSONResponse(self.screens, headers={"cache-control": "no-store"})

    async def _act(self, request: Request) -> Response:
        """Handle what the visitor did on one of the telephones: words, a button, or a vote."""
        did = await request.json()
        who, text, key = str(did.get("who", "")), str(did.get("text", ""))[:500], str(did.get("key", ""))
        picked = [int(n) for n in did.get("picked", [])]
        if who not in self.screens:
            return JSONResponse({}, 400)
        self.screens[who].append({"from": "me", "text": text})
        if who == MEMBER:
            await self._member(text, key, picked, str(did.get("task", "")))
        else:
            await self._merchant(text, key)
        return JSONResponse({})

    async def _member(self, text: str, key: str, picked: Sequence[int], task: str) -> None:
        number, made = next(self._numbers), int(self.clock().timestamp())
        common = f"<FromUserName>{MEMBER}</FromUserName><CreateTime>{made}</CreateTime><AgentID>{AGENT}</AgentID>"
        if key:
            code = f"code{number}"
            self._cards[code] = next((c for c in self.screens[MEMBER] if c.get("task") == task), {})
            ticks = "".join(f"<OptionId>o{n}</OptionId>" for n in picked)
            inner = (
                f"<MsgType>event</MsgType><Event>template_card_event</Event><EventKey>{escape(key)}</EventKey>"
                f"<TaskId>{escape(task)}</TaskId><ResponseCode>{code}</ResponseCode><SelectedItems>{ticks}</SelectedItems>"
            )
        else:
            inner = f"<MsgType>text</MsgType><Content>{escape(text)}</Content><MsgId>{number}</MsgId>"
        await self._call_back(f"<xml>{common}{inner}</xml>")

    async def _merchant(self, text: str, key: str) -> None:
        number, made = next(self._numbers), int(self.clock().timestamp())
        part = {"content": text, **({"menu_id": key} if key else {})}
        row = {"msgid": f"row{number}", "send_time": made, "origin": 3, "msgtype": "text", "text": part}
        self.rows.append({**row, "external_userid": MERCHANT, "open_kfid": KFID})
        await self._call_back(
            f"<xml><CreateTime>{made}</CreateTime><MsgType>event</MsgType><Event>kf_msg_or_event</Event>"
            f"<Token>bell{number}</Token><OpenKfId>{KFID}</OpenKfId></xml>"
        )

    async def _call_back(self, inner: str) -> None:
        envelope, nonce = Envelope(TOKEN, AES_KEY, CORP), f"n{next(self._numbers)}"
        sealed = envelope.seal(inner.encode())
        query = {"timestamp": "1", "nonce": nonce, "msg_signature": envelope.signature("1", nonce, sealed)}
        body = f"<xml><Encrypt>{sealed}</Encrypt></xml>"
        async with aiohttp.ClientSession() as http:
            await http.post(f"{self.address}/wecom/callback", params=query, data=body.encode())

    async def _asked(self, request: Request) -> Response:
        """Answer one API call of the channels."""
        body = json.loads(await request.body() or b"{}") if request.method == "POST" else {}
        return JSONResponse({"errcode": 0, "errmsg": "ok", **self._answer(request.path_params["path"], body)})

    def _answer(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        match path:
            case "gettoken":
                return {"access_token": "demo", "expires_in": 7200}
            case "message/send" | "kf/send_msg" | "kf/send_msg_on_event":
                who = str(body.get("touser") or MERCHANT)
                self.screens.setdefault(who, []).append(_shown(body))
                return {"msgid": str(body.get("msgid") or next(self._numbers))}
            case "message/update_template_card":
                card = self._cards.pop(str(body.get("response_code")), {})
                card["done"] = body["button"]["replace_name"]
            case "kf/sync_msg":
                start = int(str(body.get("cursor") or "c0")[1:])
                return {"next_cursor": f"c{len(self.rows)}", "has_more": 0, "msg_list": self.rows[start:]}
        return {}


def set_up(settings: Settings) -> tuple[Stage, Settings]:
    """A stage where the demonstration listens, and the settings that play on it."""
    port = settings.port or free_port(settings.host)
    stage = Stage(f"http://{settings.host}:{port}", wall_clock)
    app = WeComSettings(
        corp_id=CORP,
        agent_id=AGENT,
        secret=SecretStr("demo"),
        token=TOKEN,
        aes_key=AES_KEY,
        base_url=f"{stage.address}/stage",
        cards="always",
    )
    own = {"port": port, "public_url": stage.address, "wecom": app, "kefu": KefuSettings(open_kfid=KFID)}
    return stage, settings.model_copy(update=own)


async def enrol(database: Database, personas: Sequence[Persona]) -> None:
    """The member of the street has WeCom too, and the merchant WeChat."""
    there = {"member": Address("wecom", MEMBER), "shop": Address("kefu", MERCHANT)}
    now = wall_clock()

    async def link(tx: Tx) -> None:
        for persona in personas:
            known = await conversations.conversation(tx, address_of(persona.token))
            if known and persona.key in there:
                await conversations.save(
                    tx,
                    there[persona.key],
                    person_id=known.person_id,
                    step="",
                    in_hand=None,
                    thread="",
                    seen_at=now,
                    spoke_at=now,
                )

    await database.write(link)


def _shown(body: dict[str, Any]) -> dict[str, Any]:
    """A message as the page draws it."""
    kind = str(body.get("msgtype"))
    if kind == "template_card":
        card = body["template_card"]
        title = card["main_title"]
        box = card.get("checkbox", {})
        submit = card.get("submit_button")
        return {
            "title": title.get("title", ""),
            "text": "\n".join(t for t in (title.get("desc"), card.get("sub_title_text")) if t),
            "task": card["task_id"],
            "options": [o["text"] for o in box.get("option_list", ())],
            "buttons": [*card.get("button_list", ()), *([submit] if submit else ())],
        }
    if kind == "msgmenu":
        choices = [{"text": i["click"]["content"], "key": i["click"]["id"]} for i in body["msgmenu"]["list"]]
        return {"text": body["msgmenu"]["head_content"], "menu": choices}
    return {"text": body["text"]["content"] if kind == "text" else f"[{kind}]"}


def _shipped(name: str) -> str:
    return files("app.demo").joinpath(name).read_text("utf-8")
