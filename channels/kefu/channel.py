"""The channel 微信客服: a callback announces rows, we pull them, and the API allows five answers in 48 hours."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from starlette.routing import BaseRoute

from channels.kefu import formatting
from channels.kefu.incoming import CHANNEL
from channels.kefu.pull import Pull
from channels.qyapi.callback import Callback
from channels.qyapi.client import QyApi
from channels.qyapi.envelope import Envelope, Fields, first
from channels.qyapi.errors import KNOWN, SESSION, STALE_MEDIA, Fault, outcome
from channels.qyapi.media import Media
from channels.qyapi.spool import Spool
from messages.address import Address
from messages.attachment import Attachment, Medium
from messages.channel import Health, Receive
from messages.errors import Closed, Misconfigured, NotSent, Refused, SendError, StorageDown, TryLater, Unsure
from messages.limits import Limits, Picks, Window
from messages.reply import Receipt, Reply
from messages.setup import Bells, Memory

log = logging.getLogger(__name__)

PATH = "/kefu/callback"
TWO_DAYS = 172_800.0
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds between two tries to pull when the API cannot be reached."""

WHILE_ANOTHER_PULLS = 1.0
"""Seconds until we look again when another process was pulling: it may have read its last page before our callback came."""

SPEAKABLE = (0, 1)
"""Session states in which send_msg is allowed; in the others a human serves the customer, or the session has ended."""

REMEMBERED = 4096

LIMITS = Limits(
    text_bytes=formatting.TEXT_BYTES,
    choice_bytes=formatting.HEAD_BYTES,
    buttons=formatting.MENU,
    label_bytes=formatting.CHOICE_BYTES,
    picks=Picks.NONE,
    edits=False,
    per_second=50.0,
    per_person=5.0,
    window=Window(TWO_DAYS, 5, 2),
)


