"""Sends the next part of a message, fitted to the channel's limits and the person's habits, if its window is open."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from bot import windows
from bot.attachments import Attachments
from bot.clock import Clock
from bot.fitting import Form, fitted
from messages.channel import Channel
from messages.errors import Closed, SendError, Unsure
from messages.reply import Receipt, Reply
from storage.core.tx import Database
from storage.delivery import conversations
from storage.delivery.outbox import OutboxMessage

UNSURE = "unsure"
"""How the error of a message begins that perhaps went out."""

WINDOW_SHUT = "the window is closed"
"""Our own count says so, and nothing was tried."""


class Parts:
    """Says messages on one channel, one part at a time."""

    def __init__(self, database: Database, channel: Channel, clock: Clock, attachments: Attachments | None) -> None:
        self._database = database
        self._channel = channel
        self._clock = clock
        self._attachments = attachments

    async def say(self, message: OutboxMessage) -> tuple[OutboxMessage, bool]:
        """Say its next part; the message as it stands then, and whether that was all.

        Raises:
            SendError: the part did not go out, or may not have.
            Closed: there is no room in the window, and nothing was tried.
        """
        reply = await self._attachments.fill(message) if self._attachments else message.reply
        parts = fitted(reply, self._channel.limits, await self._form(message, reply))
        number = min(message.parts, len(parts) - 1)
        receipt = await self._said(message, parts[number], number)
        receipts = " ".join(r for r in (message.receipt, receipt.message) if r)
        return replace(message, parts=number + 1, receipt=receipts, error=""), number + 1 >= len(parts)

    async def _said(self, message: OutboxMessage, part: Reply, number: int) -> Receipt:
        key = f"{message.key}#{number}" if number else message.key
        now = self._clock()
        if not number and message.ticket_until and now < message.ticket_until:
            with suppress(Closed):  # the ticket is used up, which says nothing about the window
                return await self._sent(message, part, key, message.ticket)
        counted = await self._enter(message, now)
        try:
            return await self._sent(message, part, key)
        except Unsure:
            raise
        except SendError:
            if counted:
                await self._database.write(lambda tx: conversations.give_back(tx, message.address))
            raise

    async def _sent(self, message: OutboxMessage, part: Reply, key: str, ticket: str = "") -> Receipt:
        return await self._channel.send(message.address, part, thread=message.thread, key=key, ticket=ticket)

    async def _enter(self, message: OutboxMessage, now: datetime) -> bool:
        """Take room in the window, where there is one; a repeat after a lost answer has its room already."""
        window = self._channel.limits.window
        if window is None or message.error.startswith(UNSURE):
            return False
        if not await self._database.write(lambda tx: windows.enter(tx, message, window, now)):
            raise Closed(WINDOW_SHUT)
        return True

    async def _form(self, message: OutboxMessage, reply: Reply) -> str:
        """How this person uses choices, where that matters."""
        if not self._channel.limits.form or not (reply.buttons or reply.pick):
            return Form.CARD
        known = await self._database.read(lambda tx: conversations.conversation(tx, message.address))
        return known.form if known else Form.UNKNOWN
