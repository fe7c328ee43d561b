"""A small bot to talk to: it asks, offers a checklist, shows pictures, and can be switched off."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from channels.webchat.channel import WebChat
from channels.webchat.visitors import Persona, address_of
from messages.attachment import Attachment, Medium
from messages.errors import StorageDown
from messages.incoming import Incoming, Kind
from messages.reply import Button, Pick, Reply
from tests.web.mailbox import ListMailbox
from texts import LANGUAGES, catalogue
from web.health import HealthReport
from web.locations import CHAT

BOSS = Persona("boss", "李记面馆", "Li's Noodles", "老板", "Merchant", "boss-token-0123456789")
MEMBER = Persona("member", "王芳", "Wang Fang", "党员", "Member", "member-token-0123456789")
MANAGER = Persona("manager", "陈主任", "Director Chen", "管理员", "Manager", "manager-token-0123456789")

WELCOME = "您好，这里是五星商户。"
QUESTION = Reply(
    "李记面馆 · 11月24日 星期二\n门前五包今天怎么样？\n都好就点一下；有一样没做到，先报先改不扣分。",
    ((Button("五项都做到了", "7.0"),), (Button("有一样没做到", "7.1"),)),
)
DUTIES = Pick(
    (
        "卫生 · 没有垃圾、污水、油渍",
        "秩序 · 货物、摊子、车辆没出店",
        "绿化 · 树上没挂东西",
        "设施 · 路面、路灯、垃圾桶完好",
    ),
    "就这些",
    "8.submit",
)
MENU = Reply(
    "我的商户（今天看了 1/3）\n1 李记面馆 ✅\n2 西津药房 —\n3 老街理发 ⚠️自己报了问题",
    ((Button("1 李记面馆", "9.0"), Button("2 西津药房", "9.1")), (Button("3 老街理发", "9.2"),)),
    once=False,
)


def chrome() -> dict[str, dict[str, str]]:
    """The sentences of the page, as the composition root hands them over."""
    return {
        lang: {key.removeprefix("web."): words for key, words in catalogue(lang).items() if key.startswith("web.")}
        for lang in LANGUAGES
    }


class Echo:
    """A web chat with the small bot behind it. `down` makes the bot refuse as a full database would."""

    def __init__(self, folder: Path, *personas: Persona) -> None:
        self.mailbox = ListMailbox()
        self.folder = folder
        self.chat = WebChat(self.mailbox, folder, CHAT, chrome(), personas=personas)
        self.heard: list[Incoming] = []
        self.seen: set[str] = set()
        self.down = False

    async def receive(self, incoming: Incoming) -> None:
        if self.down:
            raise StorageDown("the database is full")
        if incoming.key in self.seen:
            return
        self.seen.add(incoming.key)
        self.heard.append(incoming)
        for number, reply in enumerate(self.answers(incoming)):
            await self.chat.send(incoming.sender, reply, key=f"{incoming.key}/{number}")
        if incoming.text == "改好了" and incoming.sender == address_of(BOSS.token):
            await self.chat.send(address_of(MEMBER.token), Reply("李记面馆说改好了，去看看。"), key=f"{incoming.key}/m")

    def answers(self, incoming: Incoming) -> list[Reply]:
        if incoming.kind is Kind.HELLO:
            return [Reply(WELCOME)]
        if incoming.attachments:
            return [Reply("照片收到了，谢谢！", attachments=tuple(pictures(incoming.attachments)))]
        match incoming.text or incoming.choice:
            case "自查":
                return [QUESTION]
            case "我的商户":
                return [MENU]
            case "7.0":
                return [Reply("李记面馆：五项都做到了，收到，谢谢！\n要改的话，今天半夜前随时说。")]
            case "7.1":
                return [Reply("哪一样没做到？可以选几样，选完点“就这些”。", pick=DUTIES)]
            case "8.submit":
                chosen = "、".join(DUTIES.options[n].split(" · ")[0] for n in incoming.picked)
                return [Reply(f"记下了：{chosen}。自己先报，不扣分。\n拍张照，或者说一句怎么回事。")]
            case text:
                return [Reply(f"听到了：{text}")]

    async def health(self) -> HealthReport:
        return HealthReport(not self.down, {"database": "the database is full" if self.down else ""})


def pictures(attachments: tuple[Attachment, ...]) -> list[Attachment]:
    return [replace(a, name="回声") for a in attachments if a.kind is Medium.PHOTO]
