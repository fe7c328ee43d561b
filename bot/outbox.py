"""Sends the messages of the outbox, where each is stored before it is sent, and records how each sending ended.

Answers, then urgent, then bulk; one in flight to a person, evenly spaced. Killed anywhere, the next process sends the rest;
only a message whose answer from the channel was never recorded can go out twice: most channels have no idempotency key.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from time import monotonic

from bot import windows
from bot.attachments import Attachments, NotYet
from bot.clock import Clock
from bot.parts import UNSURE, WINDOW_SHUT, Parts
from bot.rate_limit import RateLimit
from bot.send_queue import Queue
from bot.turns import CLAIM
from bot.undelivered import Unreachable, gone
from bot.waiting import wait_for
from bot.windows import LimitsOf
from messages.channel import Channel
from messages.errors import Closed, Gone, Misconfigured, Refused, SendError, StorageDown, TryLater, Unsure
from programme.delivery.message_state import MessageState
from storage.core.tx import Database
from storage.delivery import outbox
from storage.delivery.outbox import OutboxMessage, Outcome

log = logging.getLogger(__name__)

IN_FLIGHT = 64
"""Most messages waiting for one channel's answer."""
LOOK_AROUND = 1.0
"""Seconds between looks for messages other processes wrote."""
STANDSTILL = 30.0
"""Seconds until a paused channel is tried again, in case the operator has put it right."""

FIRST_PAUSE = 2.0
"""Seconds before a message that did not go out is tried again; doubled each time."""

SHORT_WAIT = 20.0
"""Seconds a message may wait in memory for another try; well under its claim."""

GIVE_UP = timedelta(days=2)
"""A message nobody could take for so long is refused."""


