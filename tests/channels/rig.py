"""One person on one channel with the real engine behind it; what they see is read from the channel's own outside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.post import Outgoing
from messages.address import Address
from messages.incoming import Incoming, Kind
from messages.reply import Reply
from storage.core.tx import Tx
from storage.delivery import conversations
from storage.people import people
from tests.player import Said
from tests.town import Town


@dataclass(frozen=True)
class Shown:
    """One message on the person's screen: its words, what stands on its buttons (options among them), its name."""

    text: str
    buttons: tuple[str, ...] = ()
    number: str = ""


@dataclass
class Rig:
    """A town whose channel is the one under test. `screen` reads the person's screen, `spoke` tells the far side they spoke."""

    town: Town
    user: str
    screen: Callable[[], Sequence[Shown]]
    spoke: Callable[[datetime], None] = lambda _: None
    person_id: int = 0

    @property
    def address(self) -> Address:
        return Address(self.town.channel.name, self.user)

    async def enrol(self) -> None:
        """The person is a merchant without a shop, so that they can be told things."""

        async def add(tx: Tx) -> int:
            number = await people.add(tx, name="李老板", now=self.town.clock())
            await conversations.save(
                tx, self.address, person_id=number, step="", in_hand=None, thread="", seen_at=self.town.clock()
            )
            return number

        self.person_id = await self.town.database.write(add)

    async def push(self, reply: Reply, key: str) -> None:
        """Something nobody asked for."""
        await self._write(Outgoing(self.address, reply, f"{self.user} {key}", self.person_id))

    async def ask(self, reply: Reply, key: str) -> None:
        """A question that is in hand, as a turn asks it."""
        await self._write(Outgoing(self.address, reply, f"{self.user} {key}", self.person_id, answers=True))

    async def _write(self, out: Outgoing) -> None:
        town = self.town
        message = await town.database.write(lambda tx: town.turns.write_down(tx, out, town.clock()))
        town.sender.hand([message] if message else [])
        await town.settle()

    async def says(self, text: str, kind: Kind = Kind.MESSAGE) -> None:
        self.town.clock.forward(seconds=1)
        if kind is not Kind.HELLO:
            self.spoke(self.town.clock())
        await self.town.engine.receive(Incoming(self._key(), self.address, self.town.clock(), kind, text))
        await self.town.settle()

    async def taps(self, said: Said, label: str) -> None:
        """Tap a button of a message on a channel made of lists."""
        data = next(b.data for b in said.reply.choices if b.label == label)
        tap = Incoming(self._key(), self.address, self.town.clock(), Kind.TAP, choice=data)
        await self.town.engine.receive(tap)
        await self.town.settle()

    def _key(self) -> str:
        return f"{self.town.next_key()}:{self.user}"

    @property
    def words(self) -> str:
        return "\n".join(shown.text for shown in self.screen())

    async def states(self) -> list[str]:
        """What became of each message, in the order written."""
        rows = await self.town.database.read(lambda tx: tx.rows("outbox_export"))
        return [str(row["state"]) for row in rows]
