"""People with WeCom and with WeChat. Their callbacks are sealed by wechatpy, which is not ours."""

from __future__ import annotations

import asyncio
import io
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from xml.sax.saxutils import escape

import aiohttp
from wechatpy.enterprise.crypto import WeChatCrypto
from wechatpy.utils import to_text

from tests.qyapi.server import AGENT, CORP, KFID, QyServer, Shown
from tests.qyapi.service import WINDOW

TOKEN, AES_KEY = "QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
_NUMBERS = count(1)


@dataclass
class Caller:
    """The far side's caller: seals, posts, and repeats only after a time-out or a broken connection."""

    api: QyServer
    reach: str = ""
    answers: list[int] = field(default_factory=list)
    lost: int = 0

    async def post(self, path: str, inner: str, *, times: int = 1) -> None:
        crypto = WeChatCrypto(TOKEN, AES_KEY, CORP)
        stamp, nonce = str(int(self.api.clock())), f"n{next(_NUMBERS)}"
        sealed = to_text(crypto.encrypt_message(inner, nonce, stamp))
        signature = sealed.partition("<MsgSignature><![CDATA[")[2].partition("]]")[0]
        query = {"msg_signature": signature, "timestamp": stamp, "nonce": nonce}
        encrypt = sealed.partition("<Encrypt><![CDATA[")[2].partition("]]")[0]
        body = (
            f"<xml><ToUserName><![CDATA[{CORP}]]></ToUserName><AgentID><![CDATA[{AGENT}]]></AgentID>"
            f"<Encrypt><![CDATA[{encrypt}]]></Encrypt></xml>"
        )
        for _ in range(times):
            await self.deliver(path, query, body.encode())

    async def deliver(self, path: str, query: dict[str, str], body: bytes) -> None:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as http:
            for _ in range(4):
                try:
                    async with http.post(self.reach + path, params=query, data=io.BytesIO(body)) as response:
                        self.answers.append(response.status)
                        return
                except (aiohttp.ClientError, TimeoutError):
                    await asyncio.sleep(0.02)
            self.lost += 1


def xml(**fields: Any) -> str:
    inner = "".join(f"<{k}>{v if str(v).startswith('<') else escape(str(v))}</{k}>" for k, v in fields.items())
    return f"<xml><ToUserName>{CORP}</ToUserName>{inner}</xml>"


@dataclass
class Member:
    """A colleague with WeCom, who sees cards, or only words in WeChat."""

    caller: Caller
    user: str

    def __post_init__(self) -> None:
        self.caller.api.members.add(self.user.lower())

    async def says(self, text: str, **more: Any) -> None:
        await self._message("text", Content=text, **more)

    async def sends_photo(self, content: bytes) -> None:
        await self._message("image", MediaId=self.caller.api.keep(content), PicUrl="http://p")

    async def _message(self, kind: str, *, times: int = 1, **fields: Any) -> None:
        number = str(7_000_000_000_000_000_000 + next(_NUMBERS))
        made = int(self.caller.api.clock())
        inner = xml(FromUserName=self.user, CreateTime=made, MsgType=kind, **fields, MsgId=number, AgentID=AGENT)
        await self.caller.post("/wecom/callback", inner, times=times)

    async def event(self, event: str, *, times: int = 1, **fields: Any) -> None:
        made = int(self.caller.api.clock())
        inner = xml(FromUserName=self.user, CreateTime=made, MsgType="event", Event=event, **fields, AgentID=AGENT)
        await self.caller.post("/wecom/callback", inner, times=times)

    async def taps(self, label: str, *, on: Shown | None = None, times: int = 1) -> None:
        """Tap a button of the newest card that has it."""
        for shown in [on] if on else reversed(self.cards):
            for button in shown.body["template_card"].get("button_list", ()):
                if label in button["text"]:
                    await self._tapped(shown, button["key"], times=times)
                    return
        raise AssertionError(f"{self.user} finds no button “{label}” in:\n{self.looks()}")

    async def votes(self, *names: str) -> None:
        """Tick options of the newest vote card and submit them at once."""
        shown = next(s for s in reversed(self.cards) if "checkbox" in s.body["template_card"])
        made = shown.body["template_card"]
        chosen = [o["id"] for o in made["checkbox"]["option_list"] if o["text"] in names]
        ticked = "".join(f"<OptionId>{o}</OptionId>" for o in chosen)
        items = f"<SelectedItem><QuestionKey>pick</QuestionKey><OptionIds>{ticked}</OptionIds></SelectedItem>"
        await self._tapped(shown, made["submit_button"]["key"], SelectedItems=items)

    async def _tapped(self, shown: Shown, key: str, *, times: int = 1, **more: Any) -> None:
        code, made = self.caller.api.code_of(shown), shown.body["template_card"]
        fields = {"EventKey": key, "TaskId": made["task_id"], "CardType": made["card_type"], "ResponseCode": code}
        await self.event("template_card_event", times=times, **fields, **more)

    @property
    def screen(self) -> list[Shown]:
        return [shown for shown in self.caller.api.screen if shown.user == self.user.lower()]

    @property
    def cards(self) -> list[Shown]:
        return [shown for shown in self.screen if shown.body["msgtype"] == "template_card"]

    def looks(self) -> str:
        return "\n".join(shown.text for shown in self.screen)