class Sender:
    """Sends one channel's messages. `hand` gives it fresh ones; it finds the others by itself."""

    def __init__(
        self,
        database: Database,
        channel: Channel,
        clock: Clock,
        unreachable: Unreachable,
        attachments: Attachments | None = None,
        awake: Callable[[str, datetime], datetime] = lambda _, moment: moment,
        limits_of: LimitsOf | None = None,
        look_every: float = 0.0,
    ) -> None:
        """Without `attachments` attachments go out as they stand; `awake` says when a message's `rest` is over.

        `limits_of`: what the other channels can do; `look_every`: seconds between looks where nearly all is handed over.
        """
        self._look_every = look_every
        self.channel = channel
        self.paused = ""
        self.sent = 0
        self._database = database
        self._clock = clock
        self._unreachable = unreachable
        self._limits_of = limits_of or (lambda _: channel.limits)
        self._parts = Parts(database, channel, clock, attachments)
        self._awake = awake
        self._pace = RateLimit.of(channel.limits)
        self._waiting = Queue()
        self._mine: dict[int, float] = {}
        self._flying: dict[str, asyncio.Task[None]] = {}
        self._claiming = False
        self._ended: list[Outcome] = []
        self._wake = asyncio.Event()
        self._settle_now = asyncio.Event()

    def hand(self, messages: Sequence[OutboxMessage]) -> None:
        """Take messages that a commit has just made sendable; those of other channels or times are left alone."""
        for message in messages:
            if (
                message.channel == self.channel.name
                and message.id not in self._mine
                and message.not_before <= self._clock()
            ):
                self._mine[message.id] = monotonic()
                self._waiting.add(message)
        self._wake.set()

    async def run(self) -> None:
        """Send until cancelled; what is in flight then is still awaited and recorded."""
        await self._remember()
        settling = asyncio.create_task(self._settle_forever())
        looking = asyncio.create_task(self._look_forever())
        try:
            while True:
                pause = self._send_next()
                if pause is not None:
                    self._wake.clear()
                    await wait_for(self._wake, pause)
        finally:
            looking.cancel()
            await asyncio.gather(*self._flying.values(), return_exceptions=True)
            settling.cancel()
            await asyncio.gather(looking, settling, return_exceptions=True)
            await self._settle()

    async def _remember(self) -> None:
        """What went out before a restart counts in the bursts: a channel may drop in silence what is beyond them."""
        if not (bursts := self.channel.limits.bursts):
            return
        now = self._clock()
        since = now - timedelta(seconds=max(seconds for _, seconds in bursts))
        for user, sent in await self._database.read(lambda tx: outbox.lately(tx, self.channel.name, since)):
            self._pace.note(user, monotonic() - (now - sent).total_seconds())

    @property
    def idle(self) -> bool:
        """Whether nothing waits in memory or comes to it, is being sent or has yet to be recorded."""
        return not (self._waiting or self._flying or self._ended or self._claiming)

    def _send_next(self) -> float | None:
        """Start one sending; None when one was started, else the seconds until it makes sense to look again."""
        now = monotonic()
        if len(self._flying) >= IN_FLIGHT:
            return LOOK_AROUND
        if (wait := self._pace.channel_free_at() - now) > 0:
            return wait if self._waiting else LOOK_AROUND
        message, pause = self._waiting.take(self._flying, self._pace.free_at, now, LOOK_AROUND)
        if message is None:
            return pause
        self._pace.take(message.user_id, now)
        self._flying[message.user_id] = asyncio.create_task(self._send(message))
        return None

    async def _send(self, message: OutboxMessage) -> None:
        try:
            outcome = await self._try(message)
        finally:
            self._flying.pop(message.user_id, None)
            self._wake.set()
        if outcome:
            self._ended.append(outcome)
            self._settle_now.set()

    async def _try(self, message: OutboxMessage) -> Outcome | None:
        now = self._clock()
        tries = message.attempts + 1
        if message.best_before and now >= message.best_before:
            return Outcome(message.id, MessageState.EXPIRED, message.attempts)
        if (morning := self._awake(message.rest, now)) > now:
            return Outcome(message.id, MessageState.QUEUED, message.attempts, not_before=morning)
        try:
            if not await self._is_ours(message):
                self._mine.pop(message.id, None)
                return None
            message, is_whole = await self._parts.say(message)
        except SendError as error:
            return await self._after(message, error, tries, now)
        except NotYet as wait:
            return Outcome(message.id, MessageState.QUEUED, message.attempts, error=str(wait), not_before=wait.at)
        except StorageDown as down:
            return self._again(message, message.attempts, now, str(down), 5)
        except Exception as error:  # a channel's own defect must not stop the others' messages
            log.exception("channel %s failed on message %d", self.channel.name, message.id)
            return self._again(message, tries, now, f"{type(error).__name__}", tries * 30.0)
        self.paused = ""
        return self._said(message, tries, is_whole=is_whole)

    def _said(self, message: OutboxMessage, tries: int, *, is_whole: bool) -> Outcome:
        if not is_whole:  # the next part goes before everything else, at the channel's own pace
            self._waiting.put_back(message)
            return Outcome(message.id, MessageState.QUEUED, tries, message.receipt, parts=message.parts)
        self.sent += 1
        return Outcome(message.id, MessageState.SENT, tries, message.receipt)

    async def _is_ours(self, message: OutboxMessage) -> bool:
        """A message that waited long in memory may have been claimed by another process since: ask for it once more."""
        if monotonic() - self._mine.get(message.id, 0.0) < CLAIM.total_seconds() / 2:
            return True
        self._mine[message.id] = monotonic()
        until = self._clock() + CLAIM
        return await self._database.write(lambda tx: outbox.renew(tx, message.id, until))

    async def _after(self, message: OutboxMessage, error: SendError, tries: int, now: datetime) -> Outcome | None:
        words = str(error)
        match error:
            case TryLater():
                self._pace.hold(monotonic() + error.after, "" if error.everyone else message.user_id)
                return self._again(message, message.attempts, now, words, error.after)
            case Closed():
                return await self._closed(message, tries, now, words)
            case Gone():
                return await self._gone(message, tries, now, words)
            case Misconfigured():
                self.paused = words
                log.error("channel %s is paused: %s", self.channel.name, words)
                self._pace.hold(monotonic() + STANDSTILL)
                return self._again(message, message.attempts, now, words, STANDSTILL)
            case Unsure(repeatable=False) if message.error.startswith(UNSURE):
                return Outcome(message.id, MessageState.UNSURE, tries, error=words)
            case Refused():
                log.error("message %d was refused by %s: %s", message.id, self.channel.name, words)
                return Outcome(message.id, MessageState.REFUSED, tries, error=words)
            case _:
                told = f"{UNSURE}: {words}" if isinstance(error, Unsure) else words
                return self._again(message, tries, now, told, min(FIRST_PAUSE * 2 ** (tries - 1), 60.0))

    def _again(self, message: OutboxMessage, tries: int, now: datetime, words: str, after: float) -> Outcome | None:
        """Try again after so many seconds, before anything else goes to that person: their messages keep their order.

        A short wait is waited for here (None); over a long one the message goes back to the outbox with all that follow it.
        """
        if now - message.created_at > GIVE_UP:
            return Outcome(message.id, MessageState.REFUSED, tries, error=f"given up: {words}")
        self._pace.hold(monotonic() + after, message.user_id)
        if after <= SHORT_WAIT:
            self._waiting.put_back(replace(message, attempts=tries, error=words))
            return None
        self._pace.hold(monotonic() + after + 2 * LOOK_AROUND, message.user_id)  # until it was found again
        again, later = MessageState.QUEUED, now + timedelta(seconds=after)
        for other in self._waiting.pull(message.user_id):
            self._ended.append(Outcome(other.id, again, other.attempts, error=other.error, not_before=later))
        return Outcome(message.id, again, tries, error=words, not_before=later)

    async def _gone(self, message: OutboxMessage, tries: int, now: datetime, words: str) -> Outcome | None:
        try:
            await self._database.write(lambda tx: gone(tx, message, self._limits_of, self._unreachable, now))
        except StorageDown as down:
            return self._again(message, message.attempts, now, str(down), 5)
        return Outcome(message.id, MessageState.GONE, tries, error=words)

    async def _closed(self, message: OutboxMessage, tries: int, now: datetime, words: str) -> Outcome | None:
        """Held until the person's next word, or sent to another address of theirs that is open."""
        hold = partial(windows.hold, message=message, words=words, limits_of=self._limits_of, now=now)
        try:
            moved = await self._database.write(partial(hold, said_so=words != WINDOW_SHUT))
        except StorageDown as down:
            return self._again(message, message.attempts, now, str(down), 5)
        log.info("message %d %s: %s", message.id, "goes elsewhere" if moved else "is held", words)
        self._mine.pop(message.id, None)
        return None

    async def _look_forever(self) -> None:
        """Poll for messages that other processes wrote, that fell due, or that a killed process left behind."""
        while True:
            room = 2 * IN_FLIGHT - len(self._waiting)
            self._claiming = room > IN_FLIGHT and self._pace.channel_free_at() <= monotonic() + LOOK_AROUND
            found = await self._claim(room) if self._claiming else []
            self.hand(found)
            self._claiming = False
            if len(found) < room:
                await asyncio.sleep(self._look_every or LOOK_AROUND)
            else:
                await asyncio.sleep(0.05)

    async def _claim(self, most: int) -> list[OutboxMessage]:
        now, name = self._clock(), self.channel.name
        try:
            if not await self._database.read(lambda tx: outbox.any_due(tx, name, now)):
                return []
            return await self._database.write(
                lambda tx: outbox.claim(tx, name, now, now + CLAIM, most), alone=[f"outbox of {name}"]
            )
        except StorageDown as down:
            log.warning("cannot look for messages: %s", down)
            return []

    async def _settle_forever(self) -> None:
        while True:
            await self._settle_now.wait()
            self._settle_now.clear()
            await self._settle()

    async def _settle(self) -> None:
        """Record how sendings ended, many in one commit; cancelled or refused, they are recorded the next time."""
        if not (ended := list(self._ended)):
            return
        try:
            await self._database.write(lambda tx: outbox.settle(tx, ended, self._clock()))
        except StorageDown as down:
            log.error("cannot record %d sendings yet: %s", len(ended), down)
            await asyncio.sleep(LOOK_AROUND)
            self._settle_now.set()
            return
        del self._ended[: len(ended)]
        for outcome in (o for o in ended if not o.parts):
            self._mine.pop(outcome.id, None)