class Kefu:
    """The channel `kefu`: one service account."""

    name = CHANNEL
    limits = LIMITS

    def __init__(
        self,
        api: QyApi,
        envelope: Envelope,
        account: str,
        folder: Path,
        *,
        memory: Memory,
        clock: Callable[[], datetime],
        bells: Bells | None = None,
        pull_every: float = 900.0,
        taps_count: bool = True,
    ) -> None:
        """`pull_every` is after how many seconds we pull without a callback, which the API allows rarely.

        `taps_count` says whether a tap on a menu lets us answer five times anew, as the customer's word does.
        """
        self._api = api
        self._account = account
        self._memory = memory
        self._clock = clock
        self._pull = Pull(api, account, memory, clock, taps_count=taps_count)
        self._pull_every = pull_every
        self._media = Media(api, memory, folder)
        self._callback = Callback(PATH, envelope, Spool(folder / CHANNEL / account), self._take, clock)
        self._tried: OrderedDict[str, None] = OrderedDict()
        self._seen_at: datetime | None = None
        self._trouble = "not pulled yet"
        (bells or Bells()).listen(CHANNEL, self._announced)

    @property
    def health(self) -> Health:
        words = self._trouble or self._callback.trouble
        return Health(ok=not words, words=words, seen_at=self._seen_at)

    def routes(self) -> Sequence[BaseRoute]:
        return self._callback.routes()

    async def run(self, receive: Receive) -> None:
        """Pull at the start, at every callback and at intervals, until cancelled.

        When the API refuses, we wait; a callback ends that wait, since its token may pull where we may not without one.
        """
        spool = asyncio.create_task(self._callback.run())
        pause = FIRST_PAUSE
        try:
            while True:
                try:
                    alone = await self._pull.all(receive)
                except (Fault, SendError, StorageDown) as error:
                    told = outcome(error) if isinstance(error, Fault) else error
                    self._trouble = str(told)
                    log.warning("cannot pull: %s", self._trouble)
                    await self._pull.wait(told.after if isinstance(told, TryLater) else pause)
                    pause = min(pause * 2, LONGEST_PAUSE)
                    continue
                self._trouble, pause, self._seen_at = "", FIRST_PAUSE, self._clock()
                await self._pull.wait(self._pull_every if alone else WHILE_ANOTHER_PULLS)
        finally:
            spool.cancel()
            await asyncio.gather(spool, return_exceptions=True)

    async def close(self) -> None:
        await self._api.close()

    async def send(self, to: Address, reply: Reply, *, thread: str = "", key: str = "", ticket: str = "") -> Receipt:
        """Send one message. With a `ticket` it is sent by the welcome code, which does not count in the window."""
        body = await self._body(reply)
        name = formatting.msgid(key)
        try:
            if ticket:
                await self._api.call("kf/send_msg_on_event", {"code": ticket, "msgid": name, **body})
            else:
                await self._post(to, {"msgid": name, **body}, name)
        except Fault as fault:
            error = outcome(fault)
            if isinstance(error, Misconfigured):
                self._trouble = str(error)
            if ticket and isinstance(error, Refused):
                raise Closed(str(error)) from fault  # a welcome code that is spent or too late: their next word will do
            raise error from fault
        return Receipt(name)

    async def fetch(self, attachment: Attachment) -> bytes:
        try:
            return await self._api.download(attachment.ref)
        except Fault as fault:
            if fault.code == STALE_MEDIA:
                raise Refused("it is older than three days and gone") from fault
            raise outcome(fault) from fault

    async def _body(self, reply: Reply) -> dict[str, Any]:
        """The body of one message; the engine sends words and each file as separate parts on this channel."""
        if reply.text or not reply.attachments:
            return formatting.words(reply)
        attachment = reply.attachments[0]
        if attachment.kind is Medium.PLACE:
            latitude, _, longitude = attachment.ref.partition(",")
            place = {"name": attachment.name, "latitude": float(latitude), "longitude": float(longitude)}
            return {"msgtype": "location", "location": place}
        try:
            kind, media_id = await self._media.upload(attachment)
        except Fault as fault:
            raise outcome(fault) from fault
        if not media_id:
            raise Refused("the file is not there, or too large")
        return {"msgtype": kind, kind: {"media_id": media_id}}

    async def _post(self, to: Address, body: dict[str, Any], name: str) -> None:
        """Post it; when its first answer was lost, a refusal of its msgid as used counts as sent."""
        message = {"touser": to.user, "open_kfid": self._account, **body}
        again = name in self._tried
        self._remember(name)
        try:
            await self._api.call("kf/send_msg", message)
        except Fault as fault:
            if again and fault.code not in KNOWN:
                return
            if fault.code != SESSION or await self._state(to) not in SPEAKABLE:
                self._tried.pop(name, None)
                raise
            await self._api.call("kf/send_msg", message)
        except NotSent:
            self._tried.pop(name, None)
            raise
        except Unsure as lost:
            raise Unsure(str(lost), repeatable=True) from lost
        self._tried.pop(name, None)

    async def _state(self, to: Address) -> int:
        """The session state: 0 and 1 the bot, 2 and 3 a human, 4 ended. We never take a session from a human."""
        body = {"open_kfid": self._account, "external_userid": to.user}
        found = await self._api.call("kf/service_state/get", body)
        return int(found.get("service_state", -1))

    def _remember(self, name: str) -> None:
        self._tried[name] = None
        while len(self._tried) > REMEMBERED:
            self._tried.popitem(last=False)

    async def _take(self, fields: Fields) -> None:
        if first(fields, "Event") == "kf_msg_or_event":
            await self._announced(first(fields, "OpenKfId"), first(fields, "Token"))

    async def _announced(self, account: str, token: str) -> None:
        """Handle a callback: store it, so that another process may pull, and wake our own pull."""
        if account not in ("", self._account):
            log.warning("a callback for another service account is ignored")
            return
        self._pull.ring(token)
        try:
            await self._memory.ring(self._account, token)
        except StorageDown as down:
            log.warning("a callback could not be stored: %s", down)
