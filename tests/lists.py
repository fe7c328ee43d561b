"""A channel made of lists: what it sends is on a screen per person."""

from __future__ import annotations

import asyncio
from itertools import count
from pathlib import Path

from messages.address import Address
from messages.attachment import Attachment
from messages.channel import Health
from messages.errors import Closed
from messages.limits import Limits
from messages.reply import Receipt, Reply
from tests.player import Said


class ListChannel:
    """A channel that keeps what it sends in a list per person.

    `refuses` maps a user to the error its sends raise; a ticket that is `used_up` lets nothing through.
    """

    def __init__(self, name: str, limits: Limits) -> None:
        self.name = name
        self.limits = limits
        self.screens: dict[str, list[Said]] = {}
        self.sent: list[tuple[str, Reply]] = []
        self.refuses: dict[str, Exception] = {}
        self.tickets: list[str] = []
        self.used_up: set[str] = set()
        self._numbers = count(1)

    health = Health()

    def routes(self) -> list[object]:
        return []

    async def run(self, receive: object) -> None:
        await asyncio.Event().wait()

    async def send(self, to: Address, reply: Reply, *, thread: str = "", key: str = "", ticket: str = "") -> Receipt:
        if error := self.refuses.get(to.user):
            raise error
        if ticket in self.used_up:
            raise Closed("the ticket is used up")
        self.tickets += [ticket] if ticket else []
        self.sent.append((to.user, reply))
        screen = self.screens.setdefault(to.user, [])
        if reply.replace:
            for said in screen:
                if str(said.number) == reply.replace:
                    said.reply = reply
                    return Receipt(reply.replace)
        said = Said(next(self._numbers), reply)
        screen.append(said)
        return Receipt(str(said.number))

    async def fetch(self, attachment: Attachment) -> bytes:
        return Path(attachment.ref).read_bytes()
