"""Shows WeCom and 微信客服 in the demonstration as three telephones on a page, over a stand-in of their API.

The channels are the real ones; only the API is played by this page: it shows what they send and posts encrypted callbacks.
"""

from __future__ import annotations

import asyncio
import json
import zlib
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

from app.demo.sample_photos import front
from app.demo.sample_street import STREET
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
MEMBER, MANAGER, MERCHANT = "wangfang", "chenzhuren", "wmli"
FIVE = 5
"""Messages the API allows after each of the merchant's words."""

CLOSED = 95002


@dataclass
class Stage:
    """The stand-in API of both channels. `address` is where this process listens."""

    address: str
    clock: Callable[[], datetime]
    screens: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {MEMBER: [], MANAGER: [], MERCHANT: []})
    menu: list[dict[str, Any]] = field(default_factory=list)
    left: int = FIVE
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
        shown = {"screens": self.screens, "menu": self.menu, "left": self.left}
        return JSONResponse(shown, headers={"cache-control": "no-store"})

    async def _act(self, request: Request) -> Response:
        """Handle what the visitor did on one of the telephones: words, a button, a vote, a photo; or two days pass."""
        did = await request.json()
        who, text, key = str(did.get("who", "")), str(did.get("text", ""))[:500], str(did.get("key", ""))
        picked = [int(n) for n in did.get("picked", [])]
        if who not in self.screens:
            return JSONResponse({}, 400)
        if did.get("shut"):
            self.left = 0
            return JSONResponse({})
        photo = f"photo{next(self._numbers)}" if did.get("photo") else ""
        self.screens[who].append({"from": "me", "text": "［照片］" if photo else text})
        if who == MERCHANT:
            self.left = FIVE
            await self._merchant(text, key, photo)
        else:
            await self._colleague(who, text, key, picked, str(did.get("task", "")), photo)
        return JSONResponse({})

    async def _colleague(self, who: str, text: str, key: str, picked: Sequence[int], task: str, photo: str) -> None:
        number, made = next(self._numbers), int(self.clock().timestamp())
        common = f"<FromUserName>{who}</FromUserName><CreateTime>{made}</CreateTime><AgentID>{AGENT}</AgentID>"
        if key:
            code = f"code{number}"
            self._cards[code] = next((c for c in self.screens[who] if c.get("task") == task), {})
            ticks = "".join(f"<OptionId>o{n}</OptionId>" for n in picked)
            inner = (
                f"<MsgType>event</MsgType><Event>template_card_event</Event><EventKey>{escape(key)}</EventKey>"
                f"<TaskId>{escape(task)}</TaskId><ResponseCode>{code}</ResponseCode><SelectedItems>{ticks}</SelectedItems>"
            )
        elif photo:
            inner = f"<MsgType>image</MsgType><MediaId>{photo}</MediaId><MsgId>{number}</MsgId>"
        else:
            inner = f"<MsgType>text</MsgType><Content>{escape(text)}</Content><MsgId>{number}</MsgId>"
        await self._call_back(f"<xml>{common}{inner}</xml>")

    async def _merchant(self, text: str, key: str, photo: str) -> None:
        number, made = next(self._numbers), int(self.clock().timestamp())
        part = {"content": text, **({"menu_id": key} if key else {})}
        kind = {"msgtype": "image", "image": {"media_id": photo}} if photo else {"msgtype": "text", "text": part}
        row = {"msgid": f"row{number}", "send_time": made, "origin": 3, **kind}
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
        if request.path_params["path"] == "media/get":
            name = request.query_params.get("media_id", "")
            return Response(
                await asyncio.to_thread(front, STREET[0], zlib.crc32(name.encode())), media_type="image/jpeg"
            )
        is_json = request.headers.get("content-type", "").startswith("application/json")
        body = json.loads(await request.body()) if is_json else {}
        return JSONResponse({"errcode": 0, "errmsg": "ok", **self._answer(request.path_params["path"], body)})

    def _answer(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        match path:
            case "gettoken":
                return {"access_token": "demo", "expires_in": 7200}
            case "kf/send_msg" if self.left <= 0:
                return {"errcode": CLOSED, "errmsg": "the window is closed"}
            case "message/send" | "kf/send_msg" | "kf/send_msg_on_event":
                self.left -= path == "kf/send_msg"
                who = str(body.get("touser") or MERCHANT)
                self.screens.setdefault(who, []).append(_shown(body))
                return {"msgid": str(body.get("msgid") or next(self._numbers))}
            case "message/update_template_card":
                card = self._cards.pop(str(body.get("response_code")), {})
                card["done"] = body["button"]["replace_name"]
            case "menu/create":
                self.menu = body["button"]
            case "media/upload":
                return {"media_id": f"media{next(self._numbers)}"}
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
    """The member and the manager of the street have WeCom too, and the merchant WeChat."""
    there = {
        "member": Address("wecom", MEMBER),
        "manager": Address("wecom", MANAGER),
        "shop": Address("kefu", MERCHANT),
    }
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
    match str(body.get("msgtype")):
        case "template_card":
            return _card(body["template_card"])
        case "msgmenu":
            return _menu(body["msgmenu"])
        case "text":
            return {"text": body["text"]["content"]}
        case kind:
            return {"text": {"image": "［照片］", "voice": "［语音］"}.get(kind, "［文件］")}


def _card(card: dict[str, Any]) -> dict[str, Any]:
    title, submit = card["main_title"], card.get("submit_button")
    return {
        "title": title.get("title", ""),
        "text": "\n".join(filter(None, (title.get("desc"), card.get("sub_title_text")))),
        "task": card["task_id"],
        "links": [{"url": e["url"], "content": e["value"]} for e in card.get("horizontal_content_list", ())],
        "options": [o["text"] for o in card.get("checkbox", {}).get("option_list", ())],
        "buttons": [*card.get("button_list", ()), *([submit] if submit else ())],
    }


def _menu(menu: dict[str, Any]) -> dict[str, Any]:
    items = menu["list"]
    choices = [{"text": i["click"]["content"], "key": i["click"]["id"]} for i in items if "click" in i]
    return {"text": menu["head_content"], "menu": choices, "links": [i["view"] for i in items if "view" in i]}


def _shipped(name: str) -> str:
    return files("app.demo").joinpath(name).read_text("utf-8")