@dataclass
class Guest:
    """Somebody with WeChat who talks to the service account."""

    caller: Caller
    user: str
    rings: bool = True

    async def scans(self, code: str = "") -> None:
        """Scan a door sign, which opens the chat; welcomed once in 48 hours, and not after they have spoken."""
        welcome, api = f"welcome-{next(_NUMBERS)}", self.caller.api
        customer, lately = api.customers[self.user], api.clock() - WINDOW
        event = {"event_type": "enter_session", "open_kfid": KFID, "external_userid": self.user, "scene": "door"}
        event |= {"scene_param": code} if code else {}
        if max(customer.spoke, customer.welcomed) < lately:
            customer.welcomes[welcome] = api.clock() + 20
            event |= {"welcome_code": welcome}
        await self._row("event", 4, event=event)

    async def says(self, text: str, menu_id: str = "") -> None:
        api = self.caller.api
        if not menu_id or api.taps_refill:
            api.customers[self.user].spoke, api.customers[self.user].said = api.clock(), 0
        part = {"content": text} | ({"menu_id": menu_id} if menu_id else {})
        await self._row("text", 3, text=part, external_userid=self.user, open_kfid=KFID)

    async def taps(self, label: str) -> None:
        for shown in reversed(self.screen):
            for item in shown.body.get("msgmenu", {}).get("list", ()):
                if label in item.get("click", {}).get("content", ""):
                    await self.says(item["click"]["content"], item["click"]["id"])
                    return
        raise AssertionError(f"{self.user} finds no choice “{label}” in:\n{self.looks()}")

    async def sends_photo(self, content: bytes) -> None:
        """A photo of more than two megabytes arrives as a hint in words."""
        api = self.caller.api
        api.customers[self.user].spoke, api.customers[self.user].said = api.clock(), 0
        if len(content) > 2 << 20:
            part = {"text": {"content": "[图片过大，请在客户端查看]"}}
        else:
            part = {"image": {"media_id": api.keep(content)}}
        await self._row(next(iter(part)), 3, **part, external_userid=self.user, open_kfid=KFID)

    async def fails(self, shown: Shown, why: int) -> None:
        """The far side says later that a message did not arrive."""
        event = {
            "event_type": "msg_send_fail",
            "external_userid": self.user,
            "fail_msgid": shown.number,
            "fail_type": why,
        }
        await self._row("event", 4, event=event)

    async def _row(self, kind: str, origin: int, **fields: Any) -> None:
        api = self.caller.api
        row = {"msgid": f"row{next(_NUMBERS)}", "send_time": int(api.clock()), "origin": origin, "msgtype": kind}
        api.row({**row, **fields})
        if self.rings:
            await self.ring()

    async def ring(self) -> None:
        token = f"bell{next(_NUMBERS)}"
        self.caller.api.doorbells[token] = self.caller.api.clock()
        made = int(self.caller.api.clock())
        inner = xml(CreateTime=made, MsgType="event", Event="kf_msg_or_event", Token=token, OpenKfId=KFID)
        await self.caller.post("/wecom/callback", inner)

    @property
    def screen(self) -> list[Shown]:
        return [shown for shown in self.caller.api.kefu_screen if shown.user == self.user]

    def looks(self) -> str:
        return "\n".join(shown.text for shown in self.screen)
