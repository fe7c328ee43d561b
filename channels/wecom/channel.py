"""WeCom: callbacks of the app in, texts and cards to members out."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from starlette.routing import BaseRoute

from channels.qyapi.callback import Callback
from channels.qyapi.client import QyApi
from channels.qyapi.envelope import Envelope, Fields, first
from channels.qyapi.errors import STALE_MEDIA, Fault, outcome
from channels.qyapi.media import Media
from channels.qyapi.spool import Spool
from channels.wecom.cards import card_of
from channels.wecom.incoming import CHANNEL, WARNINGS, incoming
from messages.address import Address
from messages.attachment import Attachment, Medium
from messages.channel import Health, Receive
from messages.errors import Gone, Misconfigured, Refused, SendError, StorageDown, TryLater, Unsure
from messages.limits import Limits, Picks
from messages.reply import Receipt, Reply, in_words
from messages.setup import Bells, Memory

log = logging.getLogger(__name__)

PATH = "/wecom/callback"
REPEATED = 14400
"""Seconds in which the API drops a card it has seen: the longest there is."""

REMEMBERED = 4096
"""Most messages remembered as partly sent: a bound on memory, not a rule."""

WORDS = Limits(
    text_bytes=2048,
    buttons=0,
    picks=Picks.NONE,
    edits=False,
    per_second=50.0,
    per_person=5.0,
    bursts=((25, 60.0), (900, 3600.0)),
    burst_reserve=5,
)
"""The API silently drops what goes to one member beyond 30 a minute or 1000 an hour."""

CARDS = replace(WORDS, choice_bytes=480, buttons=6, label_bytes=30, options=20, picks=Picks.ONCE, edits=True)
LIMITS = {"auto": replace(CARDS, form=True), "always": CARDS, "never": WORDS}
"""By `FIVESTAR_WECOM__CARDS`: cards and words until we know what somebody uses, cards only, words only."""


class WeCom:
    """The channel `wecom`: one corporation, one app."""

    name = CHANNEL

    def __init__(
        self,
        api: QyApi,
        envelope: Envelope,
        agent: int,
        folder: Path,
        *,
        memory: Memory,
        words: Mapping[str, str],
        clock: Callable[[], datetime],
        cards: str = "auto",
        bells: Bells | None = None,
    ) -> None:
        self.limits = LIMITS[cards]
        self._api = api
        self._agent = agent
        self._words = words
        self._clock = clock
        self._bells = bells or Bells()
        self._media = Media(api, memory, folder)
        self._callback = Callback(PATH, envelope, Spool(folder / CHANNEL / str(agent)), self._take, clock)
        self._receive: Receive | None = None
        self._seen_at: datetime | None = None
        self._trouble = ""
        self._warning = ""
        self._begun: OrderedDict[str, int] = OrderedDict()

    @property
    def health(self) -> Health:
        words = self._trouble or self._warning or self._callback.trouble
        return Health(ok=not words, words=words, seen_at=self._seen_at)

    def routes(self) -> Sequence[BaseRoute]:
        return self._callback.routes()

    async def run(self, receive: Receive) -> None:
        """Process callbacks until cancelled, those in the spool first."""
        self._receive = receive
        menu = asyncio.create_task(self._set_menu())
        try:
            await self._callback.run()
        finally:
            self._receive = None
            menu.cancel()
            await asyncio.gather(menu, return_exceptions=True)

    async def close(self) -> None:
        await self._api.close()

    async def send(self, to: Address, reply: Reply, *, thread: str = "", key: str = "", ticket: str = "") -> Receipt:
        """Send it as a card where it fits, else as text; a tapped card is greyed first, and its answer is a new message."""
        try:
            if reply.replace:
                await self._grey(to, reply.replace)
            return await self._say(to, reply, key)
        except Fault as fault:
            raise self._told(fault) from fault

    async def fetch(self, attachment: Attachment) -> bytes:
        try:
            return await self._api.download(attachment.ref)
        except Fault as fault:
            if fault.code == STALE_MEDIA:
                raise Refused("it is older than three days and gone") from fault
            raise self._told(fault) from fault

    async def _say(self, to: Address, reply: Reply, key: str) -> Receipt:
        """Send the text first, then the files; repeated under the same key, continue after what was already sent."""
        bodies: list[dict[str, Any] | Attachment] = [*self._bodies(reply, key), *reply.attachments]
        receipts = []
        for body in bodies[self._begun.get(key, 0) :]:
            wire = await self._file(body) if isinstance(body, Attachment) else body
            if wire:
                receipts.append(await self._post(to, wire))
            self._begun[key] = self._begun.get(key, 0) + 1
            while len(self._begun) > REMEMBERED:
                self._begun.popitem(last=False)
        self._begun.pop(key, None)
        self._trouble = ""
        return Receipt(receipts[0] if receipts else "")

    def _bodies(self, reply: Reply, key: str) -> list[dict[str, Any]]:
        card = card_of(reply, key, self._words)
        if card:
            repeats = {"enable_duplicate_check": 1, "duplicate_check_interval": REPEATED}
            return [{"msgtype": "template_card", "template_card": card, **repeats}]
        text = in_words(reply).text.strip()
        return [_text(text)] if text else []

    async def _file(self, attachment: Attachment) -> dict[str, Any] | None:
        if attachment.kind is Medium.PLACE:
            return _text(f"{attachment.name} {attachment.ref}".strip())
        kind, media_id = await self._media.upload(attachment)
        return {"msgtype": kind, kind: {"media_id": media_id}} if media_id else None

    async def _post(self, to: Address, body: dict[str, Any]) -> str:
        """Send one message to one member; its msgid."""
        try:
            found = await self._api.call("message/send", {"touser": to.user, "agentid": self._agent, **body})
        except Unsure as lost:
            raise Unsure(str(lost), repeatable="enable_duplicate_check" in body) from lost
        if found.get("unlicenseduser"):
            self._warning = "a member has no licence for this app: give them one in the console"
            raise Gone("no licence")
        if found.get("invaliduser"):
            raise Gone("not in the app's 可见范围, or no member")
        return str(found.get("msgid", ""))

    async def _grey(self, to: Address, replaced: str) -> None:
        """Grey the card and show what was tapped. Failures are ignored: the answer that follows says the same."""
        code, _, label = replaced.partition("|")
        if not code:
            return
        body = {"userids": [to.user], "agentid": self._agent, "response_code": code}
        try:
            await self._api.call("message/update_template_card", {**body, "button": {"replace_name": label or "✓"}})
        except Fault as fault:
            error = outcome(fault)
            if isinstance(error, TryLater | Misconfigured):
                raise
            log.info("a card stays as it was: %s", fault)
        except SendError as error:
            log.info("a card stays as it was: %s", error)

    async def _take(self, fields: Fields) -> None:
        if self._receive is None:
            raise StorageDown("the bot is not receiving just now")
        event = first(fields, "Event")
        if event == "kf_msg_or_event":
            if not await self._bells.ring("kefu", first(fields, "OpenKfId"), first(fields, "Token")):
                log.warning("a callback of 微信客服 arrived, and that channel is not on")
            return
        agent = first(fields, "AgentID", "AgentId")
        if agent and agent != str(self._agent):
            log.warning("a callback of another app is ignored")
            return
        if event in WARNINGS:
            closed = "" if event == "reopen_inactive_agent" else "WeCom warns that the app is hardly used and closes it"
            self._warning = closed
            return
        self._seen_at = self._clock()
        if found := incoming(fields, self._agent):
            await self._receive(found)

    async def _set_menu(self) -> None:
        """Create the app's menu of three keys unless it is already there."""
        wanted = [
            {"type": "click", "name": self._words[f"menu_{n}"], "key": self._words[f"key_{n}"]} for n in (1, 2, 3)
        ]
        with suppress(SendError, Fault):
            try:
                there = await self._api.call("menu/get", params={"agentid": self._agent})
            except Fault:
                there = {}
            told = [{k: b.get(k) for k in ("type", "name", "key")} for b in there.get("button", ())]
            if told != wanted:
                params = {"agentid": self._agent}
                await self._api.call("menu/create", {"button": wanted}, params=params)

    def _told(self, fault: Fault) -> SendError:
        error = outcome(fault)
        if isinstance(error, Misconfigured):
            self._trouble = str(error)
        return error


def _text(words: str) -> dict[str, Any]:
    return {"msgtype": "text", "text": {"content": words}}
