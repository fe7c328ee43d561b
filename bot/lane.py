"""Takes messages one after another: what arrives is acknowledged only after what it changed is committed.

`Lane.receive` returns after the commit. Waiting messages are taken together with one commit for all: load adds throughput
instead of latency. Should one fail, nothing of that try stays, and they are taken again, each in its own savepoint: so the
bad message rolls back alone, and the others need no savepoint.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from traceback import format_tb

from bot.clock import Clock
from bot.post import Outgoing
from bot.turns import Turns
from messages.address import Address
from messages.errors import StorageDown
from messages.incoming import Incoming, Kind
from messages.reply import Reply
from storage.core.tx import Database, Tx
from storage.delivery import inbox
from storage.delivery.outbox import OutboxMessage
from texts import speaker

log = logging.getLogger(__name__)

BATCH = 64
"""Most messages in one commit."""

ATTEMPTS = 3
"""How often a message is tried before it is parked for a human."""

Hand = Callable[[Sequence[OutboxMessage]], None]
"""Takes the messages a commit has made sendable."""


@dataclass(eq=False, slots=True)
class _Waiting:
    """One message and whoever waits for its commit; `failed` says that it did before."""

    incoming: Incoming
    done: asyncio.Future[None]
    error: Exception | None = None
    failed: bool = False
    messages: list[OutboxMessage] = field(default_factory=list)


class Lane:
    """Takes the messages of the senders that fall to it; see the module's first line for its promise."""

    def __init__(self, database: Database, turns: Turns, clock: Clock, *, hand: Hand, language: str) -> None:
        self._database = database
        self._turns = turns
        self._clock = clock
        self._hand = hand
        self._say = speaker(language)
        self._waiting: deque[_Waiting] = deque()
        self._wake = asyncio.Event()
        self.handled = 0
        self.storage_error = ""

    async def receive(self, incoming: Incoming) -> None:
        """Handle one message; returns when its effects are committed, or when it is parked for a human.

        Raises:
            StorageDown: the database cannot take it now. Nothing was changed: keep it and try again.
        """
        waiting = _Waiting(incoming, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        self._wake.set()
        await waiting.done

    async def run(self) -> None:
        """Handle messages until cancelled; what still waits then is refused, so that the channel delivers it again."""
        try:
            while True:
                await self._wake.wait()
                await self._next_batch()
                if not self._waiting:
                    self._wake.clear()
        finally:
            for waiting in self._waiting:
                _fail(waiting, StorageDown("the bot is stopping"))
            self._waiting.clear()

    async def _next_batch(self) -> None:
        batch = [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]
        if not batch:
            return
        try:
            await self._commit(batch)
        except asyncio.CancelledError:
            self._waiting.extendleft(reversed(batch))
            raise
        except Exception as error:
            self._refuse(batch, error)
            return
        self.storage_error = ""
        await self._acknowledge(batch)

    async def _commit(self, batch: Sequence[_Waiting]) -> None:
        """All of them together; each apart where one fails, or failed before."""
        senders = {str(waiting.incoming.sender) for waiting in batch}
        if not any(waiting.failed for waiting in batch):
            try:
                await self._database.write(lambda tx: self._take_together(tx, batch), alone=senders)
            except _OneFailed:
                if len(batch) == 1:  # nothing of it is left, and nothing else was with it
                    return
                log.warning("one of %d messages failed, they are taken apart", len(batch))
            else:
                return
        await self._database.write(lambda tx: self._take_apart(tx, batch), alone=senders)

    async def _take_together(self, tx: Tx, batch: Sequence[_Waiting]) -> None:
        now = self._clock()
        for waiting in batch:
            waiting.error, waiting.messages = None, []
            try:
                waiting.messages = await self._turns.take(tx, waiting.incoming, now)
            except StorageDown:
                raise
            except Exception as error:
                waiting.error = error
                raise _OneFailed from error

    async def _take_apart(self, tx: Tx, batch: Sequence[_Waiting]) -> None:
        held: set[Address] = set()
        now = self._clock()
        for waiting in batch:
            waiting.error, waiting.messages = None, []
            if waiting.incoming.sender in held:
                waiting.error = _NotYet()
                continue
            try:
                async with tx.savepoint():
                    waiting.messages = await self._turns.take(tx, waiting.incoming, now)
            except StorageDown:
                raise
            except Exception as error:
                waiting.error = error
                held.add(waiting.incoming.sender)

    async def _acknowledge(self, batch: Sequence[_Waiting]) -> None:
        self._hand([message for waiting in batch for message in waiting.messages])
        again: list[_Waiting] = []
        for waiting in batch:
            if waiting.error is None:
                self.handled += 1
                if not waiting.done.done():
                    waiting.done.set_result(None)
            elif isinstance(waiting.error, _NotYet) or not await self._failed(waiting, waiting.error):
                waiting.failed = True
                again.append(waiting)
        self._waiting.extendleft(reversed(again))

    async def _failed(self, waiting: _Waiting, error: Exception) -> bool:
        """Count a failure in its own commit; True when the message is now parked or refused and no longer waits."""
        incoming, now = waiting.incoming, self._clock()
        words = f"{type(error).__name__} in {_where(error)}"
        log.error("a message failed: key=%s %s\n%s", incoming.key, words, "".join(format_tb(error.__traceback__)))

        async def count(tx: Tx) -> list[OutboxMessage] | None:
            if await inbox.record_attempt(tx, incoming.key, words, now) < ATTEMPTS:
                return None
            await inbox.park(tx, incoming, words, now)
            if incoming.kind is Kind.EVENT:
                return []  # a system sent it: nobody there reads our words
            reply = Reply(self._say("engine.parked"), urgent=True)
            out = Outgoing(incoming.sender, reply, f"{incoming.key}/parked", thread=incoming.thread)
            told = await self._turns.write_down(tx, out, now)
            return [told] if told else []

        try:
            messages = await self._database.write(count)
        except StorageDown as down:
            self._refuse([waiting], down)
            return True
        if messages is None:
            return False
        self._hand(messages)
        if not waiting.done.done():
            waiting.done.set_result(None)
        return True

    def _refuse(self, batch: Sequence[_Waiting], error: Exception) -> None:
        self.storage_error = str(error)
        log.error("nothing committed, %d messages refused: %s", len(batch), error)
        down = error if isinstance(error, StorageDown) else StorageDown(f"{type(error).__name__}: {error}")
        for waiting in batch:
            _fail(waiting, down)


class _OneFailed(Exception):
    """A turn failed, and not the database around it: nothing of the batch stays."""


class _NotYet(Exception):
    """An earlier message of the same person has to be settled first."""


def _fail(waiting: _Waiting, error: Exception) -> None:
    if not waiting.done.done():
        waiting.done.set_exception(error)


def _where(error: BaseException) -> str:
    """The innermost place of ours in a traceback, without any value a person typed."""
    trace = error.__traceback__
    place = "?"
    while trace:
        code = trace.tb_frame.f_code
        place = f"{code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno} {code.co_name}"
        trace = trace.tb_next
    return place
