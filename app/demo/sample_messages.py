"""Delivers the messages of the sample street to its people; those of watched personas also to their web chat."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from app.app import App
from app.channels import Mailbox
from app.demo.sample_clock import PutForward
from channels.webchat.channel import WebChat
from channels.webchat.files import Stored
from channels.webchat.post import Posted, body_of_post
from messages.address import Address
from messages.incoming import Incoming, Kind
from messages.reply import Reply
from programme.delivery.message_state import MessageState
from storage.core.tx import Database
from storage.delivery import outbox
from storage.delivery.outbox import OutboxMessage, Outcome

MOST = 500


class Screens:
    """Delivers what the bot wrote. From `begin` on, those who are `watched` find it in the mailbox of their page."""

    def __init__(self, app: App, database: Database, chat: WebChat, clock: PutForward) -> None:
        self._app = app
        self._database = database
        self._chat = chat
        self._clock = clock
        self._mailbox = Mailbox(database, clock)
        self._watched: frozenset[Address] = frozenset()
        self._shown: dict[Address, list[tuple[str, Reply]]] = {}

    def begin(self, watched: Collection[Address]) -> None:
        self._watched = frozenset(watched)

    async def deliver(self) -> None:
        """Hand over every message that is due; once somebody watches, with the photos that came."""
        while self._watched and await self._app.fetcher.fetch_due():
            pass
        now = self._clock.now
        messages = await self._database.write(
            lambda tx: outbox.claim(tx, self._chat.name, now, now + timedelta(minutes=1), MOST)
        )
        receipts = [await self._hand_over(message) for message in messages]
        outcomes = [
            Outcome(lt.id, MessageState.SENT, 1, receipt) for lt, receipt in zip(messages, receipts, strict=True)
        ]
        await self._database.write(lambda tx: outbox.settle(tx, outcomes, now))

    async def _hand_over(self, message: OutboxMessage) -> str:
        receipt = ""
        if message.address in self._watched:
            reply = await self._app.attachments.fill(message)
            receipt = (await self._chat.send(message.address, reply, key=message.key)).message
        self._shown.setdefault(message.address, []).append((receipt, message.reply))
        return receipt

    def taps(self, who: Address, label: str) -> list[tuple[str, str]]:
        """Every button with this label in what was delivered since the last look, as (data, message)."""
        seen = self._shown.pop(who, [])
        return [(b.data, receipt) for receipt, reply in seen for b in reply.choices if b.label == label]

    def lists(self, who: Address) -> list[tuple[str, str]]:
        """The newest list to be ticked, as (data, message)."""
        seen = self._shown.pop(who, [])
        return [(reply.pick.data, receipt) for receipt, reply in seen if reply.pick][-1:]

    async def write(self, incoming: Incoming, label: str = "") -> None:
        """Show on the page what one of the watched said or tapped."""
        if incoming.sender not in self._watched:
            return
        on = int(incoming.on) if incoming.on else 0
        post = Posted(incoming.key, Kind(incoming.kind), incoming.text, incoming.choice, label, (), on)
        files = [Stored(a.name, a.kind) for a in incoming.attachments]
        key = f"in:{incoming.key}"
        await self._mailbox.append(incoming.sender.user, key, body_of_post(post, files), direction="in", replaces=None)
