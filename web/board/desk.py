"""What is done on the board is done in the engine: a button here is a tap of that person, a sentence is their message.

So the same steps run as in chat, with the same permissions and questions, and the board cannot differ from it. What is
answered stands in the outbox as everywhere; the page reads it there.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.engine import Engine
from bot.flow import Turn, World
from bot.steps import asks_for_words
from files.dataclass import dataclass
from messages.address import Address
from messages.incoming import Incoming, Kind
from messages.reply import Button, Reply
from programme.delivery.message_state import MessageState
from programme.ids import PersonId
from storage.core.tx import Database, Tx
from storage.delivery import conversations, outbox, prompts
from storage.delivery.outbox import Outcome
from storage.shops.shops import Shop

BOARD = conversations.PAGES
KEY = re.compile(r"[0-9a-f]{32}")


class Due(Protocol):
    """One thing that waits for a person; see `handlers.shared.todo.Due`."""

    @property
    def line(self) -> str: ...
    @property
    def action(self) -> str: ...
    @property
    def rank(self) -> int: ...
    @property
    def place(self) -> Shop | None: ...
    @property
    def since(self) -> datetime | None: ...


Waiting = Callable[[Turn], Awaitable[Sequence[Due]]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the engine said to one act; `asks` that the next sentence typed answers it."""

    replies: tuple[Reply, ...]
    asks: bool


class Desk:
    """Where whoever looks at the board acts. `waiting` is 待办 of whoever the turn is of, the most pressing first."""

    def __init__(
        self,
        database: Database,
        engine: Engine,
        world: World,
        *,
        waiting: Waiting,
        zone: ZoneInfo,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._engine = engine
        self._world = world
        self._waiting = waiting
        self._zone = zone
        self._clock = clock

    async def waiting(self, person: PersonId) -> Sequence[Due]:
        """Everything that waits for this person, as in chat."""
        await self._sit_down(person)
        return await self._database.read(lambda tx: self._due(tx, person))

    async def begin(self, person: PersonId, key: str, action: str) -> bool:
        """Open one thing of 待办; False when it does not wait for them (any more), whatever the form said."""
        await self._sit_down(person)
        now = self._clock()

        async def offer(tx: Tx) -> str:
            due = next((one for one in await self._due(tx, person) if one.action == action), None)
            if due is None:
                return ""
            return str(await prompts.add(tx, _at(person), Reply(due.line, ((Button(due.line[:60], action),),)), now))

        offered = await self._database.write(offer)
        if offered:
            await self.tap(person, key, f"{offered}.0")
        return bool(offered)

    async def act(self, person: PersonId, key: str, action: str, label: str) -> None:
        """One step of whoever holds a page of their own, as a tap on its button; the step asks whether they may."""
        await self._sit_down(person)
        now = self._clock()
        offered = await self._database.write(
            lambda tx: prompts.add(tx, _at(person), Reply(label, ((Button(label, action),),)), now)
        )
        await self.tap(person, key, f"{offered}.0")

    async def tap(self, person: PersonId, key: str, choice: str, picked: Sequence[int] = ()) -> None:
        """A button of an answer, or a checklist with its ticks."""
        await self._do(
            person, Incoming(_key(person, key), _at(person), self._clock(), Kind.TAP, "", choice, tuple(picked))
        )

    async def say(self, person: PersonId, key: str, words: str) -> None:
        """The sentence that was asked for, or one of their own."""
        await self._sit_down(person)
        await self._do(person, Incoming(_key(person, key), _at(person), self._clock(), text=words))

    async def answer(self, person: PersonId, key: str) -> Answer:
        """What was said to the act of this key."""

        async def read(tx: Tx) -> Answer:
            said = await outbox.answers_to(tx, _at(person), _key(person, key))
            known = await conversations.conversation(tx, _at(person))
            return Answer(tuple(message.reply for message in said), bool(known and asks_for_words(known.step)))

        return await self._database.read(read)

    async def _do(self, person: PersonId, incoming: Incoming) -> None:
        """Returns when it is committed; what was said is then on its page, so nobody has to send it."""
        await self._engine.receive(incoming)
        now = self._clock()

        async def said(tx: Tx) -> None:
            found = await outbox.answers_to(tx, incoming.sender, incoming.key)
            queued = [m for m in found if m.state is MessageState.QUEUED]
            await outbox.settle(tx, [Outcome(m.id, MessageState.SENT, m.attempts) for m in queued], now)

        await self._database.write(said)

    async def _sit_down(self, person: PersonId) -> None:
        """Whoever acts here has a conversation here, beside the one in chat: neither loses its question to the other."""
        known = await self._database.read(lambda tx: conversations.conversation(tx, _at(person)))
        if known is None or known.person_id is None:
            now = self._clock()
            await self._database.write(
                lambda tx: conversations.save(
                    tx, _at(person), person_id=person, step="", in_hand=None, thread="", seen_at=now
                )
            )

    async def _due(self, tx: Tx, person: PersonId) -> Sequence[Due]:
        known, now = await conversations.conversation(tx, _at(person)), self._clock()
        turn = Turn(tx, Incoming("", _at(person), now, Kind.TAP), known, now=now, zone=self._zone, world=self._world)
        return await self._waiting(turn)


def _at(person: PersonId) -> Address:
    return Address(BOARD, str(person))


def _key(person: PersonId, key: str) -> str:
    return f"{BOARD}:{person}:{key}"
